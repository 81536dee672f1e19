module { id: "time_to_resolve_mean_days", title: "Time to resolve, mean", of: "finding", aggregate: "mean",
         unit: "days", direction: "lower", by: ["severity", "tier", "category"],
         owner: "Head of Engineering", audience: ["security", "engineering"], cadence: "monthly", effort_minutes: 0,
         says: "the mean time to resolve",
         none: "No finding was resolved.",
         why: "The mean shows the weight of the slow fixes that the median leaves out.",
         caveat: "A few very old findings that are closed at last can double it." };
select(.closed) | .time_to_resolve_days
