module { id: "activities", title: "Verification activities", of: "activity", aggregate: "count",
         unit: "activities", direction: "none", by: ["category", "service"],
         owner: "Head of AppSec", audience: ["security"], cadence: "monthly", effort_minutes: 0,
         says: "verification activities took place",
         why: "It gives context to the number of new findings, which depends on how much was looked at.",
         caveat: "It is effort, not improvement, and more of it is not better by itself." };
select(.in_period)
