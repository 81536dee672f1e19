# GitLab secret detection report (gl-secret-detection-report.json), schemas 2.4 to 15.
# Facts: three real reports of Gitleaks as GitLab runs it; GitLab's security-report-schemas.
#
# `raw_source_code_extract` is the secret itself: it is never read. A commit date of year 1 means that no history was searched.

module {
  format: "gitlab_secret_detection",
  title: "GitLab secret detection report",
  category: "secrets",
  detect: "(.scan.type // .vulnerabilities[0].category) as $type | has(\"vulnerabilities\") and (.vulnerabilities | type == \"array\" or type == \"null\") and ($type == \"secret_detection\" or $type == null and (.vulnerabilities[0] | (.identifiers | type) == \"array\" and .location.commit != null))",
  entries: ["vulnerabilities[]"],
  context: {
    scanner: "scan.scanner.name",
    entry_scanner: "vulnerabilities[].scanner.name",
    start: "scan.start_time",
    end: "scan.end_time",
    status: "scan.status"
  },
  report: {
    source_tool: ".context.scanner // (.context.entry_scanner | if type == \"array\" then .[0] else . end)",
    at: ".context.end // .context.start",
    outcome: "if .context.status == \"failure\" then \"failed\" else null end"
  }
};

def pick: map(select(type == "string" and . != "")) | .[0];
def text: if . == null then null else tostring end;
def of($type): map(select((.type // "" | ascii_downcase) == $type));
def signed($algorithm):
  .raw.tracking.items // [] | map(.signatures // []) | add // [] | map(select(.algorithm == $algorithm)) | .[0].value;

(.raw.identifiers // [] | map(select(type == "object"))) as $ids
| ($ids | of("cwe")) as $cwe
| {
    source_tool: (.context.scanner // .raw.scanner.name),
    finding_title: ([.raw.name, .raw.message, .raw.description, .raw.id] | pick),
    severity: (.raw.severity | if type == "string" then . else null end),
    source_severity: (.raw.severity | text),
    confidence: .raw.confidence,
    state: "open",
    first_seen: (.raw.discovered_at // .context.start),
    last_seen: (.context.end // .context.start),
    category: "secrets",
    rule_id: ((($ids - $cwe - ($ids | of("cve"))) + $cwe + $ids) | .[0].value | text),
    native_id: ([signed("scope_offset"), signed("location"), signed("hash"), .raw.id, .raw.cve] | pick),
    cve: ($ids | map(.value | text)),
    cwe: ($cwe | map(.value, .name)),
    location: {file: .raw.location.file, line: .raw.location.start_line},
    introduced_at: .raw.location.commit.date,
    introduced_by: (.raw.location.commit.date | if . == null or startswith("0001-") then null else "commit" end)
  }
