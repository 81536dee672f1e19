module { id: "decimals_mean", title: "Mean EPSS of open findings", of: "finding", aggregate: "mean", unit: "probability", direction: "lower",
         by: ["tier"], owner: "AppSec", why: "What is likely to be attacked.", caveat: "Scores are estimates." };
select(.open) | .epss
