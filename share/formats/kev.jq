# CISA's catalogue of known exploited vulnerabilities, JSON and CSV (also older CSVs with fewer columns).
# Facts: the catalogue of 2025-08-25, its schema.

module {
  format: "kev",
  title: "CISA KEV catalogue",
  category: "other",
  kind: "intel",
  container: ["json", "csv"],
  detect: "if type == \"object\" and has(\"header\") then ([.header[] | ascii_downcase] | any(. == \"cveid\") and any(. == \"dateadded\")) else has(\"catalogVersion\") and (.vulnerabilities | type) == \"array\" end",
  entries: ["vulnerabilities[]"],
  report: {
    categories: "[]"
  }
};

(.raw | with_entries(.key |= ascii_downcase)) as $row
| {cve: $row.cveid, kev_added: $row.dateadded, kev_due: $row.duedate}
