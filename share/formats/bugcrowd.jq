# Bugcrowd submissions: the CSV export and the API's submissions ({"data": […]} or the list alone).
# Facts: 2 real exports, Bugcrowd's API documentation.
#
# Each submission is a finding (manual, found by a bug bounty), each export one activity. `unresolved` is valid and open.
# Priority 1 is critical. A duplicate is resolved: the first submission stands for it.

module {
  format: "bugcrowd",
  title: "Bugcrowd submissions (CSV, API)",
  category: "manual",
  source_tool: "bugcrowd",
  container: ["json", "csv"],
  detect: "if type == \"object\" and has(\"header\") then ([.header[] | ascii_downcase] | any(. == \"reference_number\") and any(. == \"bounty_code\" or . == \"vrt_lineage\")) else ((if type == \"array\" then .[0] elif (.data | type) == \"array\" then .data[0] elif (.data | type) == \"object\" then .data else . end) | .type == \"submission\" and (.attributes | has(\"vrt_id\") or has(\"submitted_at\"))) end",
  entries: ["data[]", "[]", "data"],
  context: { next: "links.next" },
  optional: true,
  report: {
    outcome: "if (.context.next // \"\") != \"\" then \"partial\" else null end",
    categories: "\"bug_bounty\""
  }
};

def first_of: map(select(. != null and . != "")) | .[0];
def state:
  { "new": "open", "triaged": "in_progress", "unresolved": "in_progress", "resolved": "resolved", "wont_fix": "accepted",
    "informational": "accepted", "not_applicable": "false_positive", "not_reproducible": "false_positive", "out_of_scope": "false_positive",
    "duplicate": "resolved"
  }[ascii_downcase | split(" ") | join("_") | split("-") | join("_") | split("'") | join("")] // "open";

.raw as $r
| ($r.attributes // $r) as $a
| ([$r.reference_number, $r.id] | first_of | tostring) as $id
| ([$a.substate, $a.state] | first_of // "new") as $word
| (if $a.duplicate == true or $a.duplicate == "TRUE" or $a.duplicate == "true" then "resolved" else $word | state end) as $state
| ([$r.closed_at, $a.last_transitioned_to_resolved_at, $a.last_transitioned_to_informational_at, $a.last_transitioned_to_not_applicable_at, $a.last_transitioned_to_not_reproducible_at, $a.last_transitioned_to_out_of_scope_at] | first_of) as $closed
| ([$r.vrt_lineage, $a.vrt_id] | first_of) as $vrt
| (if $state == "accepted" or $state == "false_positive" then "bugcrowd:" + $id else null end) as $exception
| {
    target: ([$r.target_name, $r.relationships.target.data.attributes.name?] | first_of),
    finding_title: ([$a.title, $r.caption, $vrt] | first_of),
    severity: ({"1": "critical", "2": "high", "3": "medium", "4": "low", "5": "info"}[([$r.priority, $a.severity] | first_of // "" | tostring)]),
    source_severity: ([$r.priority, $a.severity] | first_of | if . == null then null else "P\(.)" end),
    confidence: (if $state == "in_progress" or $state == "resolved" then "high" else null end),
    state: $state,
    first_seen: $a.submitted_at,
    last_seen: ([$closed, $r.validated_at, $a.last_transitioned_to_triaged_at, $a.last_transitioned_to_unresolved_at] | first_of),
    resolved_at: (if $state == "resolved" then $closed else null end),
    exception_id: $exception,
    category: "manual",
    rule_id: $vrt,
    native_id: $id,
    cve: [$a.title, $a.vulnerability_references],
    location: {url: $a.bug_url},
    found_in: "bug_bounty"
  },
  (select($exception != null)
   | {kind: "exception", id: $exception, disposition: $state, reason: $word, granted: $closed, state: "active", native_id: $id})
