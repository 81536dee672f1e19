module { id: "critical_older_than_sla", title: "Critical findings older than SLA", of: "finding", aggregate: "count",
         unit: "findings", direction: "lower", target: 0, by: ["tier", "severity", "product", "service"],
         owner: "Head of AppSec", audience: ["executives", "security", "engineering"], cadence: "monthly", effort_minutes: 0,
         says: "critical findings are past their due date",
         beside: { label: "under an exception", of: ".critical and .accepted" },
         why: "A critical finding past its due date is a promise to the business that was not kept.",
         caveat: "It counts what scanners call critical, and exceptions in force are not in it." };
select(.open and .critical and .overdue)
