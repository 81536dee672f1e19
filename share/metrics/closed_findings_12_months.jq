module { id: "closed_findings_12_months", title: "Findings closed in 12 months", of: "finding", aggregate: "count",
         unit: "findings", direction: "none", by: ["severity", "tier", "category", "service"],
         owner: "Head of Engineering", audience: ["security"], cadence: "monthly", effort_minutes: 0,
         says: "findings were closed in the 12 months to the end of the period",
         why: "It is what the rate of reopening is measured against.",
         caveat: "A finding that was closed twice counts once, and one that came back counts too." };
select(.closed_in_year)
