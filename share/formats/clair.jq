# Clair: clair-scanner's report, klar's JSON output, and a layer of Clair's v1 API, also as Quay
# wraps it.
# Facts: nine real files; the sources of clair-scanner and klar.
#
# `unapproved` names what no whitelist covers: the rest was accepted there, without who and why. klar writes them with capitals.

module {
  format: "clair",
  title: "Clair (clair-scanner, klar, v1 API)",
  category: "container",
  detect: "((.vulnerabilities | type) == \"array\" and (has(\"unapproved\") or (.vulnerabilities[0] | (has(\"featurename\") or has(\"Featurename\") or has(\"featureName\"))))) or (has(\"LayerCount\") and (.Vulnerabilities | type) == \"object\") or ((.Layer // .data.Layer?) | type == \"object\" and (has(\"Features\") or has(\"NamespaceName\")))",
  entries: ["vulnerabilities[]", "Vulnerabilities.*[]", "Layer.Features[].Vulnerabilities[]", "data.Layer.Features[].Vulnerabilities[]"],
  context: {
    image: "image",
    unapproved: "unapproved",
    feature: "Layer.Features[].Name",
    version: "Layer.Features[].Version",
    namespace: "Layer.Features[].NamespaceName",
    quay_feature: "data.Layer.Features[].Name",
    quay_version: "data.Layer.Features[].Version"
  },
  report: {
    target: ".context.image"
  }
};

def pick: map(select(type == "string" and . != "")) | .[0];
# An image without tag and digest: what stays from month to month.
def untagged: if type == "string" then split("@")[0] // "" | if test(":[^/:]+$") then split(":")[:-1] | join(":") else . end else . end;
def word: if type == "string" then . else null end;

.raw as $v
| ([$v.vulnerability, $v.Name] | pick) as $id
| ([$v.featurename, $v.FeatureName, .context.feature, .context.quay_feature] | pick) as $package
| ([$v.featureversion, $v.FeatureVersion, .context.version, .context.quay_version] | pick) as $version
| ([$v.namespace, $v.NamespaceName, .context.namespace] | pick) as $namespace
| (.context.unapproved != null and $id != null and (.context.unapproved | type == "array" and (any(.[]; . == $id) | not))) as $approved
| ([$id, $package, $version] | map(select(. != null)) | join("|")) as $identity
| (if $approved then ["clair-whitelist", .tags.service // (.context.image | untagged), $id] | map(select(. != null)) | join(":") else null end) as $exception
| {
    target: .context.image,
    finding_title: ([$id, $package] | map(select(. != null)) | join(" in ")),
    severity: (($v.severity // $v.Severity | word) // "unknown" | if ascii_downcase == "defcon1" then "critical" else . end),
    source_severity: ($v.severity // $v.Severity | word),
    state: (if $approved then "accepted" else "open" end),
    exception_id: $exception,
    category: "container",
    rule_id: $id,
    native_id: $identity,
    cve: [$id, ($v.link // $v.Link | word)],
    cvss: [$v.Metadata.NVD.CVSSv3.Score?, $v.Metadata.NVD.CVSSv2.Score?],
    component: {
      name: $package, version: $version,
      fixed_version: ($v.fixedby // $v.FixedBy | word),
      type: ($namespace // "" | split(":")[0])
    }
  },
  (select($approved)
   | {kind: "exception", id: $exception, reason: "on the scanner's whitelist", state: "active",
      target: (if .tags.service == null then .context.image else null end), rule_id: $id, component: {name: $package}})
