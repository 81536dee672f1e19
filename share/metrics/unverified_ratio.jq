module { id: "unverified_ratio", title: "Open findings that no recent scan looked for", of: "finding", aggregate: "ratio",
         unit: "ratio", direction: "lower", target: 0.1, by: ["severity", "category", "service"],
         owner: "Head of AppSec", audience: ["security", "engineering"], cadence: "monthly", effort_minutes: 0,
         says: "open findings have not been looked for lately",
         none: "No finding is open.",
         why: "A finding that no scan looks for stays open in the books whatever happens in the code.",
         caveat: "It needs scans that name their tool, category and target or service." };
select(.open) | .unverified
