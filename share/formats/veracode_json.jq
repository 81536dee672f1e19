# Veracode findings as JSON: a page of the Findings REST API (appsec/v2), a list of such findings, or the results.json of
# the Pipeline Scan.
# Facts: nine real files; Veracode's API reference and the schema of the pipeline scanner.
#
# Severity is Veracode's 0 to 5, where 1 is "very low". A mitigation that was only proposed, or rejected, leaves the flaw
# open; an approved one is an exception, and Veracode then also says CLOSED. A page says how many there are: where the
# others are not in the file, what is absent must close nothing. A finding's last time is its scan's: where
# all have the same, it is the report's.

module {
  format: "veracode_json",
  title: "Veracode findings (REST API, Pipeline Scan)",
  category: "sast",
  source_tool: "veracode",
  detect: "def ours: type == \"object\" and ((has(\"scan_type\") and has(\"finding_details\")) or has(\"issue_type_id\")); if type == \"array\" then .[0] | ours else ((._embedded.findings | type) == \"array\" and (._embedded.findings[0] == null or (._embedded.findings[0] | ours))) or ((.findings | type) == \"array\" and (has(\"pipeline_scan\") or (.findings[0] | ours))) or (has(\"_embedded\") == false and .page.total_elements == 0 and (._links.self.href | contains(\"/appsec/v2/applications/\"))) end",
  entries: ["_embedded.findings[]", "findings[]", "[]"],
  context: {
    pipeline: "pipeline_scan",
    project: "project_name",
    uri: "project_uri",
    status: "scan_status",
    total: "page.total_elements",
    self: "_links.self.href",
    guid: "_embedded.findings[].context_guid",
    list_guid: "findings[].context_guid",
    seen: "_embedded.findings[].finding_status.last_seen_date",
    list_seen: "findings[].finding_status.last_seen_date",
    type: "_embedded.findings[].scan_type",
    list_type: "findings[].scan_type",
    rule: "findings[].issue_type_id"
  },
  report: {
    source_tool: "if .context.pipeline != null or .context.rule != null then \"veracode-pipeline-scan\" else \"veracode\" end",
    target: "application",
    at: "[.context.seen, .context.list_seen] | flatten | map(select(. != null)) | if length == 1 then .[0] else null end",
    categories: "controls",
    outcome: "if .context.status != null and .context.status != \"SUCCESS\" then \"failed\" elif (.context.total | type) == \"number\" and .context.total > .entries then \"partial\" else null end"
  }
};

def pick: map(select(. != null and . != "")) | .[0];
def lower: if type == "string" then ascii_downcase else "" end;
def control: {"static": "sast", "dynamic": "dast", "sca": "sca", "manual": "manual"}[lower];
def project: [.uri, .project] | map(select(. != null and . != "")) | .[0];

# The application is in each finding, and in the address of a page, also of an empty one.
def application:
  [ ([.context.guid, .context.list_guid] | map(select(. != null)) | .[0]),
    (.context.self // "" | split("/applications/") | .[1] // "" | split("/") | .[0]),
    (.context | project) ]
  | pick;
def controls:
  [.context.type, .context.list_type, (.context.self // "" | split("scan_type=") | .[1] // "" | split("&")[0] // "" | split(","))]
  | flatten | map(control) | map(select(. != null)) | if . == [] then ["sast"] else unique end;

def level: {"5": "critical", "4": "high", "3": "medium", "2": "low", "1": "low", "0": "info"}["\(.)"];

# What an approved mitigation says of the flaw; null where there is none.
def mitigated:
  if .resolution_status | lower | . == "proposed" or . == "rejected" then null
  else
    {"potential_false_positive": "false_positive", "false_positive": "false_positive", "mitigated": "accepted",
     "accepted": "accepted", "accept_risk": "accepted"}[.resolution | lower]
  end;

.raw as $finding
| ($finding.finding_details // {}) as $details
| ($finding.finding_status // {}) as $status
| ($finding.scan_type | lower) as $type
| ($finding.scan_type == null) as $pipeline
| (if $pipeline then (.context | project) else $finding.context_guid // application end) as $target
| ($finding.issue_id | if . == null then null else tostring end) as $number
# The number of a pipeline scan's flaw is a counter of that scan: its hashes stay.
| ([ (if $pipeline then $finding.flaw_match | if .flaw_hash == null then null else "\(.flaw_hash):\(.flaw_hash_ordinal // 1)" end else $number end),
     ([$details.cve.name, $details.component_id, $details.version] | map(select(. != null)) | if . == [] then null else join(":") end) ]
   | pick) as $native
| ($status | mitigated) as $mitigated
| ($finding.annotations | if type == "array" then map(select(type == "object")) else [] end) as $notes
| (if $mitigated == null then null
   else ["veracode-mitigation", .tags.service // $target, $native] | map(select(. != null)) | join(":") end) as $exception
| {
    source_tool: (if $pipeline then "veracode-pipeline-scan" else "veracode" end),
    target: $target,
    finding_title: (
      if $type == "sca" then [$details.cve.name // $details.vulnerability, $details.component_filename] | map(select(. != null)) | join(" in ")
      else [$details.finding_category.name, $finding.issue_type, $finding.title, $details.cwe.name] | pick
      end
    ),
    severity: [($details.severity // $finding.severity | level), $details.cve.severity],
    source_severity: ($details.severity // $finding.severity | if . == null then null else tostring end),
    state: ($mitigated // (if $status.status | lower == "closed" then "resolved" else "open" end)),
    first_seen: $status.first_found_date,
    last_seen: $status.last_seen_date,
    exception_id: $exception,
    category: ($type | control // "sast"),
    rule_id: (
      if $type == "sca" then $details.cve.name
      else [$finding.issue_type_id, $details.plugin, ($details.cwe.id | if . == null then null else "CWE-\(.)" end), $finding.issue_type] | pick
      end
    ),
    native_id: $native,
    cve: [$details.cve.name],
    cwe: [$details.cwe.id, $finding.cwe_id],
    cvss: ($details.cve.cvss3.score // $details.cve.cvss),
    component: (
      if $type == "sca" then
        ($details.component_filename // "" | split("-\($details.version)") | .[0]) as $name
        | {name: $name, version: $details.version}
      else null end
    ),
    location: {
      file: (
        if $type == "sca" then $details.component_path[0].path
        else [$details.file_path, $details.file_name, $finding.files.source_file.file] | pick end
      ),
      line: ($details.file_line_number // $finding.files.source_file.line),
      url: ([$details.URL, $details.url, (if $type == "dynamic" then ($details.hostname // "") + ($details.path // "") else null end)] | pick),
      parameter: $details.vulnerable_parameter
    }
  },
  (select($exception != null)
   | ($notes | map(select(.action | lower | . == "approved" or . == "accepted")) | .[0]) as $approval
   | ($notes | map(select(.action | lower | . != "approved" and . != "accepted" and . != "comment")) | .[0]) as $proposal
   | {
       kind: "exception",
       id: $exception,
       disposition: $mitigated,
       reason: ([$proposal.comment, $approval.comment, $proposal.action, $status.resolution] | pick),
       approver: $approval.user_name,
       granted: $approval.created,
       state: "active",
       native_id: $native
     })
