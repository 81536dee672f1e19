# GitLab DAST report (gl-dast-report.json), schemas 13 to 15.
# Facts: three real reports of ZAP as GitLab runs it; GitLab's security-report-schemas.
#
# Version 14 files hold a whole ZAP report (`@version`, `site`) beside `vulnerabilities`: the same alerts, not read here.

module {
  format: "gitlab_dast",
  title: "GitLab DAST report",
  category: "dast",
  detect: "(.scan.type // .vulnerabilities[0].category) as $type | has(\"vulnerabilities\") and (.vulnerabilities | type == \"array\" or type == \"null\") and ($type == \"dast\" or $type == null and (.vulnerabilities[0] | (.identifiers | type) == \"array\" and .location.hostname != null))",
  over: ["zap_json"],
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
    category: "dast",
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
