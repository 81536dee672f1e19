# Bandit JSON (`bandit -f json`), versions 1.4 to 1.8.
# Facts: six real files; Bandit's formatter.
#
# A file that Bandit could not parse stands in `errors`: the scan is partial.

module {
  format: "bandit",
  title: "Bandit JSON report",
  category: "sast",
  detect: "(.results | type == \"array\" or type == \"null\") and has(\"results\") and has(\"generated_at\") and (.metrics | type) == \"object\"",
  entries: ["results[]"],
  context: {
    at: "generated_at",
    errors: "errors[].reason"
  },
  report: {
    at: ".context.at",
    outcome: "if .context.errors == null then null elif .entries == 0 then \"failed\" else \"partial\" end"
  }
};

.raw
| {
    finding_title: (.issue_text // .test_name // .test_id),
    severity: .issue_severity,
    confidence: .issue_confidence,
    state: "open",
    category: "sast",
    rule_id: .test_id,
    native_id: ([.test_id, .filename, .code] | map(select(. != null)) | join("|")),
    cwe: .issue_cwe.id,
    location: {file: .filename, line: .line_number}
  }
