module { id: "reopened_findings", title: "Reopened findings", of: "finding", aggregate: "count",
         unit: "findings", direction: "lower", by: ["severity", "tier", "category", "service"],
         owner: "Head of Engineering", audience: ["security", "engineering"], cadence: "monthly", effort_minutes: 0,
         says: "findings came back after they had been closed",
         why: "A finding that comes back was not fixed where it arises.",
         caveat: "A scanner that skips a run and reports again makes findings come back that never left." };
select(.reopened)
