# Cobalt pentest findings: the CSV export (its cells begin with ') and the API's findings ({"data": [{"resource": …}]}).
# Facts: 2 real exports, Cobalt's API documentation.
#
# Each is a finding (manual, found by a pentest), each export one activity. The CSV has no severity.

module {
  format: "cobalt",
  title: "Cobalt pentest findings (CSV, API)",
  category: "manual",
  source_tool: "cobalt",
  container: ["json", "csv"],
  detect: "if type == \"object\" and has(\"header\") then ([.header[] | ascii_downcase] | any(. == \"evaluatedresult\") and any(. == \"refkey\" or . == \"reporturl\")) else ((if type == \"array\" then .[0].resource elif (.data | type) == \"array\" then .data[0].resource else .resource end) | (.pentest_id != null or .asset_id != null) and has(\"likelihood\") and has(\"state\")) end",
  entries: ["data[].resource", "[].resource", "resource"],
  context: { next: "pagination.next_page" },
  optional: true,
  report: {
    outcome: "if (.context.next // \"\") != \"\" then \"partial\" else null end",
    categories: "\"pentest\""
  }
};

def bare: if type == "string" then ltrimstr("'") | if . == "" then null else . end else . end;
def first_of: map(bare | select(. != null)) | .[0];
def state:
  { "new": "open", "triaging": "open", "need_fix": "in_progress", "check_fix": "in_progress", "carried_over": "in_progress",
    "valid": "open", "valid_fix": "resolved", "fixed": "resolved", "wont_fix": "accepted", "invalid": "false_positive", "out_of_scope": "false_positive",
    "duplicate": "resolved"
  }[ascii_downcase | split(" ") | join("_")] // "open";

.raw as $r
| ([$r.Token, $r.id] | first_of) as $id
| select($id != null)
| ([$r.state, $r.EvaluatedResult] | first_of // "new") as $word
| ($word | state) as $state
| ([$r.log // [] | .[] | select(.action == "state_changed" and .value == $word) | .timestamp] | .[-1]) as $changed
| ([$r.BrowserUrl, ($r.affected_targets // [] | .[0])] | first_of) as $url
| (if $state == "accepted" or $state == "false_positive" then "cobalt:" + $id else null end) as $exception
| {
    target: $url,
    finding_title: ([$r.Title, $r.title] | first_of),
    severity: $r.severity,
    confidence: "high",
    state: $state,
    first_seen: ([$r.CreatedAt, ($r.log // [] | map(select(.action == "created")) | .[0].timestamp)] | first_of),
    last_seen: $changed,
    resolved_at: (if $state == "resolved" then $changed else null end),
    owner: ([$r.AssignedTo] | first_of),
    exception_id: $exception,
    category: "manual",
    rule_id: ([$r.Type, $r.type_category] | first_of),
    native_id: $id,
    cve: [$r.Title, $r.title],
    location: {url: $url},
    found_in: "pentest"
  },
  (select($exception != null)
   | {kind: "exception", id: $exception, disposition: $state, reason: $word, granted: $changed, state: "active", native_id: $id})
