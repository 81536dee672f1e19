# Gitleaks JSON: versions 8 (RuleID, StartLine), 2 to 7 (rule, offender), and wrapped in an object (findings, leaks).
# Facts: 16 real files; Gitleaks' source.
#
# No severity: a secret is high. Match, Secret, line and offender are the secret itself and are never read. A commit date of
# year 1 means that no history was searched.

module {
  format: "gitleaks",
  title: "Gitleaks JSON report",
  category: "secrets",
  detect: "(if type == \"array\" then .[0] elif (.findings | type) == \"array\" then .findings[0] elif (.leaks | type) == \"array\" then .leaks[0] else null end) | (has(\"RuleID\") and has(\"StartLine\")) or (has(\"rule\") and has(\"offender\"))",
  entries: ["[]", "findings[]", "leaks[]"],
  context: {
    repos: "[].repo",
    repo_urls: "[].repoURL"
  },
  optional: true,
  report: {
    target: "[.context.repo_urls, .context.repos] | flatten | map(select(. != null and . != \"\" and . != \".\" and contains(\"/\"))) | .[0]"
  }
};

def text: select(. != null and . != "");

.raw
| (.RuleID // .rule) as $rule
| ([.Date, .date] | map(text | select(startswith("0001-") | not)) | .[0]) as $at
| ([.repoURL, .repo] | map(text | select(. != "." and contains("/"))) | .[0]) as $repo
| {
    target: $repo,
    finding_title: ([.Description, $rule] | map(text) | .[0]),
    severity: ([.severity, .Severity] | map(text) | .[0] // "high"),
    source_severity: (.severity // .Severity),
    state: "open",
    first_seen: $at,
    owner: ([.Email, .email, .Author, .author] | map(text) | .[0]),
    category: "secrets",
    rule_id: $rule,
    native_id: (
      [ .Fingerprint,
        ([.Commit // .commit, .File // .file, $rule, .StartLine // .lineNumber] | map(text | tostring) | join(":")) ]
      | map(text) | .[0]
    ),
    location: {
      file: (.File // .file),
      line: (.StartLine // .lineNumber),
      url: ([.Link, .leakURL] | map(text) | .[0])
    },
    introduced_at: $at,
    introduced_by: (if $at == null then null else "commit" end)
  }
