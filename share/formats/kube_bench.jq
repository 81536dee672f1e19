# kube-bench JSON (`kube-bench --json`): {Controls}, a list of controls, one control (0.2), one a line.
# Facts: four real files; kube-bench's source.
#
# FAIL is a medium; WARN, which includes every test that only a person can make, is info. PASS and INFO are no entries.
# The place is the kind of node, not the node: the report does not name it.

module {
  format: "kube_bench",
  title: "kube-bench JSON report",
  category: "cloud",
  detect: "(if type == \"array\" then .[0] elif has(\"Controls\") then .Controls[0] else . end) | (.tests | type) == \"array\" and has(\"node_type\")",
  entries: ["Controls[].tests[].results[]", "[].tests[].results[]", "tests[].results[]"],
  context: {
    control: "Controls[].id",
    list_control: "[].id",
    one_control: "id",
    node: "Controls[].node_type",
    list_node: "[].node_type",
    one_node: "node_type"
  },
  optional: true
};

def text: select(. != null and . != "");
def one: if type == "array" then .[0] else . end;

([.context.node, .context.list_node, .context.one_node] | map(one | text) | .[0]) as $node
| ([.context.control, .context.list_control, .context.one_control] | map(one | text) | .[0]) as $control
| .raw
| (.status // "" | tostring | ascii_upcase) as $status
| select($status == "FAIL" or $status == "WARN")
| {
    finding_title: ([.test_number, .test_desc] | map(text) | join(" ")),
    severity: (if $status == "FAIL" then "medium" else "info" end),
    source_severity: .status,
    state: "open",
    category: "cloud",
    rule_id: .test_number,
    native_id: ([$control, $node, .test_number] | map(text) | join("|")),
    location: {resource: $node}
  }
