module { id: "gate_pass_rate", title: "Gate runs that passed", of: "gate", aggregate: "ratio",
         unit: "ratio", direction: "higher", by: ["category", "service"],
         owner: "Head of Engineering", audience: ["security", "engineering"], cadence: "monthly", effort_minutes: 0,
         says: "gate runs passed",
         none: "No gate passed or failed.",
         why: "Gates that fail often show where findings are made, and gates that never fail may test nothing.",
         caveat: "Repeated runs of one failing pipeline each count, and skipped or broken runs do not." };
select(.in_period and .security and (.outcome == "passed" or .outcome == "failed")) | .outcome == "passed"
