module { id: "defects_per_activity", title: "New findings for each activity", formula: "if .activities == 0 then null else .new_findings / .activities end",
         unit: "findings per activity", direction: "none", by: ["category"],
         owner: "Head of AppSec", audience: ["security"], cadence: "monthly", effort_minutes: 0,
         none: "There was no activity.",
         why: "It shows whether looking more often still finds something new.",
         caveat: "Activities differ in size, so compare it only with itself over time." };
# computed from other metrics
