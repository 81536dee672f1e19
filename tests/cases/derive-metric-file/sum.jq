# comments may stand in front
module { id: "cvss_sum", title: "Sum", of: "finding", aggregate: "sum", unit: "points", by: ["product", "severity+product"] };
select(.open) | .cvss
