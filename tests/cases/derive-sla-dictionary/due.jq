module { id: "due", title: "Due dates", of: "finding", aggregate: "count", by: ["t+due"] };
{value: true, by: {t: .finding_title, due: "\(.sla_days) days: \(.due)"}}
