module { id: "oldest_open_days", title: "Age of the oldest open finding", of: "finding", aggregate: "max", unit: "days", direction: "lower",
         target: 60, by: ["tier", "owner"], owner: "AppSec", why: "One that is forgotten is found here.", caveat: "One finding decides." };
select(.open) | .age_days
