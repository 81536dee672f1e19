# Hadolint JSON (`hadolint -f json`).
# Facts: six real files; Hadolint's source.
#
# style is an info. Objects without code and message are no entries.

module {
  format: "hadolint",
  title: "Hadolint JSON report",
  category: "iac",
  detect: "type == \"array\" and (.[0] | (.code | type) == \"string\" and has(\"level\") and has(\"line\") and has(\"message\"))",
  entries: ["[]"]
};

.raw
| select((.code // "") != "" or (.message // "") != "")
| {
    finding_title: (.message // .code),
    severity: ({error: "high", warning: "medium", info: "low", style: "info"}[.level // "" | tostring | ascii_downcase] // "info"),
    source_severity: .level,
    state: "open",
    category: "iac",
    rule_id: .code,
    native_id: ([.file, .line, .code] | map(select(. != null) | tostring) | join(":")),
    location: {file: .file, line: .line}
  }
