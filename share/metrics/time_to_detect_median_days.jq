module { id: "time_to_detect_median_days", title: "Time to detect, median", of: "finding", aggregate: "median",
         unit: "days", direction: "lower", by: ["category"],
         owner: "Head of AppSec", audience: ["security", "engineering"], cadence: "monthly", effort_minutes: 0,
         says: "the median time to detect",
         none: "No new finding says when it was introduced or published.",
         note_by: "select(.new and .time_to_detect_days != null) | .time_to_detect_from",
         why: "A flaw that is found late was open to others before it was known to us.",
         caveat: "Only new findings whose introduction or publication is known, and not later than their detection, count." };
select(.new) | .time_to_detect_days
