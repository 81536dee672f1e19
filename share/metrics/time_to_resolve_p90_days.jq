module { id: "time_to_resolve_p90_days", title: "Time to resolve, 90th percentile", of: "finding", aggregate: "p90",
         unit: "days", direction: "lower", by: ["severity", "tier", "category"],
         owner: "Head of Engineering", audience: ["security", "engineering"], cadence: "monthly", effort_minutes: 0,
         says: "the time within which nine of ten fixes were made",
         none: "No finding was resolved.",
         why: "It shows the slow end of what was fixed, where most of the exposure lies.",
         caveat: "It knows only what was closed, and it jumps where few findings were." };
select(.closed) | .time_to_resolve_days
