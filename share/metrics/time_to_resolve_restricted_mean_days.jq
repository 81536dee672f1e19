module { id: "time_to_resolve_restricted_mean_days", title: "Time to resolve, mean with open findings counted", of: "finding", aggregate: "restricted_mean",
         unit: "days", direction: "lower", by: ["severity", "tier", "category"],
         owner: "Head of Engineering", audience: ["security", "engineering"], cadence: "monthly", effort_minutes: 0,
         says: "the mean time that findings stay open, up to the longest time observed",
         none: "No finding has an age.",
         why: "It weighs the findings that stay open for long, which the mean of the closed ones leaves out.",
         caveat: "It is restricted to the longest time observed, so it grows with the time that is looked back on." };
{value: .survival_days, ended: .survival_ended}
