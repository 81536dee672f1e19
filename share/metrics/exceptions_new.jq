module { id: "exceptions_new", title: "Exceptions granted", of: "exception", aggregate: "count",
         unit: "exceptions", direction: "none", by: ["disposition", "product", "service"],
         owner: "Head of Risk", audience: ["executives", "security"], cadence: "monthly", effort_minutes: 0,
         says: "exceptions were granted",
         why: "Granted exceptions show where deadlines are met by decision instead of by repair.",
         caveat: "An exception without a date of granting is never new." };
select(.new)
