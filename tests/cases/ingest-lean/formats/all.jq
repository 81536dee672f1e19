module { format: "all", kind: "finding", category: "sca", entries: "items[]" };
{ finding_title: (.raw | tojson) }
