module { id: "samm_quick_win", title: "SAMM 1: a quick win was carried out", of: "asset", aggregate: "ratio",
         samm: { level: 1, criterion: "You have identified and carried out at least one quick win activity based on the data",
                 attach: "an action of type quick_win" },
         unit: "ratio", direction: "higher",
         owner: "Head of AppSec", audience: ["security"], cadence: "annual", effort_minutes: 0,
         says: "applications meet it",
         none: "No application is in the inventory.",
         needs: { of: ".actions.recorded", note: "No action is recorded, so the data can not show it." },
         why: "It is a quality criterion of OWASP SAMM, Defect Management, Metrics and Feedback.",
         caveat: "It shows what records say, and an assessor may know more." };
select(.application) | (.actions.quick_win)
