# Opsgenie incidents: answers of its REST API ({"data": […]}), lists, one a line; the CSV of its incidents or alerts.
# Facts: one real list, Atlassian's API documentation, columns of its exports. impactStartDate is when it began.

module {
  format: "opsgenie",
  title: "Opsgenie incidents (REST, CSV)",
  category: "other",
  kind: "incident",
  container: ["json", "csv"],
  detect: "if type == \"object\" and has(\"header\") then ([.header[] | ascii_downcase | split(\" \") | join(\"\")] | any(. == \"tinyid\") and any(. == \"message\") and any(. == \"priority\") and any(startswith(\"createdat\"))) else ((if type == \"array\" then .[0] elif (.data | type) == \"array\" then .data[0] elif (.data | type) == \"object\" then .data else . end) | has(\"tinyId\") and has(\"message\") and (has(\"impactedServices\") or has(\"impactStartDate\") or has(\"priority\"))) end",
  entries: ["", "[]", "data[]"],
  context: { next: "paging.next" },
  optional: true,
  report: {
    categories: "[]",
    outcome: "if (.context.next // \"\") != \"\" then \"partial\" else null end"
  }
};

def property($pattern): to_entries | map(select(.key | test($pattern; "i"))) | .[0].value;

# Columns as the API's names; tags as [a, b].
def table:
  with_entries({key: (.key | split(" ") | join("") | (.[0:1] | ascii_downcase) + .[1:] | if ascii_downcase == "tinyid" then "tinyId" else . end),
                value: (.value | if . == "" then null else . end)})
  | .tags |= (if type == "string" then ltrimstr("[") | rtrimstr("]") | split(",") | map(ltrimstr(" ")) else null end);

(if .from == "row" then .raw | table else .raw end) as $incident
| ($incident.extraProperties | if type == "object" then . else {} end) as $extra
| ($incident.status // "" | ascii_downcase) as $status
| {
    id: ("opsgenie-" + ([$incident.tinyId, $incident.id, $incident.incidentID, $incident.alertID] | map(select(. != null)) | .[0] | tostring)),
    detected: ($incident.createdAt // $incident.createdAtDate),
    started: $incident.impactStartDate,
    resolved: (if $status == "open" then null else ([$incident.impactEndDate, $incident.resolvedAt, $incident.closedAt, (if $status == "resolved" or $status == "closed" then $incident.updatedAt else null end)] | map(select(. != null and . != "")) | .[0]) end),
    severity: {"P1": "critical", "P2": "high", "P3": "medium", "P4": "low", "P5": "info"}[$incident.priority // ""],
    service: ([($extra | property("^(affected )?(service|application)$")), ([$incident.tags // [] | .[] | select(type == "string" and (ascii_downcase | startswith("service:"))) | split(":")[1]] | .[0])] | map(select(. != null)) | .[0]),
    cause: ($extra | property("root.?cause")),
    known_defect: ($extra | property("known"))
  }
