# PagerDuty incidents: REST lists and single incidents, one a line, webhook-free; the analytics' raw incidents (JSON, CSV) and
# the CSV of the incidents report.
# Facts: one real list, PagerDuty's API schema; columns of its reports.
#
# Created is when it was detected; when it began is not recorded. Older answers have neither resolved_at nor updated_at.
# One that was merged into another is a duplicate: no incident of its own. Severity is the priority (P1 … P5); urgency is
# none, but where there is no priority it is all there is.

module {
  format: "pagerduty",
  title: "PagerDuty incidents (REST, analytics, CSV)",
  category: "other",
  kind: "incident",
  container: ["json", "csv"],
  detect: "if type == \"object\" and has(\"header\") then ([.header[] | ascii_downcase | split(\" \") | join(\"_\")] | any(. == \"incident_number\") and any(. == \"created_on\" or . == \"created_at\") and any(. == \"seconds_to_resolve\" or . == \"escalation_policy_name\")) else ((if type == \"array\" then .[0] elif (.incidents | type) == \"array\" then (.incidents[0] // (if has(\"more\") and has(\"limit\") then {incident_number: 1, incident_key: \"\"} else {} end)) elif (.incident | type) == \"object\" then .incident elif (.data | type) == \"array\" then .data[0] else . end) | has(\"incident_number\") and (has(\"incident_key\") or has(\"escalation_policy\") or has(\"seconds_to_resolve\") or has(\"last_status_change_at\"))) end",
  entries: ["", "[]", "incidents[]", "incident", "data[]"],
  context: { more: "more" },
  optional: true,
  report: {
    categories: "[]",
    outcome: "if .context.more == true then \"partial\" else null end"
  }
};

def first_of: map(select(. != null and . != "")) | .[0];
def severity: if . == null then null else ({"1": "critical", "2": "high", "3": "medium", "4": "low", "5": "info"}[[capture("^(P|SEV) *-?(?<digit>[1-5])"; "i") | .digit] | .[0] // ""] // .) end;

def table: with_entries({key: (.key | ascii_downcase | split(" ") | join("_")), value: (.value | if . == "" then null else . end)});

(if .from == "row" then .raw | table else .raw end) as $incident
| select(($incident.resolve_reason.type? // "") != "merge_resolve_reason")
| ([$incident.log_entries // [] | .[] | select(.type? == "resolve_log_entry") | .created_at] | .[0]) as $logged
| ([$incident.resolved_at, $incident.resolved_on, (if $incident.status == "resolved" then $incident.last_status_change_at else null end), $logged] | first_of) as $resolved
| {
    id: ([$incident.id, $incident.incident_id, ($incident.incident_number | tostring)] | first_of),
    detected: ($incident.created_at // $incident.created_on),
    resolved: (if $incident.status == "resolved" or $incident.status == null then $resolved else null end),
    severity: ([($incident.priority | if type == "object" then .summary // .name else . end | severity), ($incident.priority_name | severity), $incident.urgency] | first_of),
    service: ([$incident.service.summary?, $incident.service_name] | first_of),
    cause: ([$incident.custom_fields // [] | .[] | select(type == "object") | select(.name // .display_name // "" | test("root.?cause"; "i")) | .value] | .[0])
  }
