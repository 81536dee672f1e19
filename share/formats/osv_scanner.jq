# OSV-Scanner JSON report (`osv-scanner --format json`), versions 1 and 2.
# Facts: 14 real files; OSV-Scanner's results model, the OSV schema.
#
# The scanner's own word is the group's max_severity; many advisories of Go, Rust and malicious packages have none at all.
# A withdrawn advisory is a false positive. `called: false` (call analysis) leaves an entry open: nobody has looked at it.

module {
  format: "osv_scanner",
  title: "OSV-Scanner JSON report",
  category: "sca",
  detect: "(.results | type) == \"array\" and (if .results[0] == null then has(\"experimental_config\") or has(\"license_summary\") or has(\"image_metadata\") else (.results[0] | (.packages | type) == \"array\" and (.source | type) == \"object\") end)",
  entries: ["results[].packages[].vulnerabilities[]"],
  context: {
    source: "results[].source.path",
    package: "results[].packages[].package",
    groups: "results[].packages[].groups",
    image: "image_metadata.os"
  },
  report: {
    categories: "if .context.image == null then [\"sca\"] else [\"container\"] end"
  }
};

def pick: map(select(. != null and . != "")) | .[0];
def vectors($version): map(select(type == "object" and .type == $version) | .score);

.raw as $v
| .context as $context
| ($context.package // {}) as $package
| ($context.groups // [] | map(select(.ids // [] | any(. == $v.id))) | .[0]) as $group
| ($v.affected // [] | if type == "array" then map(select(type == "object")) else [] end) as $affected
| ($v.severity // [] | if type == "array" then . else [] end) as $severity
| (($severity | vectors("CVSS_V3")) + ($severity | vectors("CVSS_V4")) + ($severity | vectors("CVSS_V2"))) as $vectors
| {
    finding_title: ([$v.summary, $v.id] | pick),
    severity: [
      ($v.database_specific.severity? | if type == "string" then . else null end),
      $group.max_severity,
      ($affected | map(.ecosystem_specific.severity? | select(type == "string"))),
      $vectors
    ],
    state: (if $v.withdrawn == null then "open" else "false_positive" end),
    category: (if $context.image == null then "sca" else "container" end),
    rule_id: $v.id,
    native_id: ([$context.source, $package.name, $package.version, $v.id] | map(select(. != null)) | join("|")),
    cve: [$v.id, $v.aliases],
    cwe: $v.database_specific.cwe_ids?,
    cvss: [$group.max_severity, $vectors],
    published_at: $v.published,
    component: {
      name: $package.name,
      version: $package.version,
      type: ($package.ecosystem // "" | split(":")[0]),
      fixed_version: ($affected | map(select(.package.name == $package.name) | .ranges // [] | map(.events // [] | map(.fixed | select(. != null))))
                      | flatten | .[0])
    },
    location: {file: $context.source}
  }
