module { id: "sla_compliance", title: "Findings closed within SLA", of: "finding", aggregate: "ratio",
         unit: "ratio", direction: "higher", target: 0.9, by: ["severity", "tier", "category", "product", "service"],
         owner: "Head of Engineering", audience: ["executives", "security", "engineering"], cadence: "monthly", effort_minutes: 0,
         says: "findings that fell due were closed in time",
         none: "No finding fell due.",
         beside: { label: "under an exception on the due date", of: ".due_in_period and .excused and .state_at_end != \"false_positive\"" },
         why: "It shows whether agreed deadlines are kept, for the findings whose deadline fell into this period.",
         caveat: "Findings under an exception on their due date are left out and shown beside it." };
select(.due_in_period) | .in_time
