module { id: "sources_total", title: "Sources of open findings", of: "finding", aggregate: "sum", unit: "sources", direction: "none",
         by: ["severity", "category"], owner: "AppSec", why: "Shows how often tools agree.", caveat: "A source is a tool and a target." };
select(.open) | .sources // [] | length
