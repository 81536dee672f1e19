module { id: "open_age_buckets", title: "Open findings by age", of: "finding", aggregate: "count",
         unit: "findings", direction: "lower", by: ["bucket"],
         owner: "Head of AppSec", audience: ["executives", "security", "engineering"], cadence: "monthly", effort_minutes: 0,
         why: "The buckets show how much of what is open slips past every deadline.",
         caveat: "The buckets are of unequal length, so compare each with itself over time." };
select(.open and .age_days != null) | .age_days as $days
| {value: true,
   by: {bucket: (if $days <= 30 then "0–30" elif $days <= 60 then "31–60" elif $days <= 90 then "61–90"
                 elif $days <= 180 then "91–180" else "181+" end)}}
