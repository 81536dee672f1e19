module { id: "open_findings", title: "Open findings", of: "finding", aggregate: "count",
         unit: "findings", direction: "lower", by: ["severity", "tier", "category", "product", "component", "cwe", "service", "owner"],
         owner: "Head of AppSec", audience: ["executives", "security", "engineering"], cadence: "monthly", effort_minutes: 0,
         says: "findings are open",
         why: "The open findings are the known risk that nobody has yet fixed or decided to carry.",
         caveat: "The number rises when scanning begins somewhere new, so read it beside coverage and age." };
select(.open)
