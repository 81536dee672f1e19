# OWASP Dependency-Check JSON report, report schema 1.1.
# Facts: two real files; Dependency-Check's jsonReport template.
#
# Suppressed vulnerabilities stand in an array of their own: exceptions. Sources other than the NVD write a score for a severity.

module {
  format: "dependency_check_json",
  title: "Dependency-Check JSON report",
  category: "sca",
  source_tool: "dependency-check",
  detect: "has(\"reportSchema\") and (has(\"scanInfo\") or has(\"projectInfo\")) and (.dependencies | type == \"array\" or type == \"null\")",
  entries: ["dependencies[].vulnerabilities[]", "dependencies[].suppressedVulnerabilities[]", "dependencies[].suppressedVulnerability[]"],
  context: {
    at: "projectInfo.reportDate",
    project: "projectInfo.name",
    file_name: "dependencies[].fileName",
    file: "dependencies[].filePath",
    sha1: "dependencies[].sha1",
    purl: "dependencies[].packages[].id"
  },
  report: {
    target: ".context.project",
    at: ".context.at"
  }
};

def pick: map(select(. != null and . != "")) | .[0];
def score: .cvssv4.baseScore? // .cvssV4.baseScore? // .cvssv3.baseScore? // .cvssV3.baseScore? // .cvssv2.score? // .cvssV2.score?;

. as $line
| (.context.purl // "" | if startswith("pkg:") then . else null end) as $purl
| (.context.file // "" | split("?")[0]) as $path
| .raw
| ([$line.context.sha1 // $line.context.file_name, .name] | map(select(. != null) | tostring) | join("|")) as $identity
| if ($line.from | endswith(".vulnerabilities[]")) then
    {
      target: $line.context.project,
      finding_title: ([.name, $line.context.file_name] | map(select(. != null) | tostring) | join(" in ")),
      severity: [(if .severity == "" then null else .severity end), .cvssv3.baseSeverity?, .cvssV3.baseSeverity?, score],
      state: "open",
      last_seen: $line.context.at,
      category: "sca",
      rule_id: (if .name == null then null else .name | tostring end),
      native_id: $identity,
      cve: [.name],
      cwe: [.cwes, .cwe],
      cvss: score,
      kev: (if .knownExploitedVulnerability == null then null else true end),
      kev_added: .knownExploitedVulnerability.dateAdded?,
      kev_due: .knownExploitedVulnerability.dueDate?,
      component: {purl: $purl, name: (if $purl == null then $line.context.file_name else null end)},
      location: {file: $path}
    }
  else
    {
      kind: "exception",
      id: (["dependency-check-suppression", $line.tags.service // $line.context.project, $identity] | map(select(. != null)) | join(":")),
      disposition: "accepted",
      reason: ([.notes, "suppressed"] | pick),
      state: "active",
      scope: "scanner",
      target: (if $line.tags.service == null then $line.context.project else null end),
      native_id: $identity
    }
  end
