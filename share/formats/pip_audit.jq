# pip-audit JSON report (`pip-audit -f json`): the object of 2.0 and later, the bare list before.
# Facts: six real files; pip-audit's JSON formatter.
#
# The format has no severities: medium, as for any flaw that nobody has judged. A dependency with `skip_reason` was not audited.

module {
  format: "pip_audit",
  title: "pip-audit JSON report",
  category: "sca",
  detect: "if type == \"array\" then .[0] | has(\"name\") and (has(\"vulns\") or has(\"skip_reason\")) and (has(\"check_name\") | not) else (.dependencies | type) == \"array\" and ((.fixes | type) == \"array\" or (.dependencies[0] | has(\"name\") and (has(\"vulns\") or has(\"skip_reason\")))) end",
  entries: ["dependencies[].vulns[]", "[].vulns[]"],
  context: {
    name: "dependencies[].name",
    version: "dependencies[].version",
    list_name: "[].name",
    list_version: "[].version"
  }
};

(.context | .name // .list_name) as $name
| (.context | .version // .list_version) as $version
| .raw
| {
    finding_title: ([.id, $name] | map(select(. != null)) | join(" in ")),
    severity: "medium",
    source_severity: null,
    state: "open",
    category: "sca",
    rule_id: .id,
    native_id: ([$name, $version, .id] | map(select(. != null)) | join("|")),
    cve: [.id, .aliases],
    component: {
      name: $name, version: $version, type: "pypi",
      fixed_version: (.fix_versions | if type == "array" then .[0] else . end)
    }
  }
