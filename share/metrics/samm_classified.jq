module { id: "samm_classified", title: "SAMM 2: defects are classified", of: "asset", aggregate: "ratio",
         samm: { level: 2, criterion: "You document metrics for defect classification and categorization and keep them up to date",
                 attach: "scans of the applications, with findings that name a CWE or a CVE" },
         unit: "ratio", direction: "higher",
         owner: "Head of AppSec", audience: ["security"], cadence: "annual", effort_minutes: 0,
         says: "applications meet it",
         none: "No application is in the inventory.",
         needs: { of: ".findings.measured", note: "No application has a scan or a finding, so the data can not show it." },
         why: "It is a quality criterion of OWASP SAMM, Defect Management, Metrics and Feedback.",
         caveat: "It shows what records say, and an assessor may know more." };
select(.application) | (.findings.measured and .findings.mostly_classified)
