module { id: "reopen_rate", title: "Closed findings that came back", numerator: "reopened_findings", denominator: "closed_findings_12_months",
         unit: "ratio", direction: "lower", target: 0.05, by: ["severity", "tier", "category", "service"],
         owner: "Head of Engineering", audience: ["security", "engineering"], cadence: "monthly", effort_minutes: 0,
         says: "findings came back, of those closed in the 12 months before",
         none: "No finding was closed in the 12 months before.",
         why: "It shows how much of what is called fixed stays fixed.",
         caveat: "Those that come back after more than 12 months count above the line only." };
# computed from other metrics
