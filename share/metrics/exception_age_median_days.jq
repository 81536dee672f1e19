module { id: "exception_age_median_days", title: "Age of exceptions, median", of: "exception", aggregate: "median",
         unit: "days", direction: "lower", by: ["disposition", "product"],
         owner: "Head of Risk", audience: ["executives", "security", "engineering"], cadence: "monthly", effort_minutes: 0,
         says: "the median age of exceptions in force",
         none: "No exception in force says when it was granted.",
         why: "Exceptions are meant to buy time, and their age shows whether the time is used.",
         caveat: "Exceptions without a date of granting are left out." };
select(.active) | .age_days
