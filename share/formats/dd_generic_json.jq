# DefectDojo "Generic Findings Import" JSON: what house tools and converters write.
# Facts: 25 real files; DefectDojo's parser and its model of a finding.
#
# title, severity and description are required; unknown members are left alone (DefectDojo refuses them). The severities are
# five words, any other is info. `files` holds pictures and is never read.

module {
  format: "dd_generic_json",
  title: "DefectDojo generic JSON",
  category: "other",
  source_tool: "generic",
  detect: "(.findings | type) == \"array\" and (if .findings == [] then (.type | type) == \"string\" and (.name | type) == \"string\" else (.findings[0] | has(\"title\") and has(\"severity\") and has(\"description\") and (has(\"findingArn\") or has(\"issue_type_id\") or has(\"RuleID\") or has(\"rule_name\") | not)) end)",
  entries: ["findings[]"],
  context: {
    type: "type",
    name: "name",
    components: "findings[].component_name",
    files: "findings[].file_path",
    endpoints: "findings[].endpoints[]",
    dynamic: "findings[].dynamic_finding"
  },
  optional: true,
  report: {
    source_tool: "tool",
    categories: "controls"
  }
};

def pick: map(select(. != null and . != "")) | .[0];
def known: select(type == "string" and . != "");
def some: [.] | flatten | map(select(. != null and . != "" and . != false)) | length > 0;

# "Tool (Generic Findings Import)": the suffix is DefectDojo's.
def tool: .context | [.type, .name] | map(known | split(" (Generic Findings Import)")[0] | select(. != "Generic Findings Import")) | .[0];

def controls:
  .context
  | [ (if .components | some then "sca" else empty end),
      (if (.endpoints | some) or (.dynamic | some) then "dast" else empty end),
      (if (.files | some) and (.components | some | not) then "sast" else empty end) ]
  + ["other"];

def control:
  if .component_name | some then "sca"
  elif .file_path | some then "sast"
  elif (.endpoints | some) or .dynamic_finding == true then "dast"
  else "other"
  end;

def endpoint:
  .endpoints
  | (if type == "array" then .[0] else . end)
  | if type == "object" then
      [ (if .protocol == null then null else .protocol + "://" end), .host,
        (if .port == null then null else ":\(.port)" end),
        (.path | if . == null or . == "" or startswith("/") then . else "/" + . end) ]
      | map(select(. != null)) | join("")
    else . end;

# Why it is not open, in DefectDojo's order.
def closed:
  if .duplicate == true then {state: "accepted", why: "duplicate"}
  elif .false_p == true then {state: "false_positive", why: "false positive"}
  elif .risk_accepted == true then {state: "accepted", why: "risk accepted"}
  elif .is_mitigated == true then {state: "resolved", why: null}
  elif .out_of_scope == true then {state: "accepted", why: "out of scope"}
  elif .active == false then {state: "accepted", why: "inactive"}
  else {state: "open", why: null}
  end;

. as $line
| .raw
| if (has("title") and has("severity") and has("description")) and (.title | known) then . else error("title, severity and description are required") end
| closed as $closed
| ( [ .unique_id_from_tool, .id,
      ([.title, .file_path, .component_name, endpoint] | map(select(type == "string" and . != "")) | join("|")) ]
    | map(select(. != null and . != "") | tostring) | .[0] ) as $native
| (if $closed.why == null then null
   else ["generic-suppression", $line.tags.service // .service, $native] | map(select(. != null)) | join(":")
   end) as $exception
| {
    source_tool: ($line | tool),
    service: .service,
    finding_title: .title,
    severity: ({critical: "critical", high: "high", medium: "medium", low: "low", info: "info"}[.severity // "" | tostring | ascii_downcase] // "info"),
    source_severity: .severity,
    confidence: {"1": "high", "2": "high", "3": "high", "4": "medium", "5": "medium", "6": "medium", "7": "low"}[.scanner_confidence // "" | tostring],
    state: $closed.state,
    first_seen: .date,
    exception_id: $exception,
    category: control,
    rule_id: .vuln_id_from_tool,
    native_id: $native,
    cve: [.cve, .vulnerability_ids, .vulnerability_id],
    cwe: [.cwe, .cwes],
    cvss: ([.cvssv4_score, .cvssv3_score, .cvss_score] | pick),
    component: {name: .component_name, version: .component_version, fixed_version: .fix_version},
    location: {file: .file_path, line: .line, url: endpoint, parameter: .param},
    epss: .epss_score,
    kev: .known_exploited,
    kev_added: .kev_date,
    published_at: .publish_date
  },
  (select($exception != null)
   | {
       kind: "exception",
       id: $exception,
       disposition: $closed.state,
       reason: ([.severity_justification, $closed.why] | pick),
       state: "active",
       native_id: $native
     })
