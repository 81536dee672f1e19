# HackerOne reports: the CSV export, its JSON twin ({"findings": […]}), and the API's reports ({"data": […]}).
# Facts: 3 real exports, HackerOne's documentation of report states.
#
# Each report is a finding (manual, found by a bug bounty), each export one activity. `state` of the CSV is open or closed,
# `substate` the detail; the API's state is the substate. A duplicate is resolved: the first report stands for it.
# The target is the structured scope's asset where the export names it; an id of the scope is none.

module {
  format: "hackerone",
  title: "HackerOne reports (CSV, JSON, API)",
  category: "manual",
  source_tool: "hackerone",
  container: ["json", "csv"],
  detect: "if type == \"object\" and has(\"header\") then ([.header[] | ascii_downcase] | any(. == \"substate\") and any(. == \"severity_rating\") and any(. == \"reported_at\")) elif type == \"object\" and (.findings | type) == \"array\" then (.findings[0] | has(\"substate\") and has(\"severity_rating\")) else ((if type == \"array\" then .[0] elif (.data | type) == \"array\" then .data[0] elif (.data | type) == \"object\" then .data else . end) | .type == \"report\" and (.attributes | has(\"state\") and has(\"created_at\"))) end",
  entries: ["findings[]", "data[]", "[]", ""],
  context: { next: "links.next" },
  optional: true,
  report: {
    outcome: "if (.context.next // \"\") != \"\" then \"partial\" else null end",
    categories: "\"bug_bounty\""
  }
};

def first_of: map(select(. != null and . != "")) | .[0];
def state:
  { "new": "open", "pending-program-review": "open", "needs-more-info": "open", "open": "open",
    "triaged": "in_progress", "retesting": "in_progress", "resolved": "resolved", "closed": "resolved", "duplicate": "resolved",
    "informative": "accepted", "not-applicable": "false_positive", "spam": "false_positive"
  }[ascii_downcase] // "open";

.raw as $r
| ($r.attributes // $r) as $a
| ($r.relationships // {}) as $links
| ($r.id | tostring) as $id
| ([$a.substate, $a.state] | first_of // "new") as $word
| ($word | state) as $state
| ([$links.structured_scope.data.attributes.asset_identifier?, ($r.structured_scope | if type == "string" and (test("^[0-9]*$") | not) then . else null end)] | first_of) as $scope
| ([$links.weakness.data.attributes.name?, $r.weakness] | first_of) as $weakness
| ([$a.closed_at] | first_of) as $closed
| (if $state == "accepted" or $state == "false_positive" then "hackerone:" + $id else null end) as $exception
| {
    target: $scope,
    finding_title: $a.title,
    severity: ([$links.severity.data.attributes.rating?, $r.severity_rating] | first_of),
    cvss: ([$links.severity.data.attributes.score?, $r.severity_score] | map(select(. != null and . != "" and . != 0 and . != "0.0")) | .[0]),
    confidence: (if $state == "in_progress" or $word == "resolved" then "high" else null end),
    state: $state,
    first_seen: ([$a.reported_at, $a.created_at] | first_of),
    last_seen: ([$a.last_activity_at, $closed, $a.triaged_at] | first_of),
    resolved_at: (if $state == "resolved" then $closed else null end),
    owner: ([$links.assignee.data.attributes.name?, $links.assignee.data.attributes.username?, $r.assigned] | first_of),
    exception_id: $exception,
    category: "manual",
    rule_id: $weakness,
    native_id: $id,
    cve: [$r.cve_ids, $a.cve_ids, $a.title],
    cwe: [$links.weakness.data.attributes.external_id?],
    location: {url: (if $scope != null and ($scope | test("^(https?://|[a-z0-9.-]+\\.[a-z]{2,}(/|$))")) then $scope else null end)},
    found_in: "bug_bounty",
    ticket: ([$r.reference, $a.issue_tracker_reference_id] | first_of)
  },
  (select($exception != null)
   | {kind: "exception", id: $exception, disposition: $state, reason: $word, granted: $closed, state: "active", native_id: $id})
