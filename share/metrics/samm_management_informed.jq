module { id: "samm_management_informed", title: "SAMM 2: management is informed", of: "asset", aggregate: "ratio",
         samm: { level: 2, criterion: "Executive management regularly receives information about defects and has acted upon it in the last year",
                 attach: "an action of type report, and what was decided on it with its owner" },
         unit: "ratio", direction: "higher",
         owner: "Head of AppSec", audience: ["security"], cadence: "annual", effort_minutes: 0,
         says: "applications meet it",
         none: "No application is in the inventory.",
         needs: { of: ".actions.recorded", note: "No action is recorded, so the data can not show it." },
         why: "It is a quality criterion of OWASP SAMM, Defect Management, Metrics and Feedback.",
         caveat: "It shows what records say, and an assessor may know more." };
select(.application) | (.actions.report and .actions.owned)
