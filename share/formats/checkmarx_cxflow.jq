# CxFlow JSON (bug tracker "JSON"): what Checkmarx' orchestrator found in one scan, by query and file.
# Facts: three real files; CxFlow's ScanResults.
#
# One issue has every line of its query in a file (`details`, by line); its place is the first. `unFilteredIssues` are the same again.

module {
  format: "checkmarx_cxflow",
  title: "Checkmarx CxFlow JSON",
  category: "sast",
  source_tool: "checkmarx",
  detect: "(.xissues | type) == \"array\" or (has(\"xissues\") and .xissues == null and has(\"scanType\"))",
  entries: ["xissues[]"],
  context: {
    project: "project",
    at: "additionalDetails.scanStartDate",
    similar: "xissues[].similarityId",
    sca: "xissues[].scaDetails[].vulnerabilityPackage.name"
  },
  report: {
    target: ".context.project",
    at: ".context.at",
    categories: "controls"
  }
};

def pick: map(select(. != null and . != "")) | .[0];
def controls:
  [.context | .sca, .similar | [.] | flatten | any(. != null)]
  | if .[0] and .[1] then ["sast", "sca"] elif .[0] then ["sca"] else ["sast"] end;
def squeezed: if type == "string" then ascii_downcase | split("_") | join(" ") else "" end;
def text: if . == null then null else tostring end;

.raw as $issue
| ($issue.scaDetails | if type == "array" then .[0] else null end) as $sca
| ($issue.details // {} | to_entries | map(select(.key | test("^[0-9]+$")) | {line: (.key | tonumber), detail: .value}) | sort_by(.line)) as $lines
| ($issue.vulnerabilityStatus | squeezed) as $status
| ([$issue.vulnerability, $issue.similarityId | text] | map(select(. != null)) | join(":")) as $similar
| ([$similar, $issue.filename] | map(select(. != null and . != "")) | join(":")) as $native
| ($issue.allFalsePositive == true or $status == "not exploitable") as $false
| (if $false then ["checkmarx-not-exploitable", .tags.service // .context.project, $native] | map(select(. != null)) | join(":") else null end) as $exception
| {
    target: .context.project,
    finding_title: (
      if $sca == null then $issue.vulnerability | if type == "string" then split("_") | join(" ") else . end
      else [($sca.finding.id // $issue.vulnerability), $sca.vulnerabilityPackage.name] | map(select(. != null)) | join(" in ") end
    ),
    severity: [$issue.severity, $sca.finding.severity],
    state: (if $false then "false_positive" elif $status == "fixed" then "resolved" else "open" end),
    last_seen: .context.at,
    exception_id: $exception,
    category: (if $sca == null then "sast" else "sca" end),
    rule_id: ([$sca.finding.id, $issue.vulnerability] | pick),
    native_id: $native,
    cve: [$sca.finding.id, $sca.finding.cveName, $issue.cve],
    cwe: $issue.cwe,
    cvss: $sca.finding.score,
    component: {name: $sca.vulnerabilityPackage.name, version: $sca.vulnerabilityPackage.version},
    location: {file: $issue.filename, line: $lines[0].line}
  },
  (select($exception != null)
   | {
       kind: "exception",
       id: $exception,
       disposition: "false_positive",
       reason: ([($lines[] | .detail | if type == "object" then .comment else null end)] + ["not exploitable"] | pick),
       state: "active",
       native_id: $native
     })
