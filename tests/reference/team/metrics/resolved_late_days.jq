module { id: "resolved_late_days", title: "Days over the SLA", of: "finding", aggregate: "p90", unit: "days", direction: "lower",
         by: ["severity"], owner: "AppSec", why: "How late is late.", caveat: "Negative is early." };
select(.closed and .sla_days != null and .time_to_resolve_days != null) | .time_to_resolve_days - .sla_days
