module { format: "rows", kind: "finding", category: "sca", container: "csv", context: { day: "Day", host: "Host", none: "None" } };
{ finding_title: .raw.Title, last_seen: .context.day, target: .context.host }
