module { id: "time_to_resolve_median_days", title: "Time to resolve, median", of: "finding", aggregate: "median",
         unit: "days", direction: "lower", target: 30, by: ["severity", "tier", "category", "product"],
         owner: "Head of Engineering", audience: ["executives", "security", "engineering"], cadence: "monthly", effort_minutes: 0,
         says: "the median time to resolve",
         none: "No finding was resolved.",
         why: "It shows how long the organisation stays exposed to a typical finding that does get fixed.",
         caveat: "It knows only what was closed, so old findings that stay open do not raise it." };
select(.closed) | .time_to_resolve_days
