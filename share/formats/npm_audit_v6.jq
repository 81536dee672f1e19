# npm audit report of npm 6, pnpm and yarn 1 wrapped the same way (`npm audit --json`).
# Facts: ten real files.
#
# One advisory with all its versions and paths is one entry. The report names neither the project nor a time.

module {
  format: "npm_audit_v6",
  title: "npm audit report (npm 6, pnpm)",
  category: "sca",
  source_tool: "npm-audit",
  detect: "(.advisories | type) == \"object\" and (has(\"actions\") or has(\"muted\") or has(\"metadata\"))",
  entries: ["advisories.*"]
};

def pick: map(select(. != null and . != "")) | .[0];

.raw
| (.findings // [] | .[0] // {}) as $found
| ([.github_advisory_id, .url] | map(select(type == "string") | split("/") | .[length - 1] // "" | select(startswith("GHSA-"))) | .[0]) as $ghsa
| {
    finding_title: ([.title, ([$ghsa, .module_name] | map(select(. != null)) | join(" in "))] | pick),
    severity: .severity,
    state: "open",
    category: "sca",
    rule_id: ([.id, $ghsa] | pick | if . == null then null else tostring end),
    native_id: ([.id // $ghsa, .module_name] | map(select(. != null) | tostring) | join("|")),
    cve: [.cves, $ghsa],
    cwe: .cwe,
    cvss: [(.cvss.score | select(type == "number" and . > 0)), .cvss.vectorString],
    published_at: .created,
    component: {
      name: .module_name,
      version: $found.version,
      fixed_version: (.patched_versions // "" | if . == "<0.0.0" then null elif test("^>= ?[0-9][^ |]*$") then ltrimstr(">=") | ltrimstr(" ") else null end),
      type: "npm"
    },
    location: {resource: ($found.paths // [] | .[0])}
  }
