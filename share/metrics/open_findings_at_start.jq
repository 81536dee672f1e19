module { id: "open_findings_at_start", title: "Open findings at the start of the period", of: "finding", aggregate: "count",
         unit: "findings", direction: "none", by: ["severity", "tier", "category", "product", "service", "owner"],
         owner: "Head of AppSec", audience: ["security"], cadence: "monthly", effort_minutes: 0,
         why: "It is what the period began with, recomputed from the history of each finding.",
         caveat: "It may differ from the number published then, because findings that were loaded later count in it." };
select(.open_at_start)
