# SonarQube and SonarCloud: issues and hotspots of the web API (also bare lists of them), the report of sonar-report, and the
# scanner's own issues file.
# Facts: 24 real files; the web API's documentation, sonar-report's sources.
#
# Bugs and code smells are entries as vulnerabilities are; sm-normalize --filter can drop them. A resolution says what became of
# an issue; hotspots are open until someone has reviewed them. BLOCKER to INFO are one step above what the words mean elsewhere;
# sonar-report may write HIGH and MEDIUM instead.

module {
  format: "sonarqube",
  title: "SonarQube issues and hotspots",
  category: "sast",
  detect: "def issue: (has(\"rule\") or has(\"ruleKey\") or has(\"vulnerabilityProbability\")) and has(\"component\") and has(\"key\") and has(\"message\"); if type == \"array\" then .[0] | issue else ((.issues | type) == \"array\" and (has(\"paging\") or (has(\"total\") and has(\"ps\")) or (has(\"projectName\") and (has(\"sonarBaseURL\") or has(\"hotspotKeys\") or has(\"onlyDetectedRules\"))) or (.issues[0] | issue) or (has(\"version\") and has(\"components\") and has(\"rules\")))) or ((.hotspots | type) == \"array\" and (has(\"paging\") or (.hotspots[0] | issue))) end",
  entries: ["issues[]", "hotspots[]", "[]"],
  context: {
    total: "total", paging_total: "paging.total", page: "p", paging_page: "paging.pageIndex", size: "ps", paging_size: "paging.pageSize",
    project_name: "projectName",
    base: "sonarBaseURL",
    date: "date",
    project: "issues[].project",
    hotspot_project: "hotspots[].project",
    list_project: "[].project",
    product: "applicationName"
  },
  optional: true,
  lookup: {
    rule: [
      {in: "rules[]", key: "key", by: "rule"},
      {in: "rules[]", key: "key", by: "ruleKey"}
    ],
    component: {in: "components[]", key: "key", by: "component"}
  },
  report: {
    outcome: "if .entries as $entries | .context | ((.paging_total // .total) | type) == \"number\" and (.paging_total // .total) > ((.paging_page // .page // 1) - 1) * (.paging_size // .size // 0) + $entries then \"partial\" else null end",
    target: ".context | [.project_name, .project, .hotspot_project, .list_project] | flatten | map(select(. != null and . != \"\")) | unique",
    at: ".context.date | if type == \"string\" then day else null end"
  }
};

def pick: map(select(. != null and . != "")) | .[0];
def text: if type == "string" then . elif type == "object" then .key // .name else null end;

# "Tuesday, May 7, 2024" without the name of the day.
def day: split(", ") | if length == 3 then .[1:] | join(", ") else join(", ") end;

.raw as $i
| ([$i.rule, $i.ruleKey] | map(text) | pick) as $rule
| ($i.component | text // "") as $key
| ($key | split(":")) as $parts
| ([.lookup.component.path, (if $parts | length > 1 then $parts[1:] | join(":") else null end)] | pick) as $path
| ([.context.project_name, ($i.project | text), (if $parts | length > 1 then $parts[0] else null end), .context.hotspot_project, .context.list_project] | pick) as $project
| ([$i.issueStatus, $i.status] | pick // "OPEN" | tostring | ascii_upcase) as $status
| ($i.resolution // "" | tostring | ascii_upcase) as $resolution
| (if $status == "ACCEPTED" or $resolution == "WONTFIX" or $resolution == "ACKNOWLEDGED" or $resolution == "ACCEPTED" then "accepted"
   elif $status == "FALSE_POSITIVE" or $resolution == "FALSE-POSITIVE" or $resolution == "FALSE_POSITIVE" or $resolution == "SAFE" then "false_positive"
   elif $status == "FIXED" or $status == "RESOLVED" or $status == "CLOSED" or $resolution == "FIXED" or $resolution == "REMOVED"
        or ($status == "REVIEWED" and $resolution == "") then "resolved"
   else "open"
   end) as $state
| ([$rule, $i.securityCategory] | pick) as $class
| ($i.key // ([$class, $key, $i.line] | map(select(. != null and . != "") | tostring) | join("|"))) as $identity
| (if $state == "accepted" or $state == "false_positive" then "sonarqube:\($identity)" else null end) as $exception
| ($i.severity // $i.impacts[0].severity? // $i.vulnerabilityProbability // "unknown" | tostring | ascii_upcase) as $word
| {
    target: $project,
    finding_title: ([$i.message, .lookup.rule.name, $i.description, $rule] | pick),
    severity: ({BLOCKER: "critical", CRITICAL: "high", MAJOR: "medium", MINOR: "low", INFO: "info"}[$word] // $word),
    source_severity: $word,
    state: $state,
    first_seen: $i.creationDate,
    last_seen: $i.updateDate,
    resolved_at: $i.closeDate,
    owner: ([$i.assignee, $i.author] | pick),
    exception_id: $exception,
    category: "sast",
    rule_id: $class,
    native_id: $identity,
    cve: [$i.message],
    cwe: [($i.tags // [] | map(select(type == "string" and startswith("cwe")))), ($i.message | text // "" | if contains("CWE-") then . else null end), $i.cwe?],
    location: {
      file: (if $path != null then $path
             elif $key != "" and $key != $project and ($key | contains(".") or contains("/")) then $key
             else null end),
      line: ($i.line // $i.textRange.startLine?)
    }
  },
  (select($exception != null)
   | {
       kind: "exception",
       id: $exception,
       disposition: $state,
       reason: ([($i.comments // [] | if type == "array" then .[length - 1].markdown? else null end), ($resolution | ascii_downcase), ($status | ascii_downcase)] | pick),
       granted: $i.updateDate,
       state: "active",
       native_id: $identity
     })
