# A mapping of Trivy entries like share/formats/trivy.jq's and sm-normalize's, but smaller: what a person writes today.
# Input: one entry a line, with the report's ArtifactName and CreatedAt in it.
{ kind: "finding", source_tool: "trivy", service: "bench",
  finding_title: (.Title // .VulnerabilityID),
  severity: ({ CRITICAL: "critical", HIGH: "high", MEDIUM: "medium", LOW: "low" }[.Severity] // "info"),
  state: "open",
  first_seen: (.CreatedAt | sub("\\.[0-9]+"; "")), last_seen: (.CreatedAt | sub("\\.[0-9]+"; "")),
  cve: [.VulnerabilityID | select(test("^CVE-[0-9]{4}-[0-9]+$"))],
  cwe: (.CweIDs // []),
  component: { name: .PkgName, version: .InstalledVersion, fixed_version: .FixedVersion, purl: .PkgIdentifier.PURL },
  target: (.ArtifactName | split(":")[0]) }
