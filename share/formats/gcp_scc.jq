# Google Security Command Center findings: notifications (Pub/Sub), `gcloud scc findings list --format=json`, the API's pages,
# bare findings; v1 and v2.
# Facts: 24 files, 22 of them real notifications; the API reference.
#
# A notification and a page that has a next one are partial: what is not in them is not gone.
# Inactive is resolved. A muted finding is accepted: who and when it says, why it does not. Before 2020 the severity stood in
# the source's own properties. Threats are kept as findings.

module {
  format: "gcp_scc",
  title: "Google Security Command Center findings",
  category: "cloud",
  source_tool: "security-command-center",
  detect: "(if type == \"array\" then .[0] elif has(\"listFindingsResults\") then .listFindingsResults[0] else . end) | (has(\"jsonPayload\") or has(\"logName\") | not) and (if has(\"finding\") then (.finding | type) == \"object\" and (.finding | has(\"category\")) else has(\"category\") and has(\"resourceName\") and (has(\"eventTime\") or has(\"findingClass\") or has(\"sourceProperties\")) end)",
  entries: ["listFindingsResults[]", "[]", ""],
  context: {
    projects: "listFindingsResults[].resource.projectDisplayName",
    list_projects: "[].resource.projectDisplayName",
    project: "resource.projectDisplayName",
    names: "listFindingsResults[].finding.resourceName",
    list_names: "[].finding.resourceName",
    name: "finding.resourceName",
    bare_names: "[].resourceName",
    bare_name: "resourceName",
    notice: "notificationConfigName",
    next: "nextPageToken",
    read: "readTime",
    times: "listFindingsResults[].finding.eventTime",
    list_times: "[].finding.eventTime",
    time: "finding.eventTime",
    bare_times: "[].eventTime",
    bare_time: "eventTime"
  },
  optional: true,
  report: {
    target: "([.context.projects, .context.list_projects, .context.project] | flatten | map(select(. != null and . != \"\")) | unique | if . != [] then . else null end) // ([.context.names, .context.list_names, .context.name, .context.bare_names, .context.bare_name] | flatten | map(project | select(. != null)) | unique)",
    at: "if .from == \"report\" then .context | .read // ([.times, .list_times, .time, .bare_times, .bare_time] | flatten) else null end",
    outcome: "if (.context | [.notice, .next, .name, .bare_name]) | any(. != null and . != \"\") then \"partial\" else null end"
  }
};

def text: select(. != null and . != "");
def first_text: map(text) | .[0];

# //compute.googleapis.com/projects/NAME/zones/… → NAME
def project: if type == "string" and contains("/projects/") then split("/projects/")[1] | split("/")[0] else null end;

.raw
| (.finding // .) as $finding
| (.resource // $finding.resource) as $resource
| ($finding.sourceProperties | if type == "object" then . else {} end) as $own
| ([$finding.resourceName, $resource.name] | first_text) as $where
| ($finding.name // "" | split("/") | .[length - 1]) as $id
| (if ($finding.mute // "") == "MUTED" then "scc-mute:\($id)" else null end) as $exception
| (if ($finding.state // "" | tostring | ascii_upcase) == "INACTIVE" then "resolved"
   elif $exception != null then "accepted"
   else "open" end) as $state
| ($finding.vulnerability | if type == "object" then . else {} end) as $vulnerability
| {
    source_tool: ([$finding.parentDisplayName, $finding.sourceDisplayName] | first_text | if . == null then null else "Security Command Center" end),
    target: ([$resource.projectDisplayName, $resource.project_display_name, ($where | project), $own.ProjectId, $finding.parent] | first_text),
    finding_title: (
      ([$finding.description, $own.Explanation] | first_text) as $about
      | if $about == null then $finding.category else "\($finding.category): \($about)" end
    ),
    severity: [
      ($finding.severity | if . == "SEVERITY_UNSPECIFIED" then null else . end),
      $own.SeverityLevel, $own.detectionPriority, $own.severity
    ],
    source_severity: ([$finding.severity, $own.SeverityLevel, $own.detectionPriority] | first_text),
    state: $state,
    first_seen: ([$finding.createTime, $finding.eventTime] | first_text),
    last_seen: $finding.eventTime,
    owner: (
      ($finding.contacts | if type == "object" then . else {} end) as $contacts
      | [$contacts.security, $contacts.technical, $contacts.all] + [$contacts[]]
      | map(if type == "object" then .contacts else null end | if type == "array" then .[0].email else null end) | first_text
    ),
    exception_id: (if $state == "accepted" then $exception else null end),
    category: "cloud",
    rule_id: $finding.category,
    native_id: (if $id == "" then null else $id end),
    cve: [$vulnerability.cve.id],
    cwe: [$vulnerability.cwes // [] | .[] | if type == "object" then .id else . end],
    cvss: $vulnerability.cve.cvssv3.baseScore,
    component: {
      name: $vulnerability.offendingPackage.packageName,
      version: $vulnerability.offendingPackage.packageVersion,
      fixed_version: $vulnerability.fixedPackage.packageVersion,
      type: $vulnerability.offendingPackage.packageType
    },
    location: {url: $finding.externalUri, resource: $where}
  },
  (select($state == "accepted")
   | {
       kind: "exception",
       id: $exception,
       reason: (
         [($finding.securityMarks.marks | if type == "object" then to_entries | map(select(.key | startswith("allow_")) | "\(.key): \(.value)") | .[0] else null end),
          "muted in Security Command Center"]
         | first_text
       ),
       approver: $finding.muteInitiator,
       granted: $finding.muteUpdateTime,
       state: "active",
       native_id: $id
     })
