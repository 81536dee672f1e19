# Trivy JSON report: `trivy image|fs|repo|config|sbom --format json`, `trivy k8s --format json`, and the bare list of 0.19 and before.
# Facts: 53 real reports of versions 0.16 to 0.69, Trivy's own integration goldens.
#
# `Status` of a vulnerability is the distribution's word about a fix: all of them are open but not_affected.
# What a policy or VEX document took out stands in ExperimentalModifiedFindings: an exception, never a finding.
# Class says which control looked; a class that found nothing and left no result is not known to have run.

module {
  format: "trivy",
  title: "Trivy JSON report",
  category: "container",
  detect: "if type == \"array\" then (.[0] | has(\"Target\") and (has(\"Vulnerabilities\") or has(\"Misconfigurations\") or has(\"Type\"))) else ((.SchemaVersion | type) == \"number\" and (has(\"Results\") or has(\"ArtifactName\"))) or (has(\"ClusterName\") and (has(\"Resources\") or has(\"Findings\") or has(\"Vulnerabilities\") or has(\"Misconfigurations\"))) end",
  entries: [
    "Results[].Vulnerabilities[]", "Results[].Misconfigurations[]", "Results[].Secrets[]", "Results[].Licenses[]",
    "Results[].ExperimentalModifiedFindings[]",
    "*[].Results[].Vulnerabilities[]", "*[].Results[].Misconfigurations[]", "*[].Results[].Secrets[]",
    "*[].Results[].Licenses[]", "*[].Results[].ExperimentalModifiedFindings[]",
    "[].Vulnerabilities[]", "[].Misconfigurations[]", "[].Secrets[]"
  ],
  context: {
    at: "CreatedAt",
    artifact: "ArtifactName",
    artifact_type: "ArtifactType",
    image_tags: "Metadata.RepoTags",
    repo: "Metadata.RepoURL",
    cluster: "ClusterName",
    target: "Results[].Target",
    class: "Results[].Class",
    type: "Results[].Type",
    k8s_target: "*[].Results[].Target",
    k8s_class: "*[].Results[].Class",
    k8s_type: "*[].Results[].Type",
    namespace: "*[].Namespace",
    kind: "*[].Kind",
    name: "*[].Name",
    list_target: "[].Target",
    list_type: "[].Type"
  },
  optional: true,
  report: {
    target: "artifact",
    at: ".context.at",
    categories: "controls"
  }
};

def pick: map(select(. != null and . != "")) | .[0];
def joined($by): map(select(. != null and . != "")) | if length == 0 then null else join($by) end;

# What was scanned: the repository where Trivy knows it, else the artifact; the tag of an image says more than its tar file.
# An image without any name still has it in the target of its system packages: "shop/pay:1.2 (debian 12.5)".
def artifact:
  .context
  | (.artifact // "") as $name
  | [ .repo,
      (if $name == "." or ($name | endswith(".tar") or endswith(".tar.gz")) then null else $name end),
      (.image_tags // [] | .[0]),
      (if $name == "." then null else $name end),
      .cluster,
      ([.target, .list_target] | flatten | map(select(. != null and contains(" (")) | split(" (") | .[0]) | .[0]) ]
  | pick;

# Packages of an image are the image scan's (container), those of a folder, repository or SBOM are sca.
def packages:
  {filesystem: "sca", repository: "sca", cyclonedx: "sca", spdx: "sca"}[.context.artifact_type // ""] // "container";

def controls:
  packages as $packages
  | [.context.class, .context.k8s_class]
  | flatten
  | map({"os-pkgs": $packages, "lang-pkgs": $packages, config: "iac", secret: "secrets",
         license: "other", "license-file": "other"}[. // ""])
  | map(select(. != null))
  | if length == 0 then [$packages] else unique end;

# The score of the source that gave the severity, else of any.
def score:
  (.CVSS // {}) as $cvss
  | [$cvss[.SeveritySource // ""], $cvss[]]
  | map(.V40Score // .V3Score // .V2Score)
  | pick;

# DS002 with AVD-DS-0002, and DS-0002 alone, are one check over the versions.
def check: .AVDID // (if (.ID // "" | test("^[A-Z]+-[0-9]{4}$")) then "AVD-" + .ID else .ID end);

def identity($place):
  [ .Fingerprint,
    ([$place, .VulnerabilityID // check // .RuleID // .Name, .PkgID // .PkgName, .PkgPath // .CauseMetadata.Resource] | joined("|")) ]
  | pick;

# An image without tag and digest: what stays from build to build.
def untagged: if type == "string" then split("@sha256:")[0] // "" | if test(":[^/:]+$") then split(":")[:-1] | join(":") else . end else . end;

# What stays of the identity, so that an exception is one for every build.
def lasting($line; $place):
  ($line | artifact) as $artifact
  | (if ($artifact | type) == "string" and $artifact != "" and ($place | type) == "string" then $place | split($artifact) | join($artifact | untagged) else $place end) as $where
  | [$where, .VulnerabilityID // check // .RuleID // .Name, .PkgName, .PkgPath // .CauseMetadata.Resource, (if .RuleID != null then .StartLine else null end | if . == null then null else tostring end)]
  | joined("|");

def suppression($line; $finding; $place):
  {
    kind: "exception",
    id: (["trivy-suppression", $line.tags.service // ($line | artifact | untagged), ($finding | lasting($line; $place))] | joined(":")),
    state: "active",
    native_id: ($finding | identity($place))
  };

. as $line
| artifact as $target
| (.context.target // .context.k8s_target // .context.list_target) as $where
| ([.context.namespace, .context.kind, .context.name] | joined("/")) as $workload
| ([$workload, $where] | joined("|")) as $place
| .raw
| if ($line.from | endswith("ExperimentalModifiedFindings[]")) then
    suppression($line; .Finding; $place) + {
      disposition: (if .Status == "ignored" then "accepted" else "false_positive" end),
      reason: ([.Statement, .Status] | pick),
      scope: "scanner",
      cve: [.Finding.VulnerabilityID],
      component: {name: .Finding.PkgName, purl: .Finding.PkgIdentifier.PURL}
    }
  elif ($line.from | endswith("Vulnerabilities[]")) then
    (.Status == "not_affected") as $unaffected
    | (if $unaffected then suppression($line; .; $place) else null end) as $exception
    | score as $score
    | {
        target: $target,
        finding_title: ([.Title, ([.VulnerabilityID, .PkgName] | joined(" "))] | pick),
        severity: [.Severity, $score],
        state: (if $unaffected then "false_positive" else "open" end),
        last_seen: $line.context.at,
        exception_id: $exception.id,
        category: ($line | packages),
        rule_id: .VulnerabilityID,
        native_id: identity($place),
        cve: [.VulnerabilityID, .VendorIDs],
        cwe: .CweIDs,
        cvss: $score,
        published_at: .PublishedDate,
        component: {
          name: .PkgName,
          version: .InstalledVersion,
          fixed_version: .FixedVersion,
          purl: .PkgIdentifier.PURL,
          type: ($line.context | .type // .k8s_type // .list_type)
        },
        location: {
          file: ([.PkgPath, (if ($where // "" | contains(" (")) then null else $where end)] | pick),
          resource: $workload
        }
      },
      ($exception | select(. != null) + {disposition: "false_positive", reason: "not affected"})
  elif ($line.from | endswith("Misconfigurations[]")) then
    select(.Status != "PASS")
    | (if .Status == "EXCEPTION" then suppression($line; .; $place) else null end) as $exception
    | {
        target: $target,
        finding_title: ([.ID, .Title] | joined(": ")),
        severity: .Severity,
        state: (if $exception == null then "open" else "accepted" end),
        last_seen: $line.context.at,
        exception_id: $exception.id,
        category: "iac",
        rule_id: check,
        native_id: identity($place),
        location: {
          file: (if $workload == null then $where else null end),
          line: .CauseMetadata.StartLine,
          resource: ([.CauseMetadata.Resource, $workload] | pick)
        }
      },
      ($exception | select(. != null) + {reason: "excepted by policy"})
  elif ($line.from | endswith("Secrets[]")) then
    {
      target: $target,
      finding_title: ([.Title, .RuleID] | pick),
      severity: .Severity,
      state: "open",
      last_seen: $line.context.at,
      category: "secrets",
      rule_id: .RuleID,
      location: {file: $where, line: .StartLine, resource: $workload}
    }
  else
    {
      target: $target,
      finding_title: ([.Name, ([.PkgName, .FilePath, $where] | pick)] | joined(" in ")),
      severity: .Severity,
      state: "open",
      last_seen: $line.context.at,
      category: "other",
      rule_id: .Name,
      component: {name: .PkgName},
      location: {file: ([.FilePath, $where] | pick)}
    }
  end
