module { id: "missing_owner_ratio", title: "Open findings without an owner", of: "finding", aggregate: "ratio",
         unit: "ratio", direction: "lower", target: 0.05, by: ["severity", "tier", "category", "product", "service"],
         owner: "Head of Engineering", audience: ["executives", "security", "engineering"], cadence: "monthly", effort_minutes: 0,
         says: "open findings have no owner",
         none: "No finding is open.",
         why: "A finding that belongs to nobody is fixed by nobody.",
         caveat: "An owner may come from the inventory, where one name can stand for many teams." };
select(.open) | (.owner == null or .owner == "")
