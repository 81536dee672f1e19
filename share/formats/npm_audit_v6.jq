# npm audit report of npm 6 and pnpm (`npm audit --json`), and the lines that yarn writes (`yarn audit --json` of yarn 1,
# `yarn npm audit --json` of yarn 4).
# Facts: ten real files; yarn's sources.
#
# One advisory with all its versions and paths is one entry. The report names neither the project nor a time.

module {
  format: "npm_audit_v6",
  title: "npm audit report (npm 6, pnpm, yarn)",
  category: "sca",
  source_tool: "npm-audit",
  detect: "(.advisories | type) == \"object\" and (has(\"actions\") or has(\"muted\") or has(\"metadata\")) or ((.type | type == \"string\" and startswith(\"audit\")) and (.data | type) == \"object\") or ((.value | type) == \"string\" and (.children | type) == \"object\" and (.children | has(\"Severity\") and has(\"Issue\")))",
  entries: ["advisories.*", ""]
};

def pick: map(select(. != null and . != "")) | .[0];

# A line of yarn 4 as an advisory.
def advisory:
  .children
  | {id: .ID, title: .Issue, url: .URL, severity: .Severity, findings: [{version: (.["Tree Versions"] // [] | .[0]), paths: .Dependents}]};

(if .from != "" then .raw
 elif .raw.type == "auditAdvisory" then .raw.data.advisory
 elif .raw.children == null then empty
 else .raw.value as $name | .raw | advisory + {module_name: $name}
 end)
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
