module { id: "duplicate_ratio", title: "Reports of findings that were already known", of: "finding", aggregate: "ratio",
         unit: "ratio", direction: "none", by: ["category"],
         owner: "Head of AppSec", audience: ["security"], cadence: "monthly", effort_minutes: 0,
         says: "reports repeated a finding that another source had",
         none: "No finding was seen.",
         why: "It shows how much of what the tools report is the same thing told twice.",
         caveat: "Two tools that agree are also a confirmation, so none of it need be waste." };
select(.seen) | .source_count as $n | if $n > 1 then (false, (range(1; $n) | true)) else false end
