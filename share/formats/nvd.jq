# NVD CVE API 2.0: what it says of publication and, for known exploited ones, CISA's dates. Rejected ones are passed over.
# Facts: one real answer, NVD's documentation. Times have no zone: UTC.

module {
  format: "nvd",
  title: "NVD CVE API 2.0",
  category: "other",
  kind: "intel",
  detect: ".format == \"NVD_CVE\" and (.vulnerabilities | type) == \"array\"",
  entries: ["vulnerabilities[].cve"],
  context: { total: "totalResults", first: "startIndex" },
  optional: true,
  report: {
    categories: "[]",
    outcome: "if (.context.total | type) == \"number\" and .context.total > (.context.first // 0) + .entries then \"partial\" else null end"
  }
};

select(.raw.vulnStatus != "Rejected")
| {cve: .raw.id, kev_added: .raw.cisaExploitAdd, kev_due: .raw.cisaActionDue, published: .raw.published}
