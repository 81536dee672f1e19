module { id: "incidents_from_unknown_defects", title: "Incidents from defects nobody had recorded", of: "incident", aggregate: "ratio",
         unit: "ratio", direction: "lower", by: ["service"],
         owner: "Head of Security Operations", audience: ["executives", "security"], cadence: "monthly", effort_minutes: 0,
         says: "incidents whose cause is known came from a defect that nobody had recorded",
         none: "No incident says whether its defect was known.",
         why: "It shows how much of what goes wrong our verification does not see.",
         caveat: "Incidents for which nobody noted whether the defect was known are left out." };
select(.in_period and .security and .known_defect != null) | .known_defect == false
