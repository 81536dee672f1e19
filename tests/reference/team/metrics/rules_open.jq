module { id: "rules_open", title: "Rules with open findings", of: "finding", aggregate: "distinct", unit: "rules", direction: "none",
         by: ["severity", "cwe"], owner: "AppSec", why: "Few rules are one training.", caveat: "Rules differ between tools." };
select(.open) | .rule_id
