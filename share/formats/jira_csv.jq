# Jira issues as a CSV export ("Export Excel CSV", all or current fields): one column for each value, so that `Labels`,
# `Comment`, `Components` stand several times; columns in the user's order.
# Facts: one real file and the column lists of 304 public ones; Linear's importer.
#
# Without `Status Category` (Server) a status is read by its usual names, and what has a resolution is done.
# A CSV has no history: reopenings are unknown.

module {
  format: "jira_csv",
  title: "Jira issues (CSV)",
  category: "other",
  kind: "ticket",
  container: "csv",
  detect: "[.header[] | ascii_downcase] | any(. == \"issue key\") and any(. == \"summary\" or . == \"status\")",
  report: {
    categories: "[]"
  }
};

def filled: [.] | flatten | map(select(type == "string" and . != ""));
def cell($row; $names): [$names[] as $name | $row[$name] | filled[]] | .[0];
def matching($row; $pattern): [$row | to_entries[] | select(.key | test($pattern)) | .value | filled[]] | .[0];

def settled:
  { "won't fix": "accepted", "wont fix": "accepted", "won't do": "accepted", "later": "accepted", "withdrawn": "accepted", "declined": "accepted", "rejected": "accepted",
    "risk accepted": "accepted", "accepted risk": "accepted", "accepted": "accepted", "deferred": "accepted",
    "invalid": "false_positive", "not a bug": "false_positive", "not a problem": "false_positive",
    "cannot reproduce": "false_positive", "works for me": "false_positive", "false positive": "false_positive",
    "not applicable": "false_positive", "not affected": "false_positive"
  }[ascii_downcase] // "resolved";

# 22/Sep/25 9:26 AM, without a zone.
def time: if . == null then null elif test("^[0-9]+/[A-Za-z]+/[0-9]{2,4}") then split("/") | join(" ") else . end;

(.raw | to_entries | map({key: (.key | ascii_downcase), value: .value}) | from_entries) as $row
| cell($row; ["issue key", "key"]) as $key
| select($key != null)
| [$row.labels | filled[] | split(" ")[] | select(. != "")] as $labels
| cell($row; ["status"]) as $status
| cell($row; ["resolution"]) as $given
| (if $given == null or ($given | ascii_downcase) == "unresolved" then null else $given end) as $resolution
| cell($row; ["resolved"]) as $closed
| (cell($row; ["status category"]) // "" | ascii_downcase) as $category
| (if $category == "done" or ($category == "" and ($resolution != null or $closed != null or ($status // "" | test("^(done|closed|resolved)$"; "i")))) then
     (if $resolution == null then "resolved" else $resolution | settled end)
   elif $category == "in progress" or ($category == "" and ($status // "" | test("progress|review|test|develop"; "i"))) then "in_progress"
   else "open"
   end) as $state
| ($state == "resolved" or $state == "accepted" or $state == "false_positive") as $done
| (if $done then $closed // cell($row; ["status category changed"]) else null end | time) as $resolved
| ([$row.summary, $row.description, $labels, $row.comment] | flatten | map(select(type == "string"))) as $texts
| (matching($row; "^custom field \\((affected )?(service|application)\\)$") // ([$labels[] | select(ascii_downcase | startswith("service:")) | split(":")[1]] | .[0])) as $service
| {
    key: $key,
    title: cell($row; ["summary"]),
    state: $state,
    resolution: $resolution,
    owner: cell($row; ["assignee"]),
    created: (cell($row; ["created"]) | time),
    resolved: $resolved,
    due: (cell($row; ["due date"]) | time),
    severity: matching($row; "^custom field \\((security )?severity\\)$"),
    service: $service,
    project: (cell($row; ["project key"]) // ($key | split("-")[:-1] | join("-"))),
    type: cell($row; ["issue type"]),
    labels: $labels,
    cve: $texts,
    finding_ids: ([$texts[] | scan("\\b[0-9a-f]{32}\\b")] | unique),
    reason: matching($row; "^custom field \\(.*(reason|justification|rationale)"),
    approver: matching($row; "^custom field \\((approver|approved by)"),
    expires: (matching($row; "^custom field \\(.*(expir|valid until)") | time),
    control: matching($row; "^custom field \\(.*(compensating|mitigation)"),
    started: (matching($row; "^custom field \\((impact start|start).*\\)$") | time),
    cause: matching($row; "^custom field \\(root cause"),
    known_defect: matching($row; "^custom field \\((known|previously known)")
  }
