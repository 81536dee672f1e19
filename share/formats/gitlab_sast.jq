# GitLab SAST report (gl-sast-report.json), schemas 2.3 to 15.
# Facts: nine real reports of five analyzers; GitLab's security-report-schemas.
#
# A report before schema 14 may name no type at all: it is SAST unless its first entry has the shape of another.
# `flags` (likely false positive) leave an entry open, as GitLab itself does. No report names its project: no target.

module {
  format: "gitlab_sast",
  title: "GitLab SAST report",
  category: "sast",
  detect: "(.scan.type // .vulnerabilities[0].category) as $type | has(\"vulnerabilities\") and (.vulnerabilities | type == \"array\" or type == \"null\") and ($type == \"sast\" or $type == null and (has(\"remediations\") or has(\"scan\") or (.vulnerabilities[0].identifiers | type) == \"array\") and (.vulnerabilities[0].location | .image // .hostname // .crash_type // .commit // .dependency.package.name) == null)",
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
    category: "sast",
    rule_id: ((($ids - $cwe - ($ids | of("cve"))) + $cwe + $ids) | .[0].value | text),
    native_id: ([signed("scope_offset"), signed("location"), signed("hash"), .raw.id, .raw.cve] | pick),
    cve: ($ids | map(.value | text)),
    cwe: ($cwe | map(.value, .name)),
    location: {file: .raw.location.file, line: .raw.location.start_line}
  }
