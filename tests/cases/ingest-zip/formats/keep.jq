module {
  format: "keep", title: "Castle project", container: "xml", category: "sast",
  detect: ".root == \"FVDL\"", over: ["fortify_fvdl"],
  entries: ["FVDL.Vulnerabilities.Vulnerability[]"],
  context: {build: "FVDL.Build.BuildID"},
  lookup: {audit: {in: "Audit.IssueList.Issue[]", key: "\"@instanceId\"", by: "InstanceInfo.InstanceID"},
           rule: {in: "FVDL.EngineData.RuleInfo.Rule[]", key: "\"@id\"", by: "ClassInfo.ClassID"}}
};
{finding_title: .raw.ClassInfo.Type}
