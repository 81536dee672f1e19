# Clair 4: the vulnerability report of its matcher, as the API and `clairctl report -o json` give it.
# Facts: claircore's VulnerabilityReport; Quay's documentation.
#
# `vulnerabilities` holds each vulnerability once, with the package that the distribution calls vulnerable, without the version
# that is installed: that stands in `packages`, by name or by the name of the source. The report names a manifest's hash, which is
# another one for every build: give the image with `sm-ingest -t target=`.

module {
  format: "clair_v4",
  title: "Clair 4 vulnerability report",
  category: "container",
  source_tool: "clair",
  detect: "has(\"manifest_hash\") and (.vulnerabilities | type) == \"object\"",
  entries: ["vulnerabilities.*"],
  context: {
    distribution: "distributions.*.did",
    version: "distributions.*.version_id"
  },
  optional: true,
  lookup: {
    package: [
      {in: "packages.*", key: "name", by: "package.name"},
      {in: "packages.*", key: "source.name", by: "package.name"}
    ]
  },
  report: {
    source_tool: "\"clair\""
  }
};

def pick: map(select(. != null and . != "")) | .[0];

.raw as $v
| (.lookup.package // {}) as $installed
| ([$v.package.name, $installed.name] | pick) as $package
| ([$v.distribution.did?, .context.distribution] | pick) as $distribution
# "CVE-2026-5156 on Ubuntu 18.04 LTS (bionic) - critical."
| ($v.name // "" | split(" on ")[0]) as $id
| {
    finding_title: ([$id, $package] | map(select(. != null and . != "")) | join(" in ")),
    severity: [$v.normalized_severity, $v.severity],
    source_severity: ([$v.severity, $v.normalized_severity] | pick),
    rule_id: $id,
    native_id: ([$id, $package] | map(select(. != null and . != "")) | join("|")),
    cve: [$v.name, $v.links],
    published_at: $v.issued,
    component: {
      name: $package,
      version: ([$installed.version, $v.package.version] | pick),
      fixed_version: ([$v.fixed_in_version] | pick),
      type: $distribution
    }
  }
