module { id: "incidents", title: "Security incidents", of: "incident", aggregate: "count",
         unit: "incidents", direction: "lower", by: ["severity", "product", "service"],
         owner: "Head of Security Operations", audience: ["executives", "security", "engineering"], cadence: "monthly", effort_minutes: 0,
         says: "security incidents were detected",
         why: "Incidents are the outcome that all other numbers are meant to prevent.",
         caveat: "They count in the period in which they were detected, which may be long after they began." };
select(.in_period and .security)
