module { id: "closed_findings", title: "Closed findings", of: "finding", aggregate: "count",
         unit: "findings", direction: "none", by: ["severity", "tier", "category", "product", "service", "owner"],
         owner: "Head of Engineering", audience: ["executives", "security", "engineering"], cadence: "monthly", effort_minutes: 0,
         says: "findings were closed",
         why: "What is closed shows the outflow, by the date on which it was closed.",
         caveat: "A finding also closes when its scanner no longer reports it, which need not be a fix." };
select(.closed)
