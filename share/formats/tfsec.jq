# tfsec JSON (`tfsec -f json`), versions 0.20 to 1.28.
# Facts: five real files; tfsec's source.
#
# With --include-passed and --include-ignored the list holds what passed (status 1, "passed") and what a comment took out
# (status 2, "ignored"). The old ERROR, WARNING, INFO are high, medium, info. A clean scan is {"results": null}, which tells
# nothing: name the format for it.

module {
  format: "tfsec",
  title: "tfsec JSON report",
  category: "iac",
  detect: "(.results | type) == \"array\" and (.results[0] | has(\"rule_id\") and has(\"location\") and (.location | type) == \"object\" and (has(\"rule_description\") or has(\"rule_provider\") or has(\"long_id\")))",
  entries: ["results[]"]
};

def text: select(. != null and . != "");

.tags as $tags
| .raw
| ("\(.status)" | ascii_downcase) as $status
| select(.passed != true and $status != "passed" and $status != "1")
| ([.long_id, .rule_id] | map(text) | .[0]) as $rule
| ([$rule, .location.filename, .resource, .location.start_line, .location.end_line] | map(text | tostring) | join("|")) as $native
| (if $status == "ignored" or $status == "2" then
     ["tfsec-ignore", $tags.service, $rule, .location.filename, .resource] | map(text) | join(":")
   else null end) as $exception
| {
    finding_title: ([.rule_description, .description, $rule] | map(text) | .[0]),
    severity: .severity,
    state: (if $exception == null then "open" else "accepted" end),
    exception_id: $exception,
    category: "iac",
    rule_id: $rule,
    native_id: $native,
    location: {
      file: .location.filename,
      line: .location.start_line,
      url: ([(.links | if type == "array" then .[0] else null end), .link] | map(text) | .[0]),
      resource: .resource
    }
  },
  (select($exception != null)
   | {
       kind: "exception",
       id: $exception,
       reason: "tfsec:ignore comment",
       state: "active",
       native_id: $native
     })
