module { id: "release_pass_rate", title: "Releases that passed their security gate", of: "release", aggregate: "ratio",
         unit: "ratio", direction: "higher", target: 0.95, by: ["product", "service"],
         owner: "Head of Engineering", audience: ["executives", "security", "engineering"], cadence: "monthly", effort_minutes: 0,
         says: "releases with a result passed",
         none: "No release has a result.",
         beside: { label: "releases without a result", of: ".in_period and .counted and .result == null" },
         why: "It shows whether software goes out with known blocking findings.",
         caveat: "Where no gate is recorded, the open blocking findings at the time of release decide." };
select(.in_period and .counted and .result != null) | .result == "passed"
