# Trivy Operator's custom resources: vulnerability, configuration audit, RBAC, infrastructure, exposed secret and compliance
# reports; one resource, a list, what `kubectl get -o json` writes, and an object of lists by the resource's name.
# Facts: 17 real files; the operator's v1alpha1 types.
#
# An image's flaws are found in the image (target, without its registry, as a list names those apart from the images) of a workload
# (resource); a workload's settings in the workload. A control of a
# compliance report that failed is one entry. Check ids changed their spelling over the versions: AVD-KSV-0014 for all.
# SBOM reports say nothing about flaws.

module {
  format: "trivy_operator",
  title: "Trivy Operator reports (Kubernetes)",
  category: "container",
  source_tool: "trivy",
  detect: "def ours: (.apiVersion | type) == \"string\" and (.apiVersion | startswith(\"aquasecurity.github.io/\")); if type == \"array\" then .[0] | ours else ours or (.kind == \"List\" and (.items[0] | ours)) or any(keys[]; endswith(\".aquasecurity.github.io\")) end",
  entries: [
    "report.vulnerabilities[]", "report.checks[]", "report.secrets[]", "status.detailReport.results[].checks[]",
    "status.summaryReport.controlCheck[]",
    "[].report.vulnerabilities[]", "[].report.checks[]", "[].report.secrets[]", "[].status.detailReport.results[].checks[]",
    "[].status.summaryReport.controlCheck[]",
    "*[].report.vulnerabilities[]", "*[].report.checks[]", "*[].report.secrets[]", "*[].status.detailReport.results[].checks[]",
    "*[].status.summaryReport.controlCheck[]"
  ],
  context: {
    labels: "metadata.labels", name: "metadata.name", uid: "metadata.uid", created: "metadata.creationTimestamp", kind: "kind",
    at: "report.updateTimestamp", status_at: "status.updateTimestamp",
    repository: "report.artifact.repository",
    severity: "status.detailReport.results[].severity",
    list_labels: "[].metadata.labels", list_name: "[].metadata.name", list_uid: "[].metadata.uid",
    list_created: "[].metadata.creationTimestamp", list_kind: "[].kind",
    list_at: "[].report.updateTimestamp", list_status_at: "[].status.updateTimestamp",
    list_repository: "[].report.artifact.repository",
    list_severity: "[].status.detailReport.results[].severity",
    item_labels: "*[].metadata.labels", item_name: "*[].metadata.name", item_uid: "*[].metadata.uid",
    item_created: "*[].metadata.creationTimestamp", item_kind: "*[].kind",
    item_at: "*[].report.updateTimestamp", item_status_at: "*[].status.updateTimestamp",
    item_repository: "*[].report.artifact.repository",
    item_severity: "*[].status.detailReport.results[].severity"
  },
  report: {
    target: ".context | images + (if controls | any(. == \"iac\") then workloads else [] end)",
    at: ".context | [.at, .status_at, .list_at, .list_status_at, .item_at, .item_status_at] | flatten | map(select(. != null and . != \"\"))",
    categories: ".context | controls"
  }
};

def pick: map(select(. != null and . != "")) | .[0];
def control:
  if endswith("VulnerabilityReport") then "container"
  elif . == "ExposedSecretReport" then "secrets"
  elif endswith("SbomReport") or . == "List" then null
  elif endswith("Report") then "iac"
  else null
  end;

# A ReplicaSet's name ends in a hash that is new with every release.
def workload:
  (.["trivy-operator.resource.kind"] // "") as $kind
  | (.["trivy-operator.resource.name"] // "") as $name
  | [ .["trivy-operator.resource.namespace"], $kind,
      (if $kind == "ReplicaSet" and ($name | test("-[bcdfghjklmnpqrstvwxz2456789]{5,10}$")) then $name | split("-")[:-1] | join("-") else $name end) ]
  | map(select(. != null and . != "")) | if . == [] then null else join("/") end;
def images: [.repository, .list_repository, .item_repository] | flatten | map(select(. != null and . != "") | ltrimstr("library/")) | unique;
def workloads: [.labels, .list_labels, .item_labels] | flatten | map(select(. != null) | workload) | map(select(. != null)) | unique;
def controls: [.kind, .list_kind, .item_kind] | flatten | map(select(. != null) | control) | map(select(. != null)) | unique;

# KSV014, KSV-0014 and AVD-KSV-0014 are one check.
def check:
  if type != "string" then null
  elif test("^(AVD-)?[A-Z]+-?[0-9]+$") then
    ltrimstr("AVD-")
    | capture("^(?<family>[A-Z]+)-?0*(?<number>[0-9]+)$")
    | "AVD-\(.family)-\("0000"[(.number | length):])\(.number)"
  else .
  end;

. as $line
| (.context | .labels // .list_labels // .item_labels // {}) as $labels
| (.context | .uid // .list_uid // .item_uid) as $uid
| (.context | .name // .list_name // .item_name) as $name
| (.context | .created // .list_created // .item_created) as $created
| (.context | .at // .list_at // .item_at // .status_at // .list_status_at // .item_status_at) as $at
| (.context | .severity // .list_severity // .item_severity) as $severity
| (.context | images[0]) as $image
| ($labels | workload) as $workload
| ([$workload, $labels["trivy-operator.container.name"]] | map(select(. != null)) | if . == [] then null else join("/") end) as $place
| ([$workload, $name] | pick) as $settings
| .raw as $e
| if (.from | endswith("vulnerabilities[]")) then
    {
      target: $image,
      finding_title: ([$e.vulnerabilityID, $e.resource] | map(select(. != null)) | join(" ")),
      severity: [$e.severity, $e.score],
      state: (if $e.status == "not_affected" then "false_positive" else "open" end),
      first_seen: $created,
      last_seen: $at,
      category: "container",
      rule_id: $e.vulnerabilityID,
      native_id: ([$uid, $e.vulnerabilityID, $e.resource, $e.packagePath] | map(select(. != null and . != "")) | join("|")),
      cve: $e.vulnerabilityID,
      cvss: $e.score,
      published_at: $e.publishedDate,
      component: {
        name: $e.resource, version: $e.installedVersion, fixed_version: $e.fixedVersion,
        purl: $e.packagePURL, type: $e.packageType
      },
      location: {
        file: ([$e.packagePath, (if ($e.class // "") == "os-pkgs" or ($e.target // "" | contains(" (")) then null else $e.target end)] | pick),
        resource: $place
      }
    }
  elif (.from | endswith("secrets[]")) then
    {
      target: $image,
      finding_title: ([$e.title, $e.ruleID] | pick),
      severity: $e.severity,
      state: "open",
      first_seen: $created,
      last_seen: $at,
      category: "secrets",
      rule_id: $e.ruleID,
      native_id: ([$uid, $e.ruleID, $e.target] | map(select(. != null and . != "")) | join("|")),
      location: {file: $e.target, resource: $place}
    }
  elif (.from | endswith("controlCheck[]")) then
    select(($e.totalFail // 0) > 0)
    | {
        target: $settings,
        finding_title: ([$e.id, $e.name] | map(select(. != null)) | join(" ")),
        severity: $e.severity,
        state: "open",
        first_seen: $created,
        last_seen: $at,
        category: "iac",
        rule_id: ([$name, $e.id] | map(select(. != null)) | join("-")),
        native_id: ([$uid, $e.id] | map(select(. != null)) | join("|"))
      }
  else
    select($e.success != true)
    | ([$e.checkID, $e.id] | pick | check) as $id
    | {
        target: $settings,
        finding_title: ([$id, $e.title] | map(select(. != null and . != "")) | join(" ")),
        severity: ([$e.severity, $severity] | pick),
        state: "open",
        first_seen: $created,
        last_seen: $at,
        category: "iac",
        rule_id: $id,
        native_id: ([$uid, $id, $e.title, $e.target] | map(select(. != null and . != "")) | join("|")),
        location: {resource: ([$workload, $e.target, $name] | pick)}
      }
  end
