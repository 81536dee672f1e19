# A tool made up for the tests: a table with its account and time in every row.
module {
  format: "tide", title: "Tide", category: "cloud", container: "csv",
  detect: "any(.header[]; . == \"TIDE\")",
  context: {account: "ACCOUNT", at: "\"SEEN AT\"", day: "DAY", missing: "NOT.THERE"},
  report: {target: ".context.account", at: ".context.at"}
};
{target: .context.account, finding_title: .raw.TIDE, last_seen: .context.at}
