# DefectDojo findings as its user interface exports them (CSV).
# Facts: two files; DefectDojo's CSVExportView.
#
# Columns stand in alphabetical order, newlines as " NEWLINE ", lists are joined by "; " and cut with "..." after six, and what
# could not be written says "Value not supported". As in the API the report is DefectDojo's, not a scan.

module {
  format: "dd_csv",
  title: "DefectDojo findings CSV",
  category: "other",
  source_tool: "defectdojo",
  container: "csv",
  detect: "any(.header[]; . == \"numerical_severity\") and any(.header[]; . == \"hash_code\") and any(.header[]; . == \"title\")",
  context: {
    created: "created"
  },
  report: {
    source_tool: "\"defectdojo\"",
    at: ".context.created | if type == \"array\" then . else null end"
  }
};

def given: if . == null or . == "" or . == "Value not supported" or . == "None" then null else . end;
def yes: . // "" | ascii_downcase | startswith("t");
def tool: if . == null then null else rtrimstr(" Scan") | rtrimstr(" Report") | rtrimstr(" JSON") | rtrimstr(" XML") | rtrimstr(" Scan") end;

def closed:
  (.status // "") as $status
  | if (.duplicate | yes) or ($status | contains("Duplicate")) then {state: "accepted", why: "duplicate"}
    elif (.false_p | yes) or ($status | contains("False Positive")) then {state: "false_positive", why: "false positive"}
    elif (.risk_accepted | yes) or ($status | contains("Risk Accepted")) then {state: "accepted", why: "risk accepted"}
    elif (.is_mitigated | yes) or ($status | contains("Mitigated")) then {state: "resolved", why: null}
    elif (.out_of_scope | yes) or ($status | contains("Out Of Scope")) then {state: "accepted", why: "out of scope"}
    elif (.active | given) != null and (.active | yes | not) then {state: "accepted", why: "inactive"}
    else {state: "open", why: null}
    end;

.raw
| map_values(if type == "array" then .[0] else . end)
| closed as $closed
| ([.unique_id_from_tool, .hash_code, .id] | map(given | select(. != null)) | .[0]) as $native
| (if $closed.why == null then null else "defectdojo-suppression:\($native)" end) as $exception
| (.component_name | given) as $component
| (.file_path | given) as $file
| (.endpoints | given | if . == null then null else split("; ")[0] end) as $endpoint
| {
    source_tool: (.found_by | given | if . == null then null else split("; ")[0] end | tool),
    product: (.product | given),
    service: (.service | given),
    finding_title: (.title // "" | split(" NEWLINE ") | join(" ")),
    severity: [(.severity | given), {S0: "critical", S1: "high", S2: "medium", S3: "low", S4: "info"}[.numerical_severity // ""]],
    state: $closed.state,
    first_seen: ([.date, .created] | map(given | select(. != null)) | .[0]),
    last_seen: ([.last_status_update, .last_reviewed] | map(given | select(. != null)) | .[0]),
    exception_id: $exception,
    category: (if $component != null then "sca" elif $file != null then "sast" elif $endpoint != null then "dast" else "other" end),
    rule_id: (.vuln_id_from_tool | given),
    native_id: $native,
    cve: [.vulnerability_ids, .cve],
    cwe: .cwe,
    cvss: ([.cvssv4_score, .cvssv3_score] | map(given | select(. != null)) | .[0]),
    component: {name: $component, version: (.component_version | given), fixed_version: (.fix_version | given)},
    location: {file: $file, line: .line, url: $endpoint, parameter: (.param | given)},
    epss: (.epss_score | given)
  },
  (select($exception != null)
   | {
       kind: "exception",
       id: $exception,
       disposition: $closed.state,
       reason: $closed.why,
       state: "active",
       native_id: $native
     })
