module { id: "cvss_mean", title: "Mean", of: ["finding"], aggregate: "mean", note_by: "if .cvss then \"cvss\" else null end" };
.cvss
