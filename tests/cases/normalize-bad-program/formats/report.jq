module { format: "report", report: { tagret: ".context" } };
.raw
