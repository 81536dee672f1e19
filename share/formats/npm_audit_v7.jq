# npm audit report of npm 7 and later (`npm audit --json`, auditReportVersion 2).
# Facts: seven real files; npm's metavuln and audit-report sources.
#
# One package is one entry. `via` holds its advisories, and the names of packages through which it is affected; the package's
# severity is the worst of the tree. The report names neither the project nor a time, and has ranges for versions.

module {
  format: "npm_audit_v7",
  title: "npm audit report (npm 7 and later)",
  category: "sca",
  source_tool: "npm-audit",
  detect: "has(\"auditReportVersion\") and (.vulnerabilities | type) == \"object\"",
  entries: ["vulnerabilities.*"]
};

.raw
| (.via // [] | if type == "array" then . else [.] end) as $via
| ($via | map(select(type == "object"))) as $advisories
| ($via | map(select(type == "string"))) as $through
| ($advisories | map(.url // "" | tostring | split("/") | .[length - 1] // "" | select(startswith("GHSA-")))) as $ghsa
| {
    finding_title: (
      [ $advisories[0].title,
        (if $through == [] then null else "\(.name) depends on vulnerable versions of \($through | join(", "))" end),
        .name ]
      | map(select(. != null and . != "")) | .[0]
    ),
    severity: .severity,
    state: "open",
    category: "sca",
    rule_id: ($ghsa[0] // ($advisories[0].source | if . == null then null else tostring end) // .name),
    native_id: ([.name] + ($advisories | map(.source // .url | select(. != null) | tostring)) | join("|")),
    cve: [$ghsa, ($advisories | map(.cves?))],
    cwe: ($advisories | map(.cwe)),
    cvss: ($advisories | map(.cvss.score | select(. != null and . != 0)) | max),
    component: {name: .name, type: "npm"},
    location: {resource: (.nodes // [] | .[0])}
  }
