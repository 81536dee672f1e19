# GitLab API fuzzing report (gl-api-fuzzing-report.json), schemas 13 to 15.
# Facts: one real report; the analyzer's own documentation; GitLab's security-report-schemas.
#
# Real reports say `scan.type` "dast"; only the category of the entries or the scanner's id tells them apart.

module {
  format: "gitlab_api_fuzzing",
  title: "GitLab API fuzzing report",
  category: "api",
  detect: "(.scan.type // .vulnerabilities[0].category) as $type | has(\"vulnerabilities\") and (.vulnerabilities | type == \"array\" or type == \"null\") and ($type == \"api_fuzzing\" or .vulnerabilities[0].category == \"API Fuzzing\" or .scan.scanner.id == \"gitlab-api-fuzzing\" or $type == null and (.vulnerabilities[0] | (.identifiers | type) == \"array\" and .identifiers[0].type == \"ApiFuzzingCheck\"))",
  over: ["gitlab_dast"],
  entries: ["vulnerabilities[]"],
  context: {
    scanner: "scan.scanner.name",
    entry_scanner: "vulnerabilities[].scanner.name",
    host: "vulnerabilities[].location.hostname",
    start: "scan.start_time",
    end: "scan.end_time",
    status: "scan.status"
  },
  report: {
    source_tool: ".context.scanner // (.context.entry_scanner | if type == \"array\" then .[0] else . end)",
    target: ".context.host | if type != \"array\" then . elif length == 1 then .[0] else null end",
    at: ".context.end // .context.start",
    outcome: "if .context.status == \"failure\" then \"failed\" else null end"
  }
};

def pick: map(select(type == "string" and . != "")) | .[0];
def text: if . == null then null else tostring end;
def of($type): map(select((.type // "" | ascii_downcase) == $type));

(.raw.identifiers // [] | map(select(type == "object"))) as $ids
| ($ids | of("cwe")) as $cwe
| {
    source_tool: (.context.scanner // .raw.scanner.name),
    target: .raw.location.hostname,
    finding_title: ([.raw.name, .raw.message, .raw.description, .raw.id] | pick),
    severity: (.raw.severity | if type == "string" then . else null end),
    source_severity: (.raw.severity | text),
    confidence: .raw.confidence,
    state: "open",
    first_seen: (.raw.discovered_at // .context.start),
    last_seen: (.context.end // .context.start),
    category: "api",
    rule_id: ((($ids - $cwe - ($ids | of("cve"))) + $cwe + $ids) | .[0].value | text),
    native_id: ([.raw.id, .raw.cve] | pick),
    cve: ($ids | map(.value | text)),
    cwe: ($cwe | map(.value, .name)),
    location: {
      url: ((.raw.location.hostname // "") + (.raw.location.path // "")),
      method: .raw.location.method,
      parameter: .raw.location.param
    }
  }
