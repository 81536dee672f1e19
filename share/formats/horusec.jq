# Horusec JSON (`horusec start -o json`), version 2.
# Facts: five real files; Horusec's source.
#
# Horusec runs other tools; `securityTool` says which. A type other than "Vulnerability" is what people decided. Line "0" and
# commit fields "-" mean none. `errors` names tools that could not run: the scan is partial.

module {
  format: "horusec",
  title: "Horusec JSON report",
  category: "sast",
  detect: "has(\"analysisVulnerabilities\") and (.analysisVulnerabilities | type == \"array\" or type == \"null\")",
  entries: ["analysisVulnerabilities[]"],
  context: {
    at: "finishedAt",
    start: "createdAt",
    status: "status",
    errors: "errors",
    repository: "repositoryName"
  },
  report: {
    target: ".context.repository",
    at: ".context.at // .context.start",
    outcome: "if (.context.errors // \"\") == \"\" and .context.status != \"error\" then null elif .entries == 0 then \"failed\" else \"partial\" end"
  }
};

def text: select(. != null and . != "" and . != "-");

. as $line
| .raw
| if has("vulnerabilities") then .vulnerabilities | (if type == "array" then .[0] else . end) | select(. != null) else . end
| (.type // "" | tostring | ascii_downcase) as $type
| (.details // "" | split("\n") | map(select(. != "")) | .[0]) as $title
| (if $type == "risk accepted" then "accepted" elif $type == "false positive" then "false_positive"
   elif $type == "corrected" then "resolved" else "open" end) as $state
| (if $state == "accepted" or $state == "false_positive" then
     ["horusec-decision", $line.tags.service, .vulnHash // .vulnerabilityID] | map(text) | join(":")
   else null end) as $exception
| {
    target: $line.context.repository,
    finding_title: ([$title, .rule_id, .vulnerabilityID] | map(text) | .[0]),
    severity: .severity,
    confidence: .confidence,
    state: $state,
    last_seen: ($line.context.at // $line.context.start),
    owner: ([.commitEmail, .commitAuthor] | map(text) | .[0]),
    exception_id: $exception,
    category: "sast",
    rule_id: ([.rule_id, $title] | map(text) | .[0]),
    native_id: ([.vulnHash, .vulnerabilityID] | map(text) | .[0]),
    cve: .details,
    cwe: (.details // "" | split("\n") | map(select(contains("CWE-")))),
    location: {file: .file, line: .line},
    introduced_at: (.commitDate | text // null),
    introduced_by: (if (.commitDate | text // null) == null then null else "commit" end)
  },
  (select($exception != null)
   | {
       kind: "exception",
       id: $exception,
       disposition: $state,
       reason: .type,
       state: "active",
       native_id: ([.vulnHash, .vulnerabilityID] | map(text) | .[0])
     })
