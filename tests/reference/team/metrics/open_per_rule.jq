module { id: "open_per_rule", title: "Open findings for each rule", formula: "if .rules_open == 0 then null else .open_findings / .rules_open end",
         unit: "findings", direction: "none", by: ["severity"], owner: "AppSec", why: "Many of one rule are one cause.", caveat: "Rules differ between tools." };
