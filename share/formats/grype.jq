# Grype JSON report (`grype -o json`), versions 0.7 to 0.96.
# Facts: 25 real files; Grype's presenter models.
#
# What an ignore rule or a VEX document took out stands in ignoredMatches: an exception, never a finding.
# A package in several places is several matches. A match without a severity is unknown, whatever its scores say.

module {
  format: "grype",
  title: "Grype JSON report",
  category: "container",
  detect: "(.matches | type == \"array\" or type == \"null\") and has(\"matches\") and (.descriptor.name == \"grype\" or (.matches[0] | has(\"vulnerability\") and has(\"artifact\")) or (has(\"source\") and has(\"distro\")))",
  entries: ["matches[]", "ignoredMatches[]"],
  context: {
    at: "descriptor.timestamp",
    source: "source.target.userInput",
    target: "source.target",
    type: "source.type",
    tags: "source.target.tags",
    distro: "distro.name"
  },
  report: {
    target: "target",
    at: ".context.at",
    categories: "control"
  }
};

def pick: map(select(. != null and . != "")) | .[0];

# An image's tag says more than its tar file; "." says nothing.
def target:
  .context
  | [ (.source, .target | select(type == "string" and (endswith(".tar") or endswith(".tar.gz") or . == "." or . == "./") | not)),
      (.tags // [] | if type == "array" then .[0] else null end),
      .source ]
  | map(select(. != null and . != "" and . != "." and . != "./")) | .[0];

# An image without tag and digest: what stays from month to month.
def untagged: if type == "string" then split("@")[0] // "" | if test(":[^/:]+$") then split(":")[:-1] | join(":") else . end else . end;

def control: if .context.type == "directory" or .context.type == "file" or .context.type == "sbom" then "sca" else "container" end;

# The newest CVSS that there is.
def score:
  ([.vulnerability.cvss, (.relatedVulnerabilities // [] | map(.cvss?))] | flatten | map(select(type == "object"))
   | sort_by(.version) | map(.metrics.baseScore | select(. != null)) | .[length - 1])
  // .vulnerability.cvssV3.baseScore // .vulnerability.cvssV2.baseScore;

. as $line
| target as $target
| .raw
| (.vulnerability // {}) as $vulnerability
| (.artifact // {}) as $artifact
| ($artifact.locations // [] | .[0] | if type == "object" then .path else . end) as $path
| [$vulnerability.id, (.relatedVulnerabilities // [] | map(.id?))] as $ids
| if ($line.from == "ignoredMatches[]") then
    (.appliedIgnoreRules // [] | .[0] // {}) as $rule
    | {
        kind: "exception",
        id: (["grype-suppression", $line.tags.service // ($target | untagged), $vulnerability.id, $artifact.name, $path] | map(select(. != null)) | join(":")),
        disposition: ({not_affected: "false_positive", fixed: "false_positive"}[$rule["vex-status"] // ""] // "accepted"),
        reason: ([$rule.reason, $rule["vex-justification"], $rule["vex-status"], "ignored by a rule"] | pick),
        state: "active",
        scope: "scanner",
        target: (if $line.tags.service == null then $target else null end),
        rule_id: $vulnerability.id,
        component: {name: $artifact.name, version: $artifact.version},
        path: $path
      }
  else
    {
      target: $target,
      finding_title: ([$vulnerability.id, $artifact.name] | map(select(. != null)) | join(" in ")),
      severity: ([$vulnerability.severity, "unknown"] | pick),
      state: "open",
      last_seen: $line.context.at,
      category: ($line | control),
      rule_id: $vulnerability.id,
      native_id: ([$vulnerability.id, ([$artifact.purl, ([$artifact.name, $artifact.version] | map(select(. != null)) | join("@"))] | pick), $path]
                  | map(select(. != null)) | join("|")),
      cve: $ids,
      cwe: ($vulnerability.cwes // [] | map(if type == "object" then .cwe else . end)),
      cvss: score,
      kev: (if ($vulnerability.knownExploited // []) | length > 0 then true else null end),
      epss: ($vulnerability.epss // [] | if type == "array" then .[0] else . end | if type == "object" then .epss else null end),
      component: {
        name: $artifact.name,
        version: $artifact.version,
        fixed_version: ($vulnerability.fix.versions // $vulnerability.fixedInVersion | if type == "array" then .[0] else . end),
        purl: $artifact.purl,
        type: (if $artifact.type == "deb" or $artifact.type == "rpm" or $artifact.type == "apk" then $line.context.distro else $artifact.type end)
      },
      location: {file: $path}
    }
  end
