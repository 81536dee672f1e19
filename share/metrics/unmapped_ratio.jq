module { id: "unmapped_ratio", title: "Open findings outside the inventory", of: "finding", aggregate: "ratio",
         unit: "ratio", direction: "lower", target: 0.05, by: ["severity", "category"],
         owner: "Head of Platform", audience: ["security", "engineering"], cadence: "monthly", effort_minutes: 0,
         says: "open findings belong to no service of the inventory",
         none: "No finding is open.",
         why: "What is not in the inventory has no tier, no owner and no control that applies to it.",
         caveat: "Without an inventory in the input every finding counts as outside it." };
select(.open) | (.mapped | not)
