module { id: "samm_data_verified", title: "SAMM 3: the data is verified automatically", of: "asset", aggregate: "ratio",
         samm: { level: 3, criterion: "Where possible, you verify the correctness of the data automatically",
                 attach: "scans of the applications that look again for what is open" },
         unit: "ratio", direction: "higher",
         owner: "Head of AppSec", audience: ["security"], cadence: "annual", effort_minutes: 0,
         says: "applications meet it",
         none: "No application is in the inventory.",
         needs: { of: ".findings.measured", note: "No application has a scan or a finding, so the data can not show it." },
         why: "It is a quality criterion of OWASP SAMM, Defect Management, Metrics and Feedback.",
         caveat: "It shows what records say, and an assessor may know more." };
select(.application) | (.findings.measured and .findings.verified == .findings.open)
