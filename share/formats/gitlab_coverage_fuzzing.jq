# GitLab coverage fuzzing report (gl-coverage-fuzzing-report.json), schemas 3 to 15.
# Facts: three real reports of libFuzzer; GitLab's security-report-schemas.
#
# A crash has no file, and its name is the word "name": the title is the type of the crash and the function it happened in.
# An identifier of type cwe holds free text: only numbers are taken. Coverage fuzzing is none of the other controls: other.

module {
  format: "gitlab_coverage_fuzzing",
  title: "GitLab coverage fuzzing report",
  category: "other",
  detect: "(.scan.type // .vulnerabilities[0].category) as $type | has(\"vulnerabilities\") and (.vulnerabilities | type == \"array\" or type == \"null\") and ($type == \"coverage_fuzzing\" or $type == null and (.vulnerabilities[0] | (.identifiers | type) == \"array\" and .location.crash_type != null))",
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
def one_line: if type == "string" then split("\n") | map(select(. != "")) | join(" ") else null end;

(.raw.identifiers // [] | map(select(type == "object"))) as $ids
| ($ids | of("cwe")) as $cwe
| (.raw.location.crash_state // "" | split("\n") | .[0]) as $function
| ([.raw.message, .raw.location.crash_type, .raw.name] | map(one_line) | pick) as $crash
| {
    source_tool: (.context.scanner // .raw.scanner.name),
    finding_title: ([$crash, $function] | map(select(. != null and . != "")) | join(" in ")),
    severity: (.raw.severity | if type == "string" then . else null end),
    source_severity: (.raw.severity | text),
    confidence: .raw.confidence,
    state: "open",
    first_seen: (.raw.discovered_at // .context.start),
    last_seen: (.context.end // .context.start),
    category: "other",
    rule_id: (.raw.location.crash_type | one_line),
    native_id: ([.raw.id, .raw.cve] | pick),
    cve: ($ids | map(.value | text)),
    cwe: ($cwe | map(.value | text | select(. != null and test("^(cwe-)?[0-9]+$"; "i")))),
    location: {resource: $function}
  }
