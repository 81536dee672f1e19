module { id: "samm_details_shared", title: "SAMM 2: technical details are shared", of: "asset", aggregate: "ratio",
         samm: { level: 2, criterion: "You regularly share technical details about security defects among teams",
                 attach: "an action of type sharing" },
         unit: "ratio", direction: "higher",
         owner: "Head of AppSec", audience: ["security"], cadence: "annual", effort_minutes: 0,
         says: "applications meet it",
         none: "No application is in the inventory.",
         needs: { of: ".actions.recorded", note: "No action is recorded, so the data can not show it." },
         why: "It is a quality criterion of OWASP SAMM, Defect Management, Metrics and Feedback.",
         caveat: "It shows what records say, and an assessor may know more." };
select(.application) | (.actions.sharing)
