# EPSS scores as FIRST's API gives them: {"status-code": 200, "data": [{"cve", "epss", "percentile", "date"}]}, pages glued.
# Numbers are strings; a CVE without a score is missing.

module {
  format: "epss_api",
  title: "EPSS scores (API)",
  category: "other",
  kind: "intel",
  detect: "has(\"status-code\") and (.data | type) == \"array\" and (.data == [] or (.data[0] | has(\"epss\")))",
  entries: ["data[]"],
  context: { total: "total", offset: "offset" },
  optional: true,
  report: {
    categories: "[]",
    outcome: "if (.context.total | type) == \"number\" and .context.total > (.context.offset // 0) + .entries then \"partial\" else null end"
  }
};

{cve: .raw.cve, epss: .raw.epss, epss_date: .raw.date}
