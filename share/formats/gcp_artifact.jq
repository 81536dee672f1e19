# Google Artifact Analysis: `gcloud artifacts docker images describe --show-package-vulnerability --format=json`, and lists of
# occurrences (`gcloud artifacts docker images list-vulnerabilities`, the Container Analysis API).
# Facts: two real files; the API reference (grafeas).
#
# One occurrence may have several package issues: the first is the component. MINIMAL is a low.

module {
  format: "gcp_artifact",
  title: "Google Artifact Analysis",
  category: "container",
  source_tool: "artifact-analysis",
  detect: "if type == \"array\" then .[0] | has(\"noteName\") and has(\"kind\") elif has(\"occurrences\") then .occurrences[0] | has(\"noteName\") and has(\"kind\") else (.package_vulnerability_summary.vulnerabilities | type) == \"object\" or has(\"image_summary\") and has(\"discovery_summary\") end",
  entries: ["package_vulnerability_summary.vulnerabilities.*[]", "[]", "occurrences[]"],
  context: {
    level: "package_vulnerability_summary.vulnerabilities.*~",
    image: "image_summary.fully_qualified_digest",
    scanned: "discovery_summary.discovery[].discovery.lastScanTime",
    status: "discovery_summary.discovery[].discovery.analysisStatus",
    uris: "[].resourceUri",
    occurrence_uris: "occurrences[].resourceUri",
    updated: "[].updateTime"
  },
  optional: true,
  report: {
    target: ".context | .image // ([.uris, .occurrence_uris] | flatten | map(select(. != null) | image) | unique)",
    at: ".context | if .scanned != null then .scanned elif (.updated | type) == \"array\" then .updated else null end",
    outcome: "if [.context.status] | flatten | any(. == \"FINISHED_FAILED\" or . == \"FINISHED_UNSUPPORTED\") then \"failed\" else null end"
  }
};

def image: ltrimstr("https://");
def text: select(. != null and . != "");

. as $line
| .raw
| select((.kind // "VULNERABILITY") == "VULNERABILITY")
| .vulnerability as $v
| ($v.packageIssue // [] | if type == "array" then .[0] else . end) as $package
| ([$v.shortDescription, (.noteName // "" | split("/") | .[length - 1])] | map(text) | .[0]) as $id
| {
    target: ([.resourceUri, $line.context.image] | map(text | image) | .[0]),
    finding_title: ([$id, $package.affectedPackage] | map(text) | join(" in ")),
    severity: (
      [($line.context.level | if type == "string" then . else null end), $v.effectiveSeverity, $v.severity]
      | map(text | select(. != "SEVERITY_UNSPECIFIED") | if . == "MINIMAL" then "low" else . end)
    ),
    source_severity: ([$v.effectiveSeverity, $v.severity] | map(text) | .[0]),
    state: (if $v.vexAssessment.state == "NOT_AFFECTED" then "false_positive" elif $v.vexAssessment.state == "FIXED" then "resolved" else "open" end),
    first_seen: .createTime,
    last_seen: .updateTime,
    exception_id: (if $v.vexAssessment.state == "NOT_AFFECTED" then "artifact-analysis-vex:\(.name)" else null end),
    category: "container",
    rule_id: $id,
    native_id: .name,
    cve: [$id],
    cvss: ([$v.cvssv3.baseScore, $v.cvssScore] | map(text) | .[0]),
    component: {
      name: $package.affectedPackage,
      version: ([$package.affectedVersion.fullName, $package.affectedVersion.name] | map(text) | .[0]),
      fixed_version: ([$package.fixedVersion.fullName, $package.fixedVersion.name] | map(text) | .[0]),
      type: ($package.packageType | if . == "GO_STDLIB" then "golang" elif . == "OS" then null else . end)
    },
    location: {
      file: ($package.fileLocation // [] | if type == "array" then .[0].filePath else null end),
      url: ($v.relatedUrls // [] | if type == "array" then .[0].url else null end)
    }
  },
  (select($v.vexAssessment.state == "NOT_AFFECTED")
   | {
       kind: "exception",
       id: "artifact-analysis-vex:\(.name)",
       disposition: "false_positive",
       reason: ([$v.vexAssessment.justifications[0].details, $v.vexAssessment.justifications[0].justificationType, "not affected"] | map(text) | .[0]),
       state: "active",
       native_id: .name
     })
