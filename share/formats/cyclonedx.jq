# CycloneDX, JSON and XML, 1.0 to 1.7: an SBOM with vulnerabilities, a VDR, a VEX; in XML also the extension
# ext/vulnerability/1.0, below a component or beside them.
# Facts: 73 real files of ten tools; the CycloneDX specification.
#
# A BOM without vulnerabilities is an inventory: no finding, and no scan either. `created`, `published` and `updated` are the
# advisory's. One entry may affect many components: the first is its own. A VEX statement is an exception for the id in that
# component, and only in the service that the file is tagged with, else in the product that it is about. Ratings may be several: the worst counts. A bom-ref may be
# new in every BOM, so that the component's purl or name is the identity.

module {
  format: "cyclonedx",
  title: "CycloneDX (SBOM with vulnerabilities, VDR, VEX)",
  category: "sca",
  container: ["json", "xml"],
  detect: "(.bomFormat | type == \"string\" and ascii_downcase == \"cyclonedx\") or (.root == \"bom\" and (.namespace | type == \"string\" and startswith(\"http://cyclonedx.org/schema/bom\")))",
  entries: ["vulnerabilities[]", "bom.vulnerabilities.vulnerability[]", "bom.components.component[].vulnerabilities.vulnerability[]"],
  context: {
    at: "metadata.timestamp",
    product: "metadata.component.name",
    product_ref: "metadata.component.bom-ref",
    product_type: "metadata.component.type",
    tool: "metadata.tools[].name",
    tool_component: "metadata.tools.components[].name",
    listed: "vulnerabilities~",
    xml_at: "bom.metadata.timestamp",
    xml_product: "bom.metadata.component.name",
    xml_product_ref: "bom.metadata.component.\"@bom-ref\"",
    xml_product_type: "bom.metadata.component.\"@type\"",
    xml_tool: "bom.metadata.tools.tool[].name",
    xml_tool_component: "bom.metadata.tools.components.component[].name",
    xml_listed: "bom.vulnerabilities~",
    xml_below: "bom.components.component[].vulnerabilities~",
    holder_group: "bom.components.component[].group",
    holder: "bom.components.component[].name",
    holder_version: "bom.components.component[].version",
    holder_purl: "bom.components.component[].purl"
  },
  optional: true,
  lookup: {
    component: [
      {in: ["**.components[]", "metadata.component[]"], key: "bom-ref", by: "affects[].ref"},
      {in: ["bom.**.component[]"], key: "\"@bom-ref\"", by: "affects.target[].ref"},
      {in: ["bom.**.component[]"], key: "\"@bom-ref\"", by: "\"@ref\""}
    ]
  },
  report: {
    source_tool: "tool",
    target: "product",
    at: ".context | .at // .xml_at",
    categories: "if .context.listed == null and .context.xml_listed == null and .context.xml_below == null then [] else [control] end"
  }
};

def pick: map(select(. != null and . != "")) | .[0];
def one: if type == "array" then .[0] else . end;
def many: if type == "array" then . elif . == null then [] else [.] end;
# The members of a list, in JSON an array, in XML an element that holds them.
def list($name): if type == "object" and has($name) then .[$name] | many else many end | map(select(. != null));

def tool:
  .context | [.tool, .tool_component, .xml_tool, .xml_tool_component] | map(one) | pick
  | if . == null then null else tostring | split(" / ")[0] end;
def product: .context | .product // .xml_product;
# An image without tag and digest: what stays from month to month.
def untagged: if type == "string" then split("@")[0] // "" | if test(":[^/:]+$") then split(":")[:-1] | join(":") else . end else . end;
def control: if .context.product_type == "container" or .context.xml_product_type == "container" then "container" else "sca" end;

# The last part of a BOM-Link, urn:cdx:serial/version#ref.
def ref: if type != "string" then null elif startswith("urn:cdx:") and contains("#") then split("#")[1:] | join("#") else . end;

def number: if type == "number" then . elif type == "string" and test("^[0-9]+([.][0-9]+)?$") then tonumber else null end;
def score: (.score | if type == "object" then .base else . end) | number;
def rank:
  (.severity // "" | tostring | ascii_downcase) as $word
  | {critical: 5, high: 4, medium: 3, moderate: 3, low: 2, info: 1, informational: 1, none: 1, unknown: 1}[$word]
    // (score | if . == null then null elif . >= 9 then 5 elif . >= 7 then 4 elif . >= 4 then 3 elif . > 0 then 2 else 1 end);

. as $line
| product as $product
| tool as $tool
| .raw as $v
| ($v.ratings | list("rating") | map(select(type == "object"))) as $ratings
| ($ratings | map(rank | select(. != null)) | max) as $worst
| ($v.affects | list("target") | map(if type == "object" then .ref else null end | ref | select(. != null and . != ""))) as $refs
| ([$refs[0], ($v["@ref"] | ref)] | pick) as $affected
| (.lookup.component // {}) as $found
| ($affected != null and ($affected == .context.product_ref or $affected == .context.xml_product_ref)) as $whole
| (if .from | endswith("component[].vulnerabilities.vulnerability[]") then
     .context | {group: .holder_group, name: .holder, version: .holder_version, purl: .holder_purl}
   elif $whole then {}
   else
     $found | {group: .group, name: .name, version: .version,
               purl: (.purl // (if $affected // "" | startswith("pkg:") then $affected else null end))}
   end) as $component
| ([$component.group, $component.name] | map(select(. != null and . != "")) | join(if $component.purl // "" | startswith("pkg:maven/") then ":" else "/" end)
   | if . == "" then null else . end) as $name
| [$v.id, ($v.references | list("reference") | map(if type == "object" then .id else . end))] as $ids
| ($v.analysis // {} | if type == "object" then . else {} end) as $analysis
| (($analysis.response // $analysis.responses) | list("response")) as $responses
| (if $analysis.state == "false_positive" or $analysis.state == "not_affected" then "false_positive"
   elif $analysis.state == "resolved" or $analysis.state == "resolved_with_pedigree" then "resolved"
   elif any($responses[]; . == "will_not_fix" or . == "can_not_fix") then "accepted"
   elif $analysis.state == "in_triage" then "in_progress"
   else "open"
   end) as $state
| ([$v.id, ([$component.purl, $name, $affected] | pick)] | map(select(. != null and . != "") | tostring) | join("|")) as $identity
| (if $state == "false_positive" or $state == "accepted" then
     ["vex", .tags.service // ($product | untagged), $identity] | map(select(. != null)) | join(":")
   else null end) as $exception
| {
    source_tool: $tool,
    target: $product,
    finding_title: ([$v.id, $component.name] | map(select(. != null and . != "")) | join(" in ")),
    severity: (
      if $worst != null then {"5": "critical", "4": "high", "3": "medium", "2": "low", "1": "info"}["\($worst)"]
      else $ratings | map(.vector)
      end
    ),
    source_severity: ($ratings | map(select(rank == $worst) | .severity) | pick),
    state: $state,
    first_seen: $analysis.firstIssued,
    last_seen: (.context | .at // .xml_at),
    exception_id: $exception,
    category: control,
    rule_id: $v.id,
    native_id: $identity,
    cve: $ids,
    cwe: ($v.cwes | list("cwe")),
    cvss: ($ratings | sort_by(-(rank // 0))
           | map((score | select(. != null and . > 0 and . <= 10)), (.vector | select(type == "string" and contains("AV:"))))),
    published_at: $v.published,
    component: {name: $name, version: $component.version, purl: $component.purl}
  },
  (select($exception != null)
   | {
       kind: "exception",
       id: $exception,
       disposition: $state,
       reason: ([([$analysis.justification, $analysis.detail] | map(select(. != null and . != "")) | join(": ")),
                 ($responses | map(tostring) | join(", ")), $analysis.state] | pick),
       granted: ([$analysis.firstIssued, $analysis.lastUpdated] | pick),
       state: "active"
     }
     + (if $v.id == null or ($name == null and $product == null and .tags.service == null) then {native_id: $identity}
        else
          (if any($ids | flatten[]; type == "string" and test("^(CVE|GHSA|GO|PYSEC|RUSTSEC|OSV|MAL|DSA|DLA|USN|RHSA|ELSA|ALAS|SNYK)-"))
           then {cve: $ids} else {rule_id: $v.id} end)
          + (if .tags.service == null then {target: $product} else {} end)
          + (if $name == null then {} elif $component.purl == null then {component: {name: $name}} else {component: {purl: $component.purl}} end)
        end))
