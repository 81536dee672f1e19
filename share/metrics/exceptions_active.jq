module { id: "exceptions_active", title: "Exceptions in force", of: "exception", aggregate: "count",
         unit: "exceptions", direction: "lower", by: ["disposition", "product", "service"],
         owner: "Head of Risk", audience: ["executives", "security", "engineering"], cadence: "monthly", effort_minutes: 0,
         says: "exceptions are in force",
         why: "Every exception is a risk that somebody decided to carry, and together they are the debt.",
         caveat: "Dismissals and suppressions recorded by tools count too, as the breakdown by disposition shows." };
select(.active)
