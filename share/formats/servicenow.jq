# ServiceNow task records: the Table API ({"result": […]} or one record), JSON list exports ({"records": […]}), and list
# exports as CSV, with field names or labels as headers. By the number's prefix: INC (and RITM, CHG, PRB, TASK) and the
# vulnerable items VIT, AVIT, CVIT are tickets, SIR a security incident, an exception request an exception.
# Facts: 5 documented answers, ServiceNow's documentation of states; header lists of public CSV exports.
#
# A reference is "", a text, {link, value}, {display_value, link} or all three: the display value is the name. States are
# codes or texts; those of incidents and of vulnerable items differ. Raw dates are UTC; displayed ones are the exporter's.
# A deferred vulnerable item is an accepted risk: with an exception. `sm-ingest -t kind=incident` makes INC records incidents.

module {
  format: "servicenow",
  title: "ServiceNow records (Table API, JSON, CSV)",
  category: "other",
  kind: "ticket",
  container: ["json", "csv", "xlsx"],
  detect: "if type == \"object\" and has(\"header\") then [.header[] | ascii_downcase | split(\" \") | join(\"_\")] | any(. == \"number\") and any(. == \"opened_at\" or . == \"opened\" or . == \"sys_created_on\" or . == \"created\" or . == \"first_found\") and any(. == \"short_description\" or . == \"risk_score\" or . == \"risk_rating\" or . == \"vulnerability\") else ((if (.result | type) == \"array\" then .result[0] elif (.result | type) == \"object\" then .result elif (.records | type) == \"array\" then .records[0] else null end) | type == \"object\" and has(\"sys_id\") and (.number | if type == \"object\" then .display_value // .value else . end | tostring | test(\"^(INC|SIR|VIT|AVIT|CVIT|RITM|REQ|CHG|PRB|TASK|SCTASK|SIT|VUL|EXC|VEX|VCA)[0-9]\"))) end",
  entries: ["result[]", "records[]"],
  report: {
    categories: "[]"
  }
};

def name: ascii_downcase | split(" ") | join("_") | split("-") | join("_");
def shown: if type == "array" then .[0] else . end | if type == "object" then (.display_value // .value) else . end
  | if . == "" or . == null then null else tostring end;
def value: if type == "array" then .[0] else . end | if type == "object" then (.value // .display_value) else . end
  | if . == "" or . == null then null else tostring end;
def yes: map(select(. != null)) | .[0];
def leading: if . == null then null else capture("^ *(?<digit>[1-5])( *-.*)?$") | .digit end;
def rank: if . == null then null else ({"1": "critical", "2": "high", "3": "medium", "4": "low", "5": "info"}[[leading] | .[0] // ""] // .) end;

(.raw | to_entries | map({key: (.key | name), value: .value}) | from_entries) as $row
| ([$row.number, $row.task_number] | map(shown) | yes) as $number
| select($number != null)
| ($number | capture("^(?<letters>[A-Za-z]+)") | .letters | ascii_upcase) as $prefix
| ([$row.short_description, $row.u_short_description, $row.title, $row.vulnerability, $row.description] | map(shown) | yes) as $title
| ([$row.state, $row.incident_state, $row.status] | map(shown) | yes // "" | ascii_downcase) as $state
| ([$row.close_code, $row.resolution_code, $row.substate, $row.reason, $row.close_reason] | map(shown) | yes) as $reason
| ($reason // "" | ascii_downcase) as $why
| ($prefix == "VIT" or $prefix == "AVIT" or $prefix == "CVIT") as $item
| (if $item then
     { "1": "open", "open": "open", "new": "open", "2": "in_progress", "under investigation": "in_progress",
       "10": "in_progress", "awaiting implementation": "in_progress", "11": "in_progress", "in review": "in_progress",
       "12": "accepted", "deferred": "accepted", "101": "resolved", "resolved": "resolved", "3": "closed", "closed": "closed"
     }[$state] // (if $state == "" then "open" else $state end)
     | if . == "closed" then (if $why | test("false positive|cancel") then "false_positive" elif $why | test("risk accept|deferr") then "accepted" else "resolved" end)
       elif . == "accepted" and ($why | test("false positive")) then "false_positive"
       else . end
   else
     { "1": "open", "new": "open", "open": "open", "-5": "open", "pending": "open", "2": "in_progress", "in progress": "in_progress",
       "work in progress": "in_progress", "3": "in_progress", "on hold": "in_progress", "assess": "in_progress",
       "6": "resolved", "resolved": "resolved", "7": "resolved", "closed": "resolved", "closed complete": "resolved",
       "closed skipped": "accepted", "8": "false_positive", "canceled": "false_positive", "cancelled": "false_positive",
       "closed incomplete": "accepted", "contain": "in_progress", "eradicate": "in_progress", "recover": "in_progress",
       "analysis": "in_progress", "draft": "open"
     }[$state] // (if $state == "" then "open" else $state end)
     | if ([$row.active | value] | .[0]) == "false" and . != "accepted" and . != "false_positive" then "resolved" else . end
     | if . == "resolved" and ($why | test("too costly")) then "accepted"
       elif . == "resolved" and ($why | test("not reproducible|false positive|duplicate of a non")) then "false_positive"
       else . end
   end) as $canonical
| ($canonical == "resolved" or $canonical == "accepted" or $canonical == "false_positive") as $done
| ([$row.opened_at, $row.opened, $row.first_found, $row.sys_created_on, $row.created] | map(value) | yes) as $opened
| (if $done then [$row.resolved_at, $row.resolved, $row.closed_at, $row.closed] | map(value) | yes else null end) as $resolved
| ([$row.assigned_to, $row.assignment_group] | map(shown) | map(select(. != null and (test("^[0-9a-f]{32}$") | not))) | .[0]) as $owner
| ([$row.business_service, $row.service, $row.cmdb_ci, $row.configuration_item, $row.app_name] | map(shown) | map(select(. != null and (test("^[0-9a-f]{32}$") | not))) | .[0]) as $service
| ([$row.short_description, $row.description, $row.vulnerability, $row.cve, $row.close_notes, $row.work_notes] | map(shown) | map(select(. != null))) as $texts
| ([$row.correlation_id, $row.source_avit_id, $row.finding_id] | map(shown) | map(select(. != null))) as $ids
| ([$row.risk_rating, (if $item then $row.severity else null end), $row.severity, $row.priority] | map(shown) | yes | rank) as $severity
| ([$row.until_date, $row.defer_until, $row.until, $row.valid_to, $row.expiration_date, $row.expires] | map(value) | yes) as $until
| ([$row.approval_state, $row.approval] | map(shown) | yes) as $approval
| ($prefix == "SIR" and .tags.kind == null) as $incident
| (if $item and $canonical == "accepted" then "servicenow:" + $number else null end) as $deferred
| (if $approval != null and ($row.requested_by != null or $row.desired_state != null) then
     {
       kind: "exception",
       id: $number,
       reason: ([$row.reason, $row.desired_reason, $row.justification, $row.short_description] | map(shown) | yes),
       approver: ([$row.approved_by, $row.approver, $row.approvers] | map(shown) | yes),
       granted: ([$row.approved_at, $row.approved_on, $row.closed_at, $row.sys_created_on] | map(value) | yes),
       expires: $until,
       state: ($approval | ascii_downcase | if test("approv|active|complete") then "active" elif test("reject|denied|cancel") then "rejected" else "requested" end),
       service: $service,
       cve: $texts,
       native_id: ([$row.record, $row.vulnerable_item] | map(shown) | yes)
     }
   else
     {
       key: $number,
       title: $title,
       state: $canonical,
       resolution: $reason,
       owner: $owner,
       created: $opened,
       resolved: $resolved,
       due: ([$row.due_date, $row.sla_due, $row.ttr_target_date] | map(value) | yes),
       severity: $severity,
       service: $service,
       type: (if $incident then "Security Incident" else $prefix end),
       cve: $texts,
       finding_ids: $ids,
       expires: $until,
       started: ([$row.u_impact_start, $row.impact_start, $row.estimated_start, $row.work_start] | map(value) | yes),
       cause: ([$row.u_root_cause, $row.root_cause, $row.cause, $row.close_code] | map(shown) | yes),
       known_defect: (if $why == "known error" or ([$row.problem_id | value] | .[0]) != null then true else null end)
     },
     (select($deferred != null)
      | {
          kind: "exception",
          id: $deferred,
          disposition: "accepted",
          reason: ($reason // $title),
          expires: $until,
          state: "active",
          service: $service,
          cve: $texts
        })
   end)
