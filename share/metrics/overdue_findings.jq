module { id: "overdue_findings", title: "Findings past their due date", of: "finding", aggregate: "count",
         unit: "findings", direction: "lower", by: ["severity", "tier", "category", "product", "service", "owner"],
         owner: "Head of Engineering", audience: ["executives", "security", "engineering"], cadence: "monthly", effort_minutes: 0,
         says: "findings are past their due date",
         why: "Overdue findings are the work that the agreed deadlines did not get done.",
         caveat: "Findings of a severity without a deadline never become overdue." };
select(.overdue)
