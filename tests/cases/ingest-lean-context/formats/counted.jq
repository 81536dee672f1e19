module { format: "counted", kind: "finding", category: "sca", entries: "items[]", context: { at: "at", team: "team" } };
{ finding_title: .raw.title, owner: (.context | keys | join(" ")) }
