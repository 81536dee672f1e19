# Prowler 2 JSON (`prowler -M json`): one object a line, or a list of them.
# Facts: four real files; Prowler 2's source.

module {
  format: "prowler_v2_json",
  title: "Prowler 2 JSON",
  category: "cloud",
  source_tool: "prowler",
  detect: "(if type == \"array\" then .[0] else . end) | has(\"Control ID\") and has(\"Account Number\") and has(\"Status\")",
  entries: ["", "[]"],
  context: {
    account: "\"Account Number\"",
    accounts: "[].\"Account Number\"",
    at: "Timestamp",
    times: "[].Timestamp"
  },
  optional: true,
  report: {
    target: "[.context.account, .context.accounts] | flatten | map(select(. != null)) | unique",
    at: "if .from == \"report\" then [.context.at, .context.times] | flatten else null end"
  }
};

def check: (.Control // "") | if test("^\\[[^\\]]+\\]") then capture("^\\[(?<id>[^\\]]+)\\]") | .id else null end;
def text: select(. != null and . != "");

.raw
| select(.Status // "" | tostring | ascii_downcase | startswith("fail"))
| (check // .["Control ID"]) as $rule
| {
    target: .["Account Number"],
    finding_title: ([.Control, .Message, .["Control ID"]] | map(text) | .[0]),
    severity: .Severity,
    state: "open",
    last_seen: .Timestamp,
    category: "cloud",
    rule_id: $rule,
    native_id: ([$rule, .["Account Number"], .Region, .Message] | map(text) | join("|")),
    location: {
      url: .["Doc link"],
      resource: ([([.Region, .["Resource ID"]] | map(text) | if length == 2 then join(": ") else null end), .Message] | map(text) | .[0])
    }
  }
