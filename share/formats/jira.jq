# Jira issues as its REST API gives them: search pages, board and sprint lists, lists of issues, one issue a line (Cloud v2
# and v3, Server and Data Center v2; with expand=changelog,names where asked for).
# Facts: 8 real files of three instances (one in Chinese), Atlassian's API documentation, jira.js.
#
# States come from the status category: names are translated and a team's own. A category "done" is read by its resolution.
# Reopened: a resolution taken back, or a step from a done status to another; steps of a workflow migration do not count.
# Custom fields (severity, service, expiry, …) have names only with expand=names.
#
# Which tickets are exceptions or incidents the dictionary says, or a tag: sm-ingest -t kind=exception queue.json.

module {
  format: "jira",
  title: "Jira issues (REST)",
  category: "other",
  kind: "ticket",
  detect: "(if type == \"array\" then .[0] elif (.issues | type) == \"array\" then (.issues[0] // (if has(\"startAt\") or has(\"isLast\") or (has(\"total\") and (has(\"ps\") or has(\"paging\") | not)) then {key: \"\", fields: {}} else null end)) elif (.values | type) == \"array\" then .values[0] else . end) | (.key | type) == \"string\" and (.fields | type) == \"object\"",
  entries: ["", "issues[]", "values[]", "[]"],
  context: { first: "startAt", total: "total", last: "isLast", next: "nextPageToken", names: "names" },
  optional: true,
  report: {
    categories: "[]",
    outcome: "if .context.last == false or (.context.next // \"\") != \"\" or ((.context.total | type) == \"number\" and .context.total > (.context.first // 0) + .entries) then \"partial\" else null end"
  }
};

def custom($fields; $name): [$fields[] | select(.name | test($name)) | .value | if type == "array" then .[0] else . end | if type == "object" then (.displayName // .value // .name) else . end | select(. != null and . != "")] | .[0];
def word: if type == "string" then ascii_downcase else "" end;
def named: if type == "object" then (.displayName // .value // .name // .key) else . end;

# By resolution; what it does not name was done.
def settled:
  { "won't fix": "accepted", "wont fix": "accepted", "won't do": "accepted", "later": "accepted", "withdrawn": "accepted", "declined": "accepted", "rejected": "accepted",
    "risk accepted": "accepted", "accepted risk": "accepted", "accepted": "accepted", "deferred": "accepted",
    "invalid": "false_positive", "not a bug": "false_positive", "not a problem": "false_positive",
    "cannot reproduce": "false_positive", "works for me": "false_positive", "false positive": "false_positive",
    "not applicable": "false_positive", "not affected": "false_positive"
  }[word] // "resolved";

def is_done: word | test("^(done|closed|resolved|fixed|verified|complete|completed|released|cancell?ed|won't (fix|do)|rejected)$");

def steps: [.histories // [] | .[] | select(type == "object" and (.items | type) == "array" and (any(.items[]; .field == "Workflow") | not))];

# Statuses that are done whatever they are called: those that a step went to which also resolved the issue, and the
# issue's own, where its category says so.
def done_ids($own): [$own, (steps[] | select(any(.items[]; .field == "resolution" and .to != null)) | .items[] | select(.field == "status") | .to)] | map(select(. != null));

# The times at which work began again.
def reopenings($own):
  done_ids($own) as $ids
  | [steps[]
     | select(any(.items[];
         (.field == "resolution" and .from != null and .to == null)
         or (.field == "status"
             and ((.fromString | is_done) or (.from as $from | any($ids[]; . == $from)))
             and ((.toString | is_done) or (.to as $to | any($ids[]; . == $to)) | not))))
     | .created]
  | unique;

# Who moved it last, and when: an approval, where the last step was one.
def last_step:
  [.histories // [] | .[] | select(type == "object" and (.items | type) == "array") | select(any(.items[]; .field == "status" or .field == "resolution"))]
  | sort_by(.created) | .[-1];

.raw as $issue
| $issue.fields as $f
| (.context.names // $issue.names // {} | if type == "object" then . else {} end) as $names
| ([$f | to_entries[] | select(.key | startswith("customfield_")) | {name: ($names[.key] | word), value: .value}] | map(select(.name != ""))) as $custom
| ($f.labels // [] | map(select(type == "string"))) as $labels
| ($f.status.statusCategory.key | word) as $category
| ($f.resolution | named) as $resolution
| (if $category == "done" or ($category == "" and $resolution != null) then ($resolution | settled)
   elif $category == "indeterminate" then "in_progress"
   elif $category != "" then "open"
   elif $f.status.name | is_done then "resolved"
   else $f.status.name // "open"
   end) as $state
| ($state == "resolved" or $state == "accepted" or $state == "false_positive") as $done
| (if $done then ($f.resolutiondate // $f.statuscategorychangedate) else null end) as $resolved
| ([$f.summary, $f.description, $labels, $f.environment] | map(select(. != null) | tostring)) as $texts
| (custom($custom; "^(affected )?(service|application)$") // ([$labels[] | select(ascii_downcase | startswith("service:")) | split(":")[1]] | .[0])) as $service
| ($issue.self // "" | if contains("/rest/") then split("/rest/")[0] + "/browse/" + $issue.key else null end) as $url
| ([$texts[] | scan("\\b[0-9a-f]{32}\\b")] | unique) as $ids
| ($issue.changelog // {} | last_step) as $step
| {
    key: $issue.key,
    title: $f.summary,
    state: $state,
    resolution: $resolution,
    owner: ($f.assignee | named),
    created: $f.created,
    resolved: $resolved,
    due: $f.duedate,
    reopened_at: (if ($issue.changelog | type) == "object" then $issue.changelog | reopenings(if $category == "done" then $f.status.id else null end) else null end),
    severity: custom($custom; "^(security )?severity$"),
    service: $service,
    project: ($f.project.key // ($issue.key | split("-")[:-1] | join("-"))),
    type: $f.issuetype.name,
    labels: $labels,
    url: $url,
    cve: $texts,
    finding_ids: $ids,
    reason: (custom($custom; "reason|justification|rationale")),
    approver: (custom($custom; "^approver|approved by") // (if $done then $step.author | named else null end)),
    expires: custom($custom; "expir|^until$|valid until"),
    control: custom($custom; "compensating|mitigation"),
    started: custom($custom; "impact start|^start(ed)?( at| time)?$"),
    cause: custom($custom; "root cause"),
    known_defect: custom($custom; "known (defect|before)|previously known")
  }
