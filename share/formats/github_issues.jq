# GitHub issues: REST lists, search answers, one issue, a webhook's body, pages of `gh api --paginate` and `--slurp`, issue
# events (only "reopened" says something), and `gh issue list --json …`.
# Facts: 4 real files, GitHub's REST documentation, gh's field lists.
#
# Pull requests stand in REST lists too: no tickets. `closed_at` is the last close. "not planned" is accepted unless a label
# says false positive. `gh issue list` has only the fields that were asked for: without `url` the repository is unknown.
# Severity and service come from labels like severity:high, sev/1, service:payments.

module {
  format: "github_issues",
  title: "GitHub issues (REST, gh)",
  category: "other",
  kind: "ticket",
  detect: "(if type == \"array\" then .[0] | if type == \"array\" then .[0] else . end elif (.items | type) == \"array\" then (.items[0] // {number: 1, repository_url: (if has(\"incomplete_results\") then \"\" else null end)}) elif (.issue | type) == \"object\" then .issue else . end) | (.issue // .) | (.number | type) == \"number\" and (((.repository_url | type) == \"string\" and (has(\"merged_at\") | not)) or (has(\"state\") and (has(\"createdAt\") or has(\"stateReason\") or (.url // \"\" | tostring | contains(\"/issues/\"))) and (has(\"created_at\") | not) and (has(\"headRefName\") | not)))",
  entries: ["", "[]", "[][]", "items[]"],
  context: { total: "total_count", incomplete: "incomplete_results" },
  optional: true,
  report: {
    categories: "[]",
    outcome: "if .context.incomplete == true then \"failed\" elif (.context.total | type) == \"number\" and .context.total > .entries then \"partial\" else null end"
  }
};

def first_of: map(select(. != null and . != "")) | .[0];

# The label's value, where its name is one of these: severity:high, severity::high, severity/high, severity high.
def labelled($names): [.[] | capture("^(?<name>[A-Za-z]+) *(::?|/|=|-| ) *(?<value>.+)$") | select(.name | ascii_downcase | . as $n | any($names[]; . == $n)) | .value] | .[0];
def rank: {"1": "critical", "2": "high", "3": "medium", "4": "low", "5": "info"}[.] // .;

(.raw.issue // .raw) as $issue
| select($issue.pull_request == null)
| select(.raw.event == null or .raw.issue == null or .raw.event == "reopened")
| ([$issue.html_url, $issue.url] | first_of // "") as $url
| ([$issue.repository.full_name, ($issue.repository_url // "" | split("/repos/")[1]), ($url | if contains("/issues/") then split("/issues/")[0] | split("/") | .[-2:] | join("/") else null end), .tags.repo] | first_of) as $repo
| ($issue.labels // [] | map(if type == "object" then .name else . end | select(type == "string"))) as $labels
| ($labels | map(ascii_downcase | split("_") | join("-") | split(" ") | join("-"))) as $marks
| (($repo // "") + "#" + ($issue.number | tostring)) as $key
| ($issue.state // "open" | ascii_downcase) as $word
| ([$issue.state_reason, $issue.stateReason] | first_of // "" | ascii_downcase) as $why
| any($marks[]; . == "false-positive" or . == "invalid" or . == "not-a-bug") as $false
| (if $word == "open" then (if any($marks[], ($issue.projectItems // [] | .[] | .status.name? // "" | ascii_downcase | split(" ") | join("-")); test("^(status[:/-]+)?(in-progress|in-review|doing|wip)$")) then "in_progress" else "open" end)
   elif $false then "false_positive"
   elif $why == "not_planned" then "accepted"
   else "resolved"
   end) as $state
| ([$issue.title, $issue.body, $labels] | map(select(. != null) | tostring)) as $texts
| ([$issue.closed_at, $issue.closedAt] | first_of) as $closed
| {
    key: $key,
    title: $issue.title,
    state: $state,
    resolution: (if $word == "open" or $why == "" then null else $why end),
    owner: ([($issue.assignees // [] | if type == "array" then .[0].login else null end), $issue.assignee.login?] | first_of),
    created: ([$issue.created_at, $issue.createdAt] | first_of),
    resolved: (if $word == "open" then null else $closed end),
    due: ([$issue.milestone.due_on?, $issue.milestone.dueOn?] | first_of),
    reopened_at: (if .raw.event == "reopened" then [.raw.created_at]
                  elif .raw.action == "reopened" then [$issue.updated_at]
                  else null end),
    severity: ($labels | labelled(["severity", "sev"]) | if . == null then null else rank end),
    service: ($labels | labelled(["service", "app", "application"])),
    project: $repo,
    type: ($issue.type | if type == "object" then .name else null end),
    labels: $labels,
    url: (if $url == "" then null else $url end),
    cve: $texts,
    finding_ids: ([$texts[] | scan("\\b[0-9a-f]{32}\\b")] | unique)
  }
