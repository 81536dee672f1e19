# GitLab issues as the CSV file that GitLab mails: old and new column sets (18.4 added `IID` and the parents).
# Facts: GitLab's documentation of both headers. Times are UTC, as the headers say; due dates are days.

module {
  format: "gitlab_issues_csv",
  title: "GitLab issues (CSV)",
  category: "other",
  kind: "ticket",
  container: "csv",
  detect: "any(.header[]; . == \"Created At (UTC)\") and any(.header[]; . == \"Closed At (UTC)\") and any(.header[]; . == \"Title\")",
  report: {
    categories: "[]"
  }
};

def filled: if . == "" then null else . end;
def labelled($names): [.[] | capture("^(?<name>[A-Za-z]+) *(::?|/|=|-| ) *(?<value>.+)$") | select(.name | ascii_downcase | . as $n | any($names[]; . == $n)) | .value] | .[0];
def rank: {"1": "critical", "2": "high", "3": "medium", "4": "low", "5": "info"}[.] // .;

.raw as $row
| ($row.IID // $row["Issue ID"] | filled) as $number
| ($row.URL // "" | split("/-/")[0] | split("/")[3:] | join("/")) as $project
| select($number != null)
| ($project + "#" + $number) as $key
| ($row.Labels // "" | split(",") | map(select(. != ""))) as $labels
| ($labels | map(ascii_downcase | split("_") | join("-") | split(" ") | join("-"))) as $marks
| ($row.State // "" | ascii_downcase) as $word
| ($row["Closed At (UTC)"] | filled) as $closed
| ($word == "closed" or ($word == "" and $closed != null)) as $done
| ([$row.Title, $row.Description, $labels] | flatten | map(select(type == "string"))) as $texts
| {
    key: $key,
    title: $row.Title,
    state: (if $done | not then (if any($marks[]; test("^(workflow|status|state)::?(in-)?(dev|progress|review|doing)|^(in-progress|doing)$")) then "in_progress" else "open" end)
            elif any($marks[]; test("false-positive|^invalid$|not-a-bug")) then "false_positive"
            elif any($marks[]; test("(^|:)(wont-fix|won't-fix|not-planned)$")) then "accepted"
            else "resolved" end),
    owner: ([$row["Assignee Username"], $row["Assignee(s) Username(s)"], $row["Assignee Usernames"], $row.Assignee, $row["Assignee(s)"], $row.Assignees]
            | map(select(. != null and . != "")) | if . == [] then null else .[0] | split(",")[0] end),
    created: $row["Created At (UTC)"],
    resolved: (if $done then $closed else null end),
    due: ($row["Due Date"] // "" | filled),
    severity: ($labels | labelled(["severity", "sev"]) | if . == null then null else rank end),
    service: ($labels | labelled(["service", "app", "application"])),
    project: $project,
    type: $row.Type,
    labels: $labels,
    url: $row.URL,
    cve: $texts,
    finding_ids: ([$texts[] | scan("\\b[0-9a-f]{32}\\b")] | unique)
  }
