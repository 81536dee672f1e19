module { id: "exceptions_without_expiry", title: "Exceptions without an expiry date", of: "exception", aggregate: "count",
         unit: "exceptions", direction: "lower", target: 0, by: ["disposition", "product", "service"],
         owner: "Head of Risk", audience: ["executives", "security", "engineering"], cadence: "monthly", effort_minutes: 0,
         says: "exceptions in force have no expiry date",
         why: "An exception without an end is a permanent decision that nobody has to look at again.",
         caveat: "False positives that were dismissed for good count too, as the breakdown by disposition shows." };
select(.active and .no_expiry)
