module { id: "mixed", title: "Mixed", of: "finding", aggregate: "sum" };
if .cvss == null then error("no score") elif .cvss > 9 then "high" else .cvss end
