module { id: "accepted_risk", title: "Findings under an exception", of: ["finding", "exception"], aggregate: "count",
         unit: "findings", direction: "lower", by: ["severity", "tier", "product", "service"],
         owner: "Head of Risk", audience: ["executives", "security"], cadence: "monthly", effort_minutes: 0,
         says: "findings are carried under an exception",
         why: "They are as real as the open ones, and only the decision keeps them out of the other numbers.",
         caveat: "What scanners suppress by themselves counts once for each suppression, without a severity." };
if .kind == "finding" then select(.accepted)
else select(.active and .scope == "scanner" and .disposition != "false_positive") end
