module { id: "samm_initiative_recorded", title: "SAMM 1: the initiative is recorded", of: "asset", aggregate: "ratio",
         samm: { level: 1, criterion: "At least basic information about this initiative is recorded and available",
                 attach: "an action of any type with decision and owner" },
         unit: "ratio", direction: "higher",
         owner: "Head of AppSec", audience: ["security"], cadence: "annual", effort_minutes: 0,
         says: "applications meet it",
         none: "No application is in the inventory.",
         needs: { of: ".actions.recorded", note: "No action is recorded, so the data can not show it." },
         why: "It is a quality criterion of OWASP SAMM, Defect Management, Metrics and Feedback.",
         caveat: "It shows what records say, and an assessor may know more." };
select(.application) | (.actions.owned)
