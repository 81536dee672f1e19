module { format: "asked", kind: "finding", category: "sca", entries: "items[]", context: { at: "at", team: "team" } };
{ finding_title: .raw.title, owner: (if .context | has("team") then "asked" else "gone" end) }
