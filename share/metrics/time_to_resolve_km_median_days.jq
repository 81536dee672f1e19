module { id: "time_to_resolve_km_median_days", title: "Time to resolve, median with open findings counted", of: "finding", aggregate: "km_median",
         unit: "days", direction: "lower", by: ["severity", "tier", "category"],
         owner: "Head of Engineering", audience: ["security", "engineering"], cadence: "monthly", effort_minutes: 0,
         says: "the time after which half of all findings are resolved, the open ones counted",
         none: "No finding has an age.",
         why: "It shows how long findings stay open without forgetting those that nobody has closed.",
         caveat: "It is of all findings ever seen, and where fewer than half are resolved it is not reached." };
# Kaplan and Meier: a finding that is still open, or was accepted, has lasted at least so long
{value: .survival_days, ended: .survival_ended}
