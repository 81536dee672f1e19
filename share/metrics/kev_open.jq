module { id: "kev_open", title: "Open findings that are known to be exploited", of: "finding", aggregate: "count",
         unit: "findings", direction: "lower", target: 0, by: ["tier", "severity", "product", "service"],
         owner: "Head of AppSec", audience: ["executives", "security", "engineering"], cadence: "monthly", effort_minutes: 0,
         says: "open findings are known to be exploited",
         beside: { label: "past their KEV due date", of: ".kev_overdue" },
         why: "Attackers already use these flaws elsewhere, so they come before all others.",
         caveat: "It needs threat intelligence to be loaded, and flaws in own code are never listed there." };
select(.open and .known_exploited)
