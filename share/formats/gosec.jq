# gosec JSON (`gosec -fmt json`), versions 1 to 2.22.
# Facts: six real files; gosec's report writer.
#
# `nosec` and `suppressions` mark what a comment or an external rule took out; it stands among the others.

module {
  format: "gosec",
  title: "gosec JSON report",
  category: "sast",
  detect: "has(\"Issues\") and (.Issues | type == \"array\" or type == \"null\") and (.Stats | type) == \"object\" and (.Stats | has(\"lines\") or has(\"found\") or has(\"nosec\"))",
  entries: ["Issues[]"]
};

def list: if type == "array" then map(select(. != null)) else [] end;

.tags as $tags
| .raw
| (.suppressions | list) as $suppressions
| (if .nosec == true or $suppressions != [] then
     ["gosec-suppression", $tags.service, .rule_id, .file, "\(.line)"] | map(select(. != null)) | join(":")
   else null end) as $exception
| {
    finding_title: (.details // .rule_id),
    severity: .severity,
    confidence: .confidence,
    state: (if $exception == null then "open" else "accepted" end),
    exception_id: $exception,
    category: "sast",
    rule_id: .rule_id,
    native_id: ([.rule_id, .file, .code] | map(select(. != null)) | join("|")),
    cwe: (.cwe.id // .cwe.ID),
    location: {file: .file, line: .line}
  },
  (select($exception != null)
   | {
       kind: "exception",
       id: $exception,
       reason: ([$suppressions[].justification, $suppressions[].kind, "#nosec comment"] | map(select(. != null and . != "")) | .[0]),
       state: "active",
       native_id: ([.rule_id, .file, .code] | map(select(. != null)) | join("|"))
     })
