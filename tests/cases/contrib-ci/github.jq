module { format: "github", title: "A workflow", kind: "activity", container: ["yaml"], entries: ["jobs.report.steps[]"] };
{ at: null, category: "other" }
