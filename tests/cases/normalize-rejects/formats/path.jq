module { format: "path" };
{finding_title: "from a path", severity: "low"}
