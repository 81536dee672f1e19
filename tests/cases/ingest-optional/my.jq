module { format: "my", title: "entries, with a name before or behind them", detect: "has(\"items\")", entries: ["items[]"],
         context: { near: "near", far: "far" }, optional: true };
{ finding_title: .raw.t }
