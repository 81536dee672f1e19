module { id: "samm_other_sources", title: "SAMM 3: threat intelligence is joined", of: "asset", aggregate: "ratio",
         samm: { level: 3, criterion: "The metrics are aggregated with other sources like threat intelligence or incident management",
                 attach: "an export of the KEV catalogue or of EPSS scores, read with the findings" },
         unit: "ratio", direction: "higher",
         owner: "Head of AppSec", audience: ["security"], cadence: "annual", effort_minutes: 0,
         says: "applications meet it",
         none: "No application is in the inventory.",
         needs: { of: ".findings.intel", note: "No finding carries threat intelligence, so the data can not show it." },
         why: "It is a quality criterion of OWASP SAMM, Defect Management, Metrics and Feedback.",
         caveat: "It shows what records say, and an assessor may know more." };
select(.application) | (.findings.intel)
