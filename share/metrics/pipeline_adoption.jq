module { id: "pipeline_adoption", title: "Services with a security gate", of: "asset", aggregate: "ratio",
         unit: "ratio", direction: "higher", target: 0.9, by: ["tier", "product"],
         owner: "Head of Engineering", audience: ["executives", "security", "engineering"], cadence: "monthly", effort_minutes: 0,
         says: "services with a repository ran a security gate",
         none: "No system of the inventory has a repository.",
         why: "A gate can only stop what passes through it.",
         caveat: "It shows that a gate ran in the period, not that its result was heeded." };
select(.has_repo) | .gated
