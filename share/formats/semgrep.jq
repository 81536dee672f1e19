# Semgrep JSON report (`semgrep scan --json`, `semgrep ci --json`), versions 0.9 to 1.100.
# Facts: 49 real reports; Semgrep's output schema (semgrep_output_v1.atd) for `sca_info` and `errors`.
#
# ERROR, WARNING and INFO are the rules' old severities, one step above what these words mean elsewhere.
# Warnings (a file that does not parse) are in nearly every report; an error means that files or rules were left out.
# The report has neither a time nor the name of what was scanned.

module {
  format: "semgrep",
  title: "Semgrep JSON report",
  category: "sast",
  detect: "(.results | type) == \"array\" and (if .results[0] == null then has(\"errors\") and (has(\"paths\") or has(\"version\")) else (.results[0] | has(\"check_id\") and has(\"extra\")) end)",
  entries: ["results[]"],
  context: {
    error_levels: "errors[].level",
    sca: "results[].extra.sca_info.reachable"
  },
  report: {
    categories: "if (.context.sca | type) == \"array\" then [\"sast\", \"sca\"] else [\"sast\"] end",
    outcome: "if [.context.error_levels] | flatten | any(. == \"error\") | not then null elif .entries == 0 then \"failed\" else \"partial\" end"
  }
};

# The first sentence: lines are joined up to a blank one; "e.g." and "i.e." end none.
def sentence:
  split("\n\n")[0] // ""
  | split("\n") | join(" ")
  | (split(". ")[0] // "") as $first
  | if $first | endswith("e.g") or endswith("i.e") then . else $first | rtrimstr(".") end;

.raw.extra as $extra
| (if $extra.is_ignored == true then
     ["semgrep-suppression", .tags.service, .raw.check_id, .raw.path] | map(select(. != null)) | join(":")
   else null end) as $exception
| ($extra.fingerprint | if . == "requires login" then null else . end) as $fingerprint
# A comment is about this place only: without a fingerprint the line tells it from the rule's other results in the file.
| ($fingerprint // if $exception == null then null else "\(.raw.check_id)|\(.raw.path)|\(.raw.start.line)" end) as $native
| ($extra.sca_info.dependency_match.found_dependency) as $package
| {
    finding_title: ([($extra.message // "" | sentence), .raw.check_id] | map(select(. != "")) | .[0]),
    severity: (
      ($extra.severity // "" | ascii_upcase) as $word
      | {ERROR: "high", WARNING: "medium", INFO: "low", EXPERIMENT: "info", INVENTORY: "info"}[$word] // $word
    ),
    source_severity: $extra.severity,
    confidence: $extra.metadata.confidence,
    state: (if $exception == null then "open" else "accepted" end),
    exception_id: $exception,
    category: (if $extra.sca_info == null then "sast" else "sca" end),
    rule_id: .raw.check_id,
    native_id: $native,
    cve: [$extra.metadata.cve, $extra.metadata["sca-vuln-database-identifier"], $extra.metadata.ghsa],
    cwe: $extra.metadata.cwe,
    component: {name: $package.package, version: $package.version, type: $package.ecosystem},
    location: {file: .raw.path, line: .raw.start.line}
  },
  (select($exception != null)
   | {
       kind: "exception",
       id: $exception,
       reason: "nosemgrep comment",
       state: "active",
       native_id: $native
     })
