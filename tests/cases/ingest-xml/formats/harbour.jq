module {
  format: "harbour", title: "Harbourmaster XML", container: "xml", category: "infrastructure",
  detect: ".root == \"harbourReport\" and (.below.fleet | type == \"array\")",
  entries: ["harbourReport.fleet[].ship[].leak[]"],
  reports: "harbourReport.fleet[]",
  lists: ["cve", "ref"],
  context: {
    ship: "harbourReport.fleet[].ship[].\"@name\"", mooring: "harbourReport.fleet[].ship[].mooring",
    at: "harbourReport.fleet[].sailed", policy: "harbourReport.policy.rule", version: "harbourReport.\"@version\""
  },
  lookup: {kind: {in: "harbourReport.kinds.kind[]", key: "\"@id\"", by: "\"@kind\""}}
};
{finding_title: .raw.title}
