# Linear issues as answers of its GraphQL API: {"data": {"issues": {"nodes": […]}}}, edges, below a team or project, or
# unwrapped by a client. Key sets are what the query asked for.
# Facts: Linear's schema. An answer with `errors` beside data is read for what it has.
#
# Reopened: history steps from a state of type completed, canceled or duplicate to another; or spans of stateHistory.

module {
  format: "linear",
  title: "Linear issues (GraphQL)",
  category: "other",
  kind: "ticket",
  detect: "(if type == \"array\" then .[0] elif (.data.issues.nodes? | type) == \"array\" then (.data.issues.nodes[0] // {identifier: \"\", state: {type: \"\"}}) elif (.data.issues.edges? | type) == \"array\" then .data.issues.edges[0].node elif (.data.team.issues.nodes? | type) == \"array\" then .data.team.issues.nodes[0] elif (.data.issue? | type) == \"object\" then .data.issue elif (.issues.nodes? | type) == \"array\" then .issues.nodes[0] else . end) | (.identifier | type) == \"string\" and ((.state.type? | type) == \"string\" or has(\"completedAt\") or has(\"priorityLabel\") or has(\"createdAt\"))",
  entries: ["data.issues.nodes[]", "data.issues.edges[].node", "data.team.issues.nodes[]", "data.project.issues.nodes[]", "data.issue", "issues.nodes[]", "[]", ""],
  context: { more: "data.issues.pageInfo.hasNextPage", team_more: "data.team.issues.pageInfo.hasNextPage", project_more: "data.project.issues.pageInfo.hasNextPage", bare_more: "issues.pageInfo.hasNextPage", errors: "errors[].message" },
  optional: true,
  report: {
    categories: "[]",
    outcome: "if .context.errors != null then \"failed\" elif .context | [.more, .team_more, .project_more, .bare_more] | any(. == true) then \"partial\" else null end"
  }
};

def nodes: if type == "array" then . elif type == "object" then (.nodes // [.edges // [] | .[].node]) else [] end;
def labelled($names): [.[] | capture("^(?<name>[A-Za-z]+) *(::?|/|=|-| ) *(?<value>.+)$") | select(.name | ascii_downcase | . as $n | any($names[]; . == $n)) | .value] | .[0];
def ended: . == "completed" or . == "canceled" or . == "duplicate";

.raw as $issue
| ($issue.labels | nodes | map(if type == "object" then .name else . end | select(type == "string"))) as $labels
| ($labels | map(ascii_downcase | split("_") | join("-") | split(" ") | join("-"))) as $marks
| ($issue.state | if type == "object" then .type else null end // "" | ascii_downcase) as $type
| ($issue.state | if type == "object" then .name else . end) as $name
| (any($marks[]; . == "false-positive" or . == "invalid") or ($name // "" | test("false positive|invalid"; "i"))) as $false
| (if $type == "completed" or $type == "duplicate" or ($type == "" and $issue.completedAt != null) then "resolved"
   elif $type == "canceled" or ($type == "" and $issue.canceledAt != null) then (if $false then "false_positive" else "accepted" end)
   elif $type == "started" or ($type == "" and $issue.startedAt != null) then "in_progress"
   else "open"
   end) as $state
| ($state == "resolved" or $state == "accepted" or $state == "false_positive") as $done
| ([$issue.title, $issue.description] + $labels + [$issue.attachments | nodes[] | .url?, .title?] | map(select(type == "string"))) as $texts
| ([$issue.history | nodes[] | select((.fromState.type? // "" | ended) and (.toState.type? != null) and (.toState.type | ended | not)) | .createdAt]
   + ([$issue.stateHistory | nodes] | .[0] as $spans | [range(1; $spans | length) | select(($spans[. - 1].state.type? // "" | ended) and ($spans[.].state.type? // "completed" | ended | not)) | $spans[.].startedAt])
   | unique) as $reopened
| {
    key: $issue.identifier,
    title: $issue.title,
    state: $state,
    resolution: (if $type == "duplicate" then "duplicate" elif $done then $name else null end),
    owner: ([$issue.assignee.name?, $issue.assignee.displayName?, $issue.assignee.email?] | map(select(. != null)) | .[0]),
    created: $issue.createdAt,
    resolved: (if $done then $issue.completedAt // $issue.canceledAt else null end),
    due: $issue.dueDate,
    reopened_at: (if $issue.history == null and $issue.stateHistory == null then null else $reopened end),
    severity: ($labels | labelled(["severity", "sev"])),
    service: ($labels | labelled(["service", "app", "application"])),
    project: ([$issue.project.name?, $issue.team.key?] | map(select(. != null)) | .[0]),
    labels: $labels,
    url: $issue.url,
    cve: $texts,
    finding_ids: ([$texts[] | scan("\\b[0-9a-f]{32}\\b")] | unique)
  }
