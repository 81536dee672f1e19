module { id: "exceptions_expired_still_open", title: "Expired exceptions, finding still open", of: "exception", aggregate: "count",
         unit: "exceptions", direction: "lower", target: 0, by: ["product", "service"],
         owner: "Head of Risk", audience: ["executives", "security"], cadence: "monthly", effort_minutes: 0,
         says: "expired exceptions still have an open finding",
         why: "The time that was granted has run out, and the risk is carried without a decision.",
         caveat: "It needs findings that name their exception, which sm-dedup sees to." };
select(.expired and .findings_open > 0)
