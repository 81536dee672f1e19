module { id: "open_age_median_days", title: "Age of open findings, median", of: "finding", aggregate: "median",
         unit: "days", direction: "lower", by: ["severity", "tier", "category"],
         owner: "Head of AppSec", audience: ["executives", "security", "engineering"], cadence: "monthly", effort_minutes: 0,
         says: "the median age of open findings",
         none: "No finding is open.",
         why: "Age shows whether open findings are being worked on or only kept.",
         caveat: "Age runs from the date on which a tool first saw the finding, not from its introduction." };
select(.open) | .age_days
