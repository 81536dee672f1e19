# Linear issues as CSV (Settings, Export), all generations of its header, and the header of its import template.
# Facts: 45 headers of public files, Linear's importer; one real template.
#
# State names are a team's own: what counts is which of Completed, Canceled, Duplicate of, Started is filled.

module {
  format: "linear_csv",
  title: "Linear issues (CSV)",
  category: "other",
  kind: "ticket",
  container: "csv",
  detect: "[.header[] | ascii_downcase] | any(. == \"title\") and any(. == \"cycle name\" or . == \"cycle number\") and any(. == \"assignee\")",
  report: {
    categories: "[]"
  }
};

def filled: if . == "" then null else . end;
def list: if . == null then [] else split(",") | map(capture("^ *(?<text>.*?) *$") | .text | select(. != "")) end;
def labelled($names): [.[] | capture("^(?<name>[A-Za-z]+) *(::?|/|=|-| ) *(?<value>.+)$") | select(.name | ascii_downcase | . as $n | any($names[]; . == $n)) | .value] | .[0];

(.raw | with_entries(select(.value | type == "string") | .key |= ascii_downcase | .value |= filled)) as $row
| ([$row.id, $row.uuid, $row.title] | map(select(. != null)) | .[0]) as $key
| select($key != null)
| ($row.labels | list) as $labels
| ($labels | map(ascii_downcase | split("_") | join("-") | split(" ") | join("-"))) as $marks
| ($row.status // "" | ascii_downcase) as $status
| (if $row["duplicate of"] != null then "resolved"
   elif $row.canceled != null or ($status | test("^cancel")) then (if ($status | test("false positive|invalid")) or any($marks[]; . == "false-positive" or . == "invalid") then "false_positive" else "accepted" end)
   elif $row.completed != null then "resolved"
   elif $row.started != null then "in_progress"
   else "open"
   end) as $state
| ($state == "resolved" or $state == "accepted" or $state == "false_positive") as $done
| ([$row.title, $row.description, $row["issue description"]] + $labels | map(select(. != null))) as $texts
| {
    key: $key,
    title: $row.title,
    state: $state,
    resolution: (if $row["duplicate of"] != null then "duplicate" elif $done then $row.status else null end),
    owner: $row.assignee,
    created: $row.created,
    resolved: (if $done then $row.completed // $row.canceled else null end),
    due: $row["due date"],
    severity: ($labels | labelled(["severity", "sev"])),
    service: ($labels | labelled(["service", "app", "application"])),
    project: ([$row.project, $row.team] | map(select(. != null)) | .[0]),
    labels: $labels,
    cve: $texts,
    finding_ids: ([$texts[] | scan("\\b[0-9a-f]{32}\\b")] | unique)
  }
