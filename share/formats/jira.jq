# Jira issues as its REST API gives them: search pages, board and sprint lists, lists of issues, one issue a line (Cloud v2
# and v3, Server and Data Center v2; with expand=changelog,names where asked for).
# Facts: 8 real files of three instances (one in Chinese), Atlassian's API documentation, jira.js.
#
# States come from the status category: names are translated and a team's own. A category "done" is read by its resolution.
# Reopened: a resolution taken back, or a step from a done status to another; steps of a workflow migration do not count.
# Custom fields (severity, service, expiry, …) have names only with expand=names.
#
# An issue is an incident or an exception by its type, a label, or the tag `kind`: sm-ingest -t kind=exception queue.json.
# For an exception "done" means in force, or refused, by its resolution.

module {
  format: "jira",
  title: "Jira issues (REST)",
  category: "other",
  kind: "ticket",
  detect: "(if type == \"array\" then .[0] elif (.issues | type) == \"array\" then (.issues[0] // (if has(\"startAt\") or has(\"isLast\") or has(\"total\") then {key: \"\", fields: {}} else null end)) elif (.values | type) == \"array\" then .values[0] else . end) | (.key | type) == \"string\" and (.fields | type) == \"object\"",
  entries: ["", "issues[]", "values[]", "[]"],
  context: { names: "names" },
  optional: true,
  report: {
    categories: "[]"
  }
};

def word: if type == "string" then ascii_downcase else "" end;
def named: if type == "object" then (.displayName // .value // .name // .key) else . end;
def one: if type == "array" then .[0] else . end | named | if . == "" then null else . end;

# By resolution; what it does not name was done.
def settled:
  { "won't fix": "accepted", "wont fix": "accepted", "won't do": "accepted", "later": "accepted", "withdrawn": "accepted",
    "risk accepted": "accepted", "accepted risk": "accepted", "accepted": "accepted", "deferred": "accepted",
    "invalid": "false_positive", "not a bug": "false_positive", "not a problem": "false_positive",
    "cannot reproduce": "false_positive", "works for me": "false_positive", "false positive": "false_positive",
    "not applicable": "false_positive", "not affected": "false_positive"
  }[word] // "resolved";

def refused: word | test("reject|declin|denied|won.?t (do|fix)|withdrawn|invalid");
def is_done: word | test("^(done|closed|resolved|fixed|verified|complete|completed|released|cancell?ed|won't (fix|do)|rejected)$");

# The times at which work began again.
def reopenings:
  [.histories // [] | .[]
   | select(type == "object" and (.items | type) == "array")
   | select(any(.items[]; .field == "Workflow") | not)
   | select(any(.items[];
       (.field == "resolution" and .from != null and .to == null)
       or (.field == "status" and (.fromString | is_done) and (.toString | is_done | not))))
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
| ($f.issuetype.name | word) as $type
| ($labels | map(ascii_downcase | split("_") | join("-"))) as $marks
| (if .tags.kind != null then .tags.kind
   elif ($type | test("(risk|security) (acceptance|exception)|^exception( request)?$|^risk acceptance$")) or any($marks[]; test("^(security-exception|risk-accept(ed|ance)|accepted-risk)$")) then "exception"
   elif ($type | test("^(\\[system\\] )?(security )?incident$")) then "incident"
   else "ticket"
   end) as $kind
| ($f.status.statusCategory.key | word) as $category
| ($f.resolution | named) as $resolution
| (if $category == "done" or ($category == "" and $resolution != null) then ($resolution | settled)
   elif $category == "indeterminate" then "in_progress"
   else "open"
   end) as $state
| ($state == "resolved" or $state == "accepted" or $state == "false_positive") as $done
| (if $done then ($f.resolutiondate // $f.statuscategorychangedate) else null end) as $resolved
| ([$f.summary, $f.description, $labels, $f.environment] | map(select(. != null) | tostring)) as $texts
| ([$custom[] | select(.name == "service" or .name == "application" or .name == "affected service") | .value | one] + [$marks[] | select(startswith("service:")) | ltrimstr("service:")] | map(select(. != null)) | .[0]) as $service
| ([$custom[] | select(.name | test("^severity$|^security severity$")) | .value | one] | .[0]) as $severity
| ($issue.self // "" | if contains("/rest/") then split("/rest/")[0] + "/browse/" + $issue.key else null end) as $url
| ([$texts[] | scan("\\b[0-9a-f]{32}\\b")] | unique) as $ids
| if $kind == "exception" then
    ($issue.changelog // {} | last_step) as $step
    | {
        kind: "exception",
        id: $issue.key,
        disposition: (if $state == "false_positive" then "false_positive" else "accepted" end),
        reason: ([$custom[] | select(.name | test("reason|justification|rationale")) | .value | one] + [$f.summary] | map(select(. != null)) | .[0]),
        approver: ([$custom[] | select(.name | test("^approver|approved by")) | .value | one] + [if $done then ($step.author | named) else null end] | map(select(. != null)) | .[0]),
        granted: (if $done then ($resolved // $f.created) else null end),
        expires: ([$custom[] | select(.name | test("expir|^until$|valid until")) | .value | one] + [$f.duedate] | map(select(. != null)) | .[0]),
        state: (if $done | not then "requested" elif ($resolution | refused) or ($f.status.name | refused) then "rejected" else "active" end),
        control: ([$custom[] | select(.name | test("compensating|mitigation")) | .value | one] | .[0]),
        url: $url,
        service: $service,
        rule_id: ([$custom[] | select(.name | test("^rule( id)?$")) | .value | one] | .[0]),
        cve: $texts,
        finding_id: (if ($ids | length) == 1 then $ids[0] else null end)
      }
  elif $kind == "incident" then
    {
      kind: "incident",
      id: $issue.key,
      detected: ([$custom[] | select(.name | test("detected|discovered")) | .value | one] + [$f.created] | map(select(. != null)) | .[0]),
      started: ([$custom[] | select(.name | test("impact start|start(ed)?( at| time)?$")) | .value | one] | .[0]),
      resolved: $resolved,
      severity: ($severity // $f.priority.name),
      service: $service,
      cause: ([$custom[] | select(.name | test("root cause")) | .value | one] | .[0]),
      known_defect: ([$custom[] | select(.name | test("known (defect|before)|previously known")) | .value | one] | .[0]),
      finding_id: (if ($ids | length) == 1 then $ids[0] else null end)
    }
  else
    {
      kind: $kind,
      key: $issue.key,
      title: $f.summary,
      state: $state,
      resolution: $resolution,
      owner: ($f.assignee | named),
      created: $f.created,
      resolved: $resolved,
      due: $f.duedate,
      reopened_at: (if ($issue.changelog | type) == "object" then $issue.changelog | reopenings else null end),
      severity: $severity,
      service: $service,
      project: ($f.project.key // ($issue.key | split("-")[:-1] | join("-"))),
      type: $f.issuetype.name,
      labels: $labels,
      url: $url,
      cve: $texts,
      finding_ids: $ids
    }
  end
