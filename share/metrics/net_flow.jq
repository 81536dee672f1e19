module { id: "net_flow", title: "Net flow of findings", formula: ".open_findings - .open_findings_at_start",
         unit: "findings", direction: "lower", by: ["severity", "tier", "category", "product", "service", "owner"],
         owner: "Head of AppSec", audience: ["executives", "security", "engineering"], cadence: "monthly", effort_minutes: 0,
         why: "It shows whether more risk came in than went out, in one number.",
         caveat: "A finding that was accepted leaves the open ones although it is not fixed." };
# computed from other metrics
