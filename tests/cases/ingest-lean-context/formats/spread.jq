module { format: "spread", kind: "finding", category: "sca", entries: "items[]", context: { at: "at", team: "team" } };
{ finding_title: ([.[] | objects | .title] | map(select(. != null)) | .[0]), owner: .context.team }
