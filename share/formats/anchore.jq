# Anchore: anchore-cli and anchorectl vulnerability lists, the engine's and Enterprise's API, in snake and in camel case.
# Facts: 31 real files.
#
# "None" stands for none. Scores are the NVD's or the vendor's; the severity is the distribution's word.

module {
  format: "anchore",
  title: "Anchore vulnerabilities",
  category: "container",
  detect: "def ours: (has(\"vuln\") and (has(\"package_name\") or has(\"packageName\") or has(\"package\"))) or ((has(\"vulnerabilityId\") or has(\"vulnerability_id\")) and (has(\"packageName\") or has(\"package_name\"))); if type == \"array\" then .[0] | ours elif (.securityEvaluation | type) == \"array\" then true elif (.vulnerabilities | type) == \"object\" then .vulnerabilities.vulnerabilities | type == \"array\" and (.[0] | ours) else has(\"vulnerabilities\") and (.vulnerabilities | type == \"array\" or type == \"null\") and (has(\"imageDigest\") or has(\"image_digest\") or has(\"sbomId\") or has(\"vulnerability_type\") or (.vulnerabilities[0] | ours)) end",
  entries: ["vulnerabilities[]", "vulnerabilities.vulnerabilities[]", "securityEvaluation[]", "[]"],
  context: {
    digest: "imageDigest",
    digest2: "image_digest",
    tag: "imageTag",
    pull: "metadata.pullString"
  },
  report: {
    target: "target"
  }
};

def pick: map(select(type == "string" and . != "" and . != "None")) | .[0];
def target: .context | [.pull, .tag] | pick;

. as $line
| target as $target
| (.context | [.digest, .digest2] | pick) as $digest
| .raw
| ([.vuln, .vulnerabilityId, .vulnerability_id, .vulnerability.vulnerabilityId?] | pick) as $id
| ([.package_name, .packageName, .package.name?] | pick) as $name
| ([.package_version, .packageVersion, .package.version?] | pick) as $version
| ([.package_path, .packagePath, .path] | pick | if . == "pkgdb" then null else . end) as $path
| ([$digest, $id, $name, $path] | map(select(. != null)) | join("|")) as $identity
| (.willNotFix == true or .will_not_fix == true) as $wont
| ([.nvd_data, .nvdData, .vendor_data, .vendorData] | flatten | map(select(type == "object"))) as $scores
| {
    target: $target,
    finding_title: ([$id, $name] | map(select(. != null)) | join(" in ")),
    severity: ([.severity, .vulnerability.severity?, "unknown"] | pick),
    state: "open",
    first_seen: ([.detected_at, .detectedAt] | pick),
    category: "container",
    rule_id: $id,
    native_id: $identity,
    cve: [$id, ($scores | map(.id)), .cves?, .url],
    cwe: .cwes?,
    cvss: ($scores | map([(.cvss_v4 // .cvssV4 // .cvss_v3 // .cvssV3 // .cvss_v2 // .cvssV2) | .base_score? // .baseScore?][])
           | map(select(type == "number" and . > 0)) | max),
    kev: (if .kev == true then true else null end),
    component: {
      name: $name,
      version: $version,
      fixed_version: ([.fix, (.fixVersions // .fix_versions // [] | if type == "array" then .[0] else . end)] | pick),
      purl: ([.purl, .packagePurl, .package_purl] | pick),
      type: (
        ([.feed_group, .feedGroup] | pick // "" | split(":")[0] // "") as $group
        | if ($group | test("^(debian|ubuntu|alpine|rhel|centos|amzn|ol|sles|mariner|rocky|wolfi|chainguard)$")) then
            {ol: "oracle", amzn: "amazon"}[$group] // $group
          else [.package_type, .packageType] | pick
          end
        | if . == "APKG" then "apk" else . end
      )
    },
    location: {file: $path},
    fix: (if $wont then {note: "the vendor will not fix it"} else null end)
  }
