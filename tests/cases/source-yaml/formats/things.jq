module {format: "things", title: "Things", kind: "asset", container: "yaml", detect: "has(\"thing\")", entries: [""]};
{name: "x"}
