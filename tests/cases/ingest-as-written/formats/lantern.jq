# A scanner made up for the tests: reports with parts, rules, and a target that may come last.
module {
  format: "lantern", title: "Lantern", category: "sast",
  detect: "has(\"lantern\") and has(\"parts\")",
  entries: ["parts[].findings[]", "parts[].waived[]"],
  context: {target: "target.name", at: "target.at", part: "parts[].name", key: "parts[].meta.*~", owner: "parts[].findings[].owner",
            first: "parts[].findings[].id"},
  lookup: {
    rule: [{in: ["rules[]", "parts[].rules[]"], key: "id", by: "rule"}, {in: "rules[]", key: "#", by: "index"},
           {in: "rules[]", key: "id", by: "rule", cut: "/"}],
    tags: {in: "tags[]", key: "n", by: "tags", all: true}
  },
  report: {target: ".context.target"}
};
.raw
