module { id: "exceptions_matching_nothing", title: "Exceptions that match no finding", of: "exception", aggregate: "count",
         unit: "exceptions", direction: "lower", target: 0, by: ["product", "service"],
         owner: "Head of AppSec", audience: ["security"], cadence: "monthly", effort_minutes: 0,
         says: "exceptions in force match no finding",
         why: "An exception that covers nothing hides the next finding that it happens to fit.",
         caveat: "Suppressions inside a scanner are left out, since what they hide is never reported; so are exceptions too broad to cover anything." };
select(.active and (.matched | not) and (.too_broad | not) and .scope != "scanner")
