module { id: "samm_metrics_analysed", title: "SAMM 1: recorded metrics were analysed", of: "asset", aggregate: "ratio",
         samm: { level: 1, criterion: "You analyzed your recorded metrics at least once in the last year",
                 attach: "an action of type report or metric_review, or one that names a metric" },
         unit: "ratio", direction: "higher",
         owner: "Head of AppSec", audience: ["security"], cadence: "annual", effort_minutes: 0,
         says: "applications meet it",
         none: "No application is in the inventory.",
         needs: { of: ".actions.recorded", note: "No action is recorded, so the data can not show it." },
         why: "It is a quality criterion of OWASP SAMM, Defect Management, Metrics and Feedback.",
         caveat: "It shows what records say, and an assessor may know more." };
select(.application) | (.actions.cited)
