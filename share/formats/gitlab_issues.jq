# GitLab issues: REST lists of a project, group or instance, one issue, `glab issue list --output json`.
# Facts: one real list of 20, GitLab's API documentation.
#
# `severity` means something for incidents; else a scoped label (severity::2). Closed as a
# duplicate is resolved. The list has no history.

module {
  format: "gitlab_issues",
  title: "GitLab issues (REST)",
  category: "other",
  kind: "ticket",
  detect: "(if type == \"array\" then .[0] | if type == \"array\" then .[0] else . end else . end) | (.iid | type) == \"number\" and has(\"project_id\") and (.web_url // \"\" | test(\"/(issues|incident|work_items)/\"))",
  entries: ["", "[]", "[][]"],
  report: {
    categories: "[]"
  }
};

def first_of: map(select(. != null and . != "")) | .[0];
def labelled($names): [.[] | capture("^(?<name>[A-Za-z]+) *(::?|/|=|-| ) *(?<value>.+)$") | select(.name | ascii_downcase | . as $n | any($names[]; . == $n)) | .value] | .[0];
def rank: {"1": "critical", "2": "high", "3": "medium", "4": "low", "5": "info"}[.] // .;

.raw as $issue
| ($issue.labels // [] | map(if type == "object" then .name else . end | select(type == "string"))) as $labels
| ($labels | map(ascii_downcase | split("_") | join("-") | split(" ") | join("-"))) as $marks
| ([$issue.references.full?, ($issue.web_url // "" | split("/-/")[0] | split("/")[3:] | join("/") | if . == "" then null else . + "#" + ($issue.iid | tostring) end), (($issue.project_id | tostring) + "#" + ($issue.iid | tostring))] | first_of) as $key
| ($issue.state // "opened" | ascii_downcase) as $word
| any($marks[]; test("false-positive|^invalid$|not-a-bug")) as $false
| any($marks[]; test("(^|:)(wont-fix|won't-fix|not-planned)$")) as $accepted
| (if $word != "closed" then (if any($marks[]; test("^(workflow|status|state)::?(in-)?(dev|progress|review|doing)|^(in-progress|doing)$")) then "in_progress" else "open" end)
   elif $false then "false_positive"
   elif $accepted then "accepted"
   else "resolved"
   end) as $state
| ([$issue.title, $issue.description, $labels] | map(select(. != null) | tostring)) as $texts
| ($issue.severity // "" | ascii_downcase) as $severity
| {
    key: $key,
    title: $issue.title,
    state: $state,
    resolution: (if $issue._links.closed_as_duplicate_of? != null then "duplicate" else null end),
    owner: ([($issue.assignees // [] | if type == "array" then .[0].username else null end), $issue.assignee.username?] | first_of),
    created: $issue.created_at,
    resolved: (if $word == "closed" then $issue.closed_at else null end),
    due: $issue.due_date,
    severity: (if $severity == "" or $severity == "unknown" then ($labels | labelled(["severity", "sev"]) | if . == null then null else rank end) else $severity end),
    service: ($labels | labelled(["service", "app", "application"])),
    project: ($key | split("#")[0]),
    type: ([$issue.issue_type, $issue.type] | first_of // "issue" | ascii_downcase),
    labels: $labels,
    url: $issue.web_url,
    cve: $texts,
    finding_ids: ([$texts[] | scan("\\b[0-9a-f]{32}\\b")] | unique)
  }
