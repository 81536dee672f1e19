module { format: "gitlab", title: "A pipeline", kind: "activity", container: ["yaml"], entries: ["report"] };
{ at: null, category: "other" }
