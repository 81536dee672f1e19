# GitLab dependency scanning report (gl-dependency-scanning-report.json), schemas 2.3 to 15.
# Facts: four real reports of Gemnasium; GitLab's security-report-schemas.
#
# The ecosystem of a package stands only in `dependency_files`, by the path of the lock file.

module {
  format: "gitlab_dependency_scanning",
  title: "GitLab dependency scanning report",
  category: "sca",
  detect: "(.scan.type // .vulnerabilities[0].category) as $type | has(\"vulnerabilities\") and (.vulnerabilities | type == \"array\" or type == \"null\") and ($type == \"dependency_scanning\" or $type == null and (.vulnerabilities[0] | (.identifiers | type) == \"array\" and .location.dependency.package.name != null and .location.image == null))",
  entries: ["vulnerabilities[]"],
  context: {
    scanner: "scan.scanner.name",
    entry_scanner: "vulnerabilities[].scanner.name",
    start: "scan.start_time",
    end: "scan.end_time",
    status: "scan.status"
  },
  lookup: {
    manifest: {in: "dependency_files[]", key: "path", by: "location.file"}
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
    category: "sca",
    rule_id: ((($ids - $cwe - ($ids | of("cve"))) + $cwe + $ids) | .[0].value | text),
    native_id: ([.raw.id, .raw.cve] | pick),
    cve: ($ids | map(.value | text)),
    cwe: ($cwe | map(.value, .name)),
    cvss: (.raw.cvss_vectors // [] | map(.vector)),
    component: {
      name: .raw.location.dependency.package.name,
      version: .raw.location.dependency.version,
      type: .lookup.manifest.package_manager
    },
    location: {file: .raw.location.file}
  }
