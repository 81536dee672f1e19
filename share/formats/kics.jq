# KICS JSON results (`kics scan --report-formats json`), versions 1.1 to 2.1.
# Facts: three real files; KICS' source.
#
# Each file of a query is an entry. TRACE is info. What KICS left out by a comment is not in the report.

module {
  format: "kics",
  title: "KICS JSON results",
  category: "iac",
  detect: "(.queries | type == \"array\" or type == \"null\") and has(\"queries\") and (.severity_counters | type) == \"object\"",
  entries: ["queries[].files[]"],
  context: {
    at: "end",
    query: "queries[].query_name",
    id: "queries[].query_id",
    url: "queries[].query_url",
    severity: "queries[].severity",
    platform: "queries[].platform",
    cwe: "queries[].cwe",
    failed: "files_failed_to_scan",
    parsed: "files_parsed"
  },
  optional: true,
  report: {
    at: ".context.at",
    outcome: "if (.context.failed | type) == \"number\" and .context.failed > 0 then \"partial\" else null end"
  }
};

def text: select(. != null and . != "");
def one: if type == "array" then .[0] else . end;

.context as $query
| .raw
| ([.resource_type, .resource_name] | map(text) | join(".")) as $resource
| {
    finding_title: (
      [($query.query | one), .issue_type] | map(text) | .[0]
    ),
    severity: ($query.severity | one | if type == "string" and ascii_upcase == "TRACE" then "info" else . end),
    source_severity: ($query.severity | one),
    state: "open",
    last_seen: $query.at,
    category: "iac",
    rule_id: ($query.id | one),
    native_id: .similarity_id,
    cwe: ($query.cwe | one),
    location: {
      file: .file_name,
      line: .line,
      url: ($query.url | one),
      resource: (if $resource == "" then null else $resource end)
    }
  }
