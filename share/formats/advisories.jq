# Advisories that name a vulnerability twice: OSV records (one, a line each, query answers), GitHub's advisories (REST,
# GraphQL), and so which CVE is which GHSA, GO, PYSEC, RUSTSEC, OSV or MAL.
# Facts: 7 real records, the OSV schema, GitHub's documentation.
#
# Only a record that names exactly one CVE teaches an alias. `upstream` and `related` are no aliases; distributions'
# advisories cover several CVEs and teach nothing; withdrawn ones neither.

module {
  format: "advisories",
  title: "OSV and GitHub advisories (aliases)",
  category: "other",
  kind: "intel",
  detect: "(if type == \"array\" then .[0] elif (.vulns | type) == \"array\" then .vulns[0] elif (.data.securityAdvisories.nodes? | type) == \"array\" then .data.securityAdvisories.nodes[0] else . end) | ((.id | type) == \"string\" and has(\"modified\") and (has(\"affected\") or has(\"schema_version\"))) or (has(\"ghsa_id\") and has(\"cve_id\") and has(\"severity\")) or (has(\"ghsaId\") and has(\"identifiers\"))",
  entries: ["", "[]", "vulns[]", "data.securityAdvisories.nodes[]"],
  context: { next: "next_page_token", more: "data.securityAdvisories.pageInfo.hasNextPage", errors: "errors[].message" },
  optional: true,
  report: {
    categories: "[]",
    outcome: "if .context.errors != null then \"failed\" elif .context.more == true or (.context.next // \"\") != \"\" then \"partial\" else null end"
  }
};

.raw as $a
| select($a.withdrawn == null and $a.withdrawn_at == null and $a.withdrawnAt == null)
| ([$a.id, $a.ghsa_id, $a.ghsaId, $a.cve_id, ($a.aliases // [] | .[]), ($a.identifiers // [] | .[].value)] | map(select(type == "string")) | unique) as $ids
| ($ids | map(ascii_upcase | select(test("^CVE-[0-9]{4}-[0-9]{4,19}$"))) | unique) as $cves
| select(($cves | length) == 1)
| ($ids | map(select(test("^(GHSA|GO|PYSEC|RUSTSEC|OSV|MAL)-"; "i")))) as $others
| select($a.id == null or $a.ghsa_id != null or ($a.id | test("^(CVE|GHSA|GO|PYSEC|RUSTSEC|OSV|MAL)-"; "i")))
| {cve: $cves[0], aliases: $others, published: ([$a.published, $a.published_at, $a.publishedAt] | map(select(. != null)) | .[0])}
