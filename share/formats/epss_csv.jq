# EPSS scores of a day as FIRST's CSV file, often gzip: a line of its own above the header names the model and the day
# (#model_version:v2025.03.14,score_date:2025-09-03T12:55:00Z); files before the second model have none.

module {
  format: "epss_csv",
  title: "EPSS scores (CSV)",
  category: "other",
  kind: "intel",
  container: "csv",
  detect: "[.header[] | ascii_downcase] | any(. == \"cve\") and any(. == \"epss\")",
  context: { above: "\"#\"" },
  report: {
    categories: "[]"
  }
};

{
  cve: .raw.cve,
  epss: .raw.epss,
  epss_date: (.context.above // "" | if contains("score_date:") then split("score_date:")[1][0:10] else null end)
}
