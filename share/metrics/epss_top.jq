module { id: "epss_top", title: "Open findings that are likely to be exploited", of: "finding", aggregate: "count",
         unit: "findings", direction: "lower", by: ["tier", "severity", "service"],
         owner: "Head of AppSec", audience: ["security", "engineering"], cadence: "monthly", effort_minutes: 0,
         says: "open findings are likely to be exploited",
         why: "A high probability of exploitation shows what to fix first among many of one severity.",
         caveat: "The probability is of the day on which the intelligence was loaded, also for earlier periods." };
select(.open and .likely_exploited)
