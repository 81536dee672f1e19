# DefectDojo findings, a page of /api/v2/findings/ (with or without related_fields=true).
# Facts: four files, DefectDojo's finding serializer and model.
#
# The page tells what DefectDojo holds, not what a scan saw: the tools that found it are the findings' own, the report is
# DefectDojo's, and a page with a next one is partial, so that nothing is closed for standing on another page.

module {
  format: "dd_api",
  title: "DefectDojo findings API",
  category: "other",
  source_tool: "defectdojo",
  detect: "(.results | type) == \"array\" and (if .results == [] then has(\"count\") and has(\"next\") and has(\"prefetch\") else (.results[0] | has(\"numerical_severity\") and has(\"title\")) end)",
  entries: ["results[]"],
  context: {
    next: "next",
    updated: "results[].last_status_update"
  },
  optional: true,
  report: {
    source_tool: "\"defectdojo\"",
    at: ".context.updated | if type == \"array\" then . else null end",
    outcome: "if .context.next == null or .context.next == \"\" then null else \"partial\" end"
  }
};

def pick: map(select(. != null and . != "")) | .[0];

# "Semgrep JSON Report", "ZAP Scan": the tool's name.
def tool:
  if type == "string" then rtrimstr(" Scan") | rtrimstr(" Report") | rtrimstr(" JSON") | rtrimstr(" XML") | rtrimstr(" Scan") else null end;

def closed:
  if .duplicate == true then {state: "accepted", why: "duplicate"}
  elif .false_p == true then {state: "false_positive", why: "false positive"}
  elif .risk_accepted == true then {state: "accepted", why: "risk accepted"}
  elif .is_mitigated == true then {state: "resolved", why: null}
  elif .out_of_scope == true then {state: "accepted", why: "out of scope"}
  elif .active == false then {state: "accepted", why: "inactive"}
  else {state: "open", why: null}
  end;

def control:
  if .component_name != null and .component_name != "" then "sca"
  elif .dynamic_finding == true and .static_finding != true then "dast"
  elif .file_path != null and .file_path != "" then "sast"
  else "other"
  end;

.tags as $tags
| .raw
| closed as $closed
| .related_fields.test as $test
| (.accepted_risks // [] | if type == "array" then .[0] else null end) as $risk
| ([.unique_id_from_tool, .hash_code, .id] | pick) as $native
| (if $closed.why == null then null
   # One accepted risk may cover many findings: each has its own exception.
   elif $risk.id != null then "defectdojo-risk:\($risk.id):\($native)"
   else ["defectdojo-suppression", $native] | map(select(. != null) | tostring) | join(":")
   end) as $exception
| {
    source_tool: ([$test.test_type.name, $test.test_type_name] | pick | tool),
    product: $test.engagement.product.name,
    service: .service,
    finding_title: .title,
    severity: [.severity, {S0: "critical", S1: "high", S2: "medium", S3: "low", S4: "info"}[.numerical_severity // ""]],
    state: $closed.state,
    first_seen: ([.date, .created] | pick),
    last_seen: ([.last_status_update, .last_reviewed] | pick),
    owner: (.reporter | if type == "object" then .username elif type == "string" then . else null end),
    exception_id: $exception,
    category: control,
    rule_id: .vuln_id_from_tool,
    native_id: $native,
    cve: [(.vulnerability_ids // [] | .[] | if type == "object" then .vulnerability_id else . end), .cve],
    cwe: [.cwe, .cwes],
    cvss: ([.cvssv4_score, .cvssv3_score] | pick),
    component: {name: .component_name, version: .component_version, fixed_version: .fix_version},
    location: {
      file: .file_path,
      line: .line,
      url: (.endpoints | if type == "array" then .[0] else . end | if type == "string" then . else null end),
      parameter: .param
    },
    environment: $test.environment.name,
    epss: .epss_score,
    kev: .known_exploited,
    kev_added: .kev_date,
    published_at: .publish_date,
    ticket: (.related_fields.jira | if type == "object" then .jira_key else null end)
  },
  (select($exception != null)
   | {
       kind: "exception",
       id: $exception,
       disposition: $closed.state,
       reason: ([$risk.name, $risk.decision_details, $closed.why] | pick),
       approver: $risk.accepted_by,
       granted: $risk.created,
       expires: $risk.expiration_date,
       state: "active",
       native_id: $native
     })
