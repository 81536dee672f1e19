module { id: "samm_strategic", title: "SAMM 3: a strategic activity was derived", of: "asset", aggregate: "ratio",
         samm: { level: 3, criterion: "You derived at least one strategic activity from the metrics within the last year",
                 attach: "an action of type strategic" },
         unit: "ratio", direction: "higher",
         owner: "Head of AppSec", audience: ["security"], cadence: "annual", effort_minutes: 0,
         says: "applications meet it",
         none: "No application is in the inventory.",
         needs: { of: ".actions.recorded", note: "No action is recorded, so the data can not show it." },
         why: "It is a quality criterion of OWASP SAMM, Defect Management, Metrics and Feedback.",
         caveat: "It shows what records say, and an assessor may know more." };
select(.application) | (.actions.strategic)
