# detect-secrets baseline (`detect-secrets scan`), versions 0.12 to 1.5.
# Facts: four real files; its source.
#
# One secret of one file is an entry; the hash of it is there, never the secret. No severity: high. `is_secret` is what a
# person said in the audit, `is_verified` that the secret works.

module {
  format: "detect_secrets",
  title: "detect-secrets baseline",
  category: "secrets",
  detect: "(.results | type) == \"object\" and (.plugins_used | type) == \"array\"",
  entries: ["results.*[]"],
  context: {
    at: "generated_at",
    file: "results.*~"
  },
  report: {
    at: ".context.at"
  }
};

([.raw.filename, (.context.file | if type == "string" then . else null end)] | map(select(. != null and . != "")) | .[0]) as $file
| (if .raw.is_secret == false then
     ["detect-secrets-audit", .tags.service, $file, .raw.hashed_secret] | map(select(. != null)) | join(":")
   else null end) as $exception
| .raw
| {
    finding_title: (.type // "Secret"),
    severity: "high",
    confidence: (if .is_verified == true or .is_secret == true then "high" else null end),
    state: (if $exception == null then "open" else "false_positive" end),
    exception_id: $exception,
    category: "secrets",
    rule_id: .type,
    native_id: ([$file, .hashed_secret, .type] | map(select(. != null)) | join("|")),
    location: {file: $file, line: .line_number}
  },
  (select($exception != null)
   | {
       kind: "exception",
       id: $exception,
       disposition: "false_positive",
       reason: "not a secret, by the audit",
       state: "active",
       native_id: ([$file, .hashed_secret, .type] | map(select(. != null)) | join("|"))
     })
