module { id: "open_age_p90_days", title: "Age of open findings, 90th percentile", of: "finding", aggregate: "p90",
         unit: "days", direction: "lower", by: ["severity", "tier", "category"],
         owner: "Head of AppSec", audience: ["executives", "security", "engineering"], cadence: "monthly", effort_minutes: 0,
         says: "the age that nine of ten open findings stay below",
         none: "No finding is open.",
         why: "The oldest tenth shows what everybody has stopped looking at.",
         caveat: "One old import of findings can hold this number up for a long time." };
select(.open) | .age_days
