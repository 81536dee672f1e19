# A tool made up for the tests: one event a document, a list of them, or a page that holds them.
module {
  format: "beacon", title: "Beacon", category: "cloud",
  detect: "(if type == \"array\" then .[0] elif has(\"events\") then .events[0] else . end) | has(\"beacon\")",
  entries: ["", "[]", "events[]", "page.events[]"],
  context: {account: "account", accounts: "events[].account"},
  report: {target: ".context.account // .context.accounts"}
};
.raw
