# Contexts and a lookup at any depth: what was met first is kept, whatever stands nested behind it.
module {
  format: "plumb", title: "Plumb", category: "sast",
  detect: "has(\"plumb\")",
  entries: ["lists[][]"],
  context: {any: "**.at", below: "plumb.**.at", parts: "plumb.**.part[]"},
  lookup: {named: {in: "**[]", key: "id", by: "ref"}},
  report: {target: ".context.any"}
};
.raw
