# Trivy's ignore file in YAML (`.trivyignore.yaml`): ids, where they are ignored, until when and why.
# Facts: Trivy's guide and pkg/result/ignore.go. A list of paths or purls means any of them: a record for each.

module {
  format: "trivyignore_yaml",
  title: "Trivy ignore file (.trivyignore.yaml)",
  kind: "exception",
  container: ["yaml", "json"],
  detect: "type == \"object\" and ([\"vulnerabilities\", \"misconfigurations\", \"secrets\", \"licenses\"] as $lists | (keys - $lists == []) and ([.[] | select(type == \"array\" and . != []) | .[0] | (.id | type) == \"string\" and (keys - [\"id\", \"paths\", \"purls\", \"expired_at\", \"statement\"] == [])] | length > 0 and all))",
  entries: ["vulnerabilities[]", "misconfigurations[]", "secrets[]", "licenses[]"],
  report: {
    categories: "[]"
  }
};

def each: if length == 0 then null else .[] end;

.raw as $r
| (.from == "vulnerabilities[]" and ($r.id | tostring | test("^(CVE|GHSA)-"; "i"))) as $vulnerability
| ([$r.paths] | flatten | map(select(. != null)) | each) as $path
| ([$r.purls] | flatten | map(select(. != null)) | each) as $purl
| {
    id: ([("trivyignore", .tags.service, "\($r.id)", $path, $purl) | select(. != null)] | join(":")),
    disposition: "accepted",
    reason: $r.statement,
    expires: $r.expired_at,
    state: "active",
    rule_id: (if $vulnerability then null else "\($r.id)" end),
    cve: (if $vulnerability then $r.id else null end),
    component: (if $purl then {purl: $purl} else null end),
    path: $path
  }
