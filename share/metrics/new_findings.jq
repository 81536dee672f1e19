module { id: "new_findings", title: "New findings", of: "finding", aggregate: "count",
         unit: "findings", direction: "none", by: ["severity", "tier", "category", "product", "service", "owner"],
         owner: "Head of AppSec", audience: ["executives", "security", "engineering"], cadence: "monthly", effort_minutes: 0,
         says: "findings were seen for the first time",
         why: "What is found for the first time shows the inflow that teams have to keep up with.",
         caveat: "More scanning finds more, so a rise need not mean that the software became worse." };
select(.new)
