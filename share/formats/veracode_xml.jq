# Veracode detailed report XML (`detailedreport.do`, "Detailed XML report"): static, dynamic, manual flaws and vulnerable components.
# Facts: 15 real files; Veracode's detailedreport.xsd. The JSON forms: veracode_json, same tool, same issue numbers.
#
# Severity is Veracode's 0 to 5, where 1 is "very low". A mitigation that was only proposed, or rejected, leaves the flaw open.
# A report covers the kinds of analysis whose element it has, and components where it looked at any.

module {
  format: "veracode_xml",
  title: "Veracode detailed report XML",
  category: "sast",
  source_tool: "veracode",
  container: "xml",
  detect: ".root == \"detailedreport\"",
  entries: [
    "detailedreport.severity[].category[].cwe[].staticflaws[].flaw[]",
    "detailedreport.severity[].category[].cwe[].dynamicflaws[].flaw[]",
    "detailedreport.severity[].category[].cwe[].manualflaws[].flaw[]",
    "detailedreport.software_composition_analysis.vulnerable_components[].component[].vulnerabilities[].vulnerability[]"
  ],
  context: {
    at: "detailedreport.\"@generation_date\"",
    app: "detailedreport.\"@app_name\"",
    app_id: "detailedreport.\"@app_id\"",
    static: "detailedreport.static-analysis.\"@published_date\"",
    dynamic: "detailedreport.dynamic-analysis.\"@published_date\"",
    manual: "detailedreport.manual-analysis.\"@published_date\"",
    components: "detailedreport.software_composition_analysis.\"@third_party_components\"",
    category: "detailedreport.severity[].category[].\"@categoryname\"",
    library: "detailedreport.software_composition_analysis.vulnerable_components[].component[].\"@library\"",
    library_id: "detailedreport.software_composition_analysis.vulnerable_components[].component[].\"@library_id\"",
    file_name: "detailedreport.software_composition_analysis.vulnerable_components[].component[].\"@file_name\"",
    version: "detailedreport.software_composition_analysis.vulnerable_components[].component[].\"@version\"",
    component_id: "detailedreport.software_composition_analysis.vulnerable_components[].component[].\"@component_id\"",
    path: "detailedreport.software_composition_analysis.vulnerable_components[].component[].file_paths.file_path[].\"@value\""
  },
  report: {
    target: ".context.app_id // .context.app",
    product: ".context.app",
    at: ".context.at",
    categories: ".context | [(if .static != null then \"sast\" else null end), (if .dynamic != null then \"dast\" else null end), (if .manual != null then \"manual\" else null end), (if .components != null and .components != \"0\" then \"sca\" else null end)] | map(select(. != null)) | if . == [] then [\"sast\"] else . end"
  }
};

def pick: map(select(. != null and . != "")) | .[0];
def lower: if type == "string" then ascii_downcase else "" end;
def level: {"5": "critical", "4": "high", "3": "medium", "2": "low", "1": "low", "0": "info"}[. // ""];
def mitigations: [if type == "object" then .mitigation else null end] | flatten | map(select(type == "object"));
def false_positive: any(.["@action"] | lower | contains("false positive"));
# "maven:org.example:lib:1.2:".
def coordinates:
  split(":") | {type: .[0], name: ([.[1], .[2]] | map(select(. != null and . != "")) | join(":")), version: .[3]};

.raw as $flaw
| .context as $context
| (.from | endswith("vulnerability[]")) as $sca
| (if $sca then "sca" elif (.from | contains("dynamicflaws")) then "dast" elif (.from | contains("manualflaws")) then "manual" else "sast" end) as $category
| ($flaw.mitigations | mitigations) as $mitigations
| (if $sca then ($flaw["@mitigation"] | lower) == "true"
   else ($flaw["@mitigation_status"] | lower) == "accepted" end) as $mitigated
| (($flaw["@remediation_status"] | lower) == "fixed") as $fixed
| (if $mitigations | false_positive then "false_positive" else "accepted" end) as $disposition
| (if $sca then [$flaw["@cve_id"], $context.component_id] | map(select(. != null and . != "")) | join(":") else $flaw["@issueid"] end) as $native
| (if $mitigated and ($fixed | not) then
     ["veracode-mitigation", .tags.service // $context.app_id, $native] | map(select(. != null)) | join(":")
   else null end) as $exception
| {
    product: $context.app,
    target: ($context.app_id // $context.app),
    finding_title: (
      if $sca then [$flaw["@cve_id"], ([$context.file_name, $context.library] | pick)] | map(select(. != null and . != "")) | join(" in ")
      else [$flaw["@categoryname"], $context.category, $flaw["@type"]] | pick end
    ),
    severity: [($flaw["@severity"] | level), ($flaw["@cvss_score"] | if . == "" then null else . end)],
    source_severity: ([$flaw["@severity"], $flaw["@cvss_score"]] | pick),
    state: (if $fixed then "resolved" elif $exception != null then $disposition else "open" end),
    first_seen: ([$flaw["@date_first_occurrence"], $flaw["@first_found_date"]] | pick),
    last_seen: $context.at,
    exception_id: $exception,
    category: $category,
    rule_id: (if $sca then $flaw["@cve_id"] else ($flaw["@cweid"] | if . == null or . == "" or . == "0" then $flaw["@type"] else "CWE-" + . end) end),
    native_id: $native,
    cve: $flaw["@cve_id"],
    cwe: [$flaw["@cweid"], $flaw["@cwe_id"]],
    cvss: $flaw["@cvss_score"],
    component: (
      if $sca | not then null
      else
        (if $context.library_id == null or $context.library_id == "" then {} else $context.library_id | coordinates end) as $known
        | {name: ([$known.name, $context.library, $context.file_name] | pick), version: ([$context.version, $known.version] | pick), type: $known.type}
      end
    ),
    location: {
      file: (if $sca then $context.path else ($flaw["@sourcefilepath"] // "") + ($flaw["@sourcefile"] // "") end),
      line: $flaw["@line"],
      url: $flaw["@url"],
      parameter: $flaw["@vuln_parameter"]
    }
  },
  (select($exception != null)
   | ($mitigations | map(select(.["@action"] | lower | contains("accepted") or contains("approve"))) | .[0]) as $approval
   | ($mitigations | map(select(.["@action"] | lower | contains("accepted") or contains("approve") or contains("comment") | not)) | .[0]) as $proposal
   | {
       kind: "exception",
       id: $exception,
       disposition: $disposition,
       reason: ([$proposal["@description"], $proposal["@action"], $flaw["@mitigation_status_desc"], "mitigated"] | pick),
       approver: $approval["@user"],
       granted: $approval["@date"],
       state: "active",
       native_id: $native
     })
