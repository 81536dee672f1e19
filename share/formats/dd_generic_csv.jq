# DefectDojo "Generic Findings Import" CSV.
# Facts: eight real files; DefectDojo's parser and documentation.
#
# The columns are told by name in any case; TRUE and FALSE by their first letter. Rows without a severity are info.

module {
  format: "dd_generic_csv",
  title: "DefectDojo generic CSV",
  category: "other",
  source_tool: "generic",
  container: "csv",
  detect: "[.header[] | ascii_downcase | split(\"_\") | join(\" \")] as $h | (\"title\" | in($h | map({key: ., value: 1}) | from_entries)) and ($h | any(. == \"severity\")) and ($h | any(. == \"description\")) and ($h | any(. == \"date\" or . == \"cweid\" or . == \"url\" or . == \"vulnerability id\" or . == \"cve\")) and ($h | any(. == \"kind\" or . == \"qid\" or . == \"issue id\" or . == \"numerical severity\" or . == \"plugin id\" or startswith(\"expir\")) | not)",
  context: {
    url: "Url",
    file: "file_path",
    component: "component_name"
  },
  report: {
    categories: "controls"
  }
};

def controls:
  .context
  | [ (if .component != null then "sca" else empty end),
      (if .url != null then "dast" else empty end),
      (if .file != null and .component == null then "sast" else empty end) ]
  + ["other"];

def yes: . // "" | (if type == "array" then .[0] // "" else . end) | ascii_downcase | split(" ") | join("") | startswith("t");
def given: if . == null or . == "" then null else . end;

def closed:
  if .duplicate | yes then {state: "accepted", why: "duplicate"}
  elif .falsepositive | yes then {state: "false_positive", why: "false positive"}
  elif .riskaccepted | yes then {state: "accepted", why: "risk accepted"}
  elif .ismitigated | yes then {state: "resolved", why: null}
  elif .outofscope | yes then {state: "accepted", why: "out of scope"}
  elif (.active | given) != null and (.active | yes | not) then {state: "accepted", why: "inactive"}
  else {state: "open", why: null}
  end;

. as $line
| .raw
| with_entries(.key |= (ascii_downcase | split("_") | join("") | split(" ") | join("")))
| closed as $closed
| .url as $url
| ( [ .uniqueidfromtool, ([.title, .filepath, .componentname, $url] | map(given | select(. != null)) | join("|")) ]
    | map(given | select(. != null)) | .[0] ) as $native
| (if $closed.why == null then null
   else ["generic-suppression", $line.tags.service // .service, $native] | map(select(. != null and . != "")) | join(":")
   end) as $exception
| {
    service: .service,
    finding_title: .title,
    severity: ({critical: "critical", high: "high", medium: "medium", low: "low", info: "info"}[.severity // "" | ascii_downcase | split(" ") | join("")] // "info"),
    source_severity: .severity,
    state: $closed.state,
    first_seen: .date,
    exception_id: $exception,
    category: (
      if (.componentname | given) != null then "sca"
      elif (.filepath | given) != null then "sast"
      elif ($url | given) != null then "dast"
      else "other"
      end
    ),
    rule_id: ([.vulnidfromtool, (if (.cweid // "0") == "0" or .cweid == "" then null else "CWE-" + .cweid end)] | map(given | select(. != null)) | .[0]),
    native_id: $native,
    cve: [.cve, .vulnerabilityid],
    cwe: [.cweid, (.cweids // "" | split(","))],
    cvss: ([.cvssv4score, .cvssv3score] | map(given | select(. != null)) | .[0]),
    component: {name: .componentname, version: .componentversion, fixed_version: .fixversion},
    location: {file: .filepath, line: .line, url: $url},
    epss: (.epssscore | given),
    kev: (.knownexploited | given),
    kev_added: .kevdate
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
