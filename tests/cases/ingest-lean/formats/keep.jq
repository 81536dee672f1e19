module { format: "keep", kind: "finding", category: "sca", entries: "items[]" };
{
  finding_title: .raw.title,
  rule_id: ([.raw.list[]? | objects | select(.kind == "rule") | .id] | .[0]),
  component: .raw.component,
  severity: (.raw.risk.level? // .raw.severity),
  location: {file: (if .raw.where then .raw.where.file? else null end)}
}
