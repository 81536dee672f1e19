# Snyk's older API: aggregated issues of a project (/v1/org/…/project/…/aggregated-issues) and the reporting API
# (/v1/reporting/issues/latest), pages one after the other.
# Facts: Snyk's v1 API documentation.
#
# Aggregated issues do not name their project: give it with `sm-ingest -t target=`. In the reporting API one issue may be in
# several projects: a finding in each.

module {
  format: "snyk_v1",
  title: "Snyk v1 API issues",
  category: "sca",
  source_tool: "snyk",
  detect: "(if (.issues | type) == \"array\" then .issues[0] | has(\"issueData\") and (has(\"pkgName\") or has(\"issueType\")) else false end) or (if (.results | type) == \"array\" then .results[0] | (.issue | type) == \"object\" and (has(\"project\") or has(\"projects\") or has(\"introducedDate\")) else false end)",
  entries: ["issues[]", "results[]"],
  context: {
    project: "results[].project.name",
    projects: "results[].projects[].name",
    type: "issues[].issueType",
    kind: "results[].issue.type"
  },
  optional: true,
  report: {
    target: "[.context.project, .context.projects] | flatten | map(select(. != null and . != \"\") | image) | unique",
    categories: "[.context.type, .context.kind] | flatten | map(select(. != null) | control) | unique | if . == [] then [\"sca\"] else . end"
  }
};

def pick: map(select(. != null and . != "")) | .[0];
def image: if startswith("docker-image|") then ltrimstr("docker-image|") else . end;
def control: {configuration: "iac", config: "iac", license: "other", code: "sast"}[ascii_downcase] // "sca";
def numbers: if type == "array" then . elif . == null then [] else [.] end;

.raw as $r
| ($r.issue // $r.issueData // {}) as $i
| (if $r.project != null then [$r.project.name] else $r.projects // [] | map(.name) | if . == [] then [null] else . end end) as $projects
| $projects[] as $project
| ([$r.pkgName, $i.package] | pick) as $package
| ([($r.pkgVersions // [] | .[0]), $i.version] | pick) as $version
| ($i.id // $r.id) as $id
| ([($project | if . == null then null else image end), $id, $package] | map(select(. != null and . != "") | tostring) | join("|")) as $identity
| ($r.isIgnored == true or $i.isIgnored == true) as $ignored
| ([$r.ignoreReasons, $i.ignoreReasons, $i.ignored] | map(numbers) | add | map(select(type == "object")) | .[0]) as $why
| (if $ignored then ["snyk-ignore", .tags.service, $identity] | map(select(. != null)) | join(":") else null end) as $exception
| ($i.identifiers // {} | if type == "object" then . else {} end) as $ids
| {
    target: (if $project == null then null else $project | image end),
    finding_title: ([$i.title, $id] | pick),
    severity: ([$i.severityWithCritical, $i.severity, $i.originalSeverity] | pick),
    state: (if $r.isFixed == true then "resolved" elif $r.isPatched == true or $i.isPatched == true then "resolved" elif $ignored then "accepted" else "open" end),
    first_seen: $r.introducedDate,
    resolved_at: (if $r.isFixed == true then $r.fixedDate else null end),
    exception_id: $exception,
    category: ([$r.issueType, $i.type] | pick // "vuln" | control),
    rule_id: $id,
    native_id: $identity,
    cve: [$ids.CVE, $ids.GHSA],
    cwe: $ids.CWE,
    cvss: [$i.cvssScore, $i.CVSSv3],
    published_at: $i.publicationTime,
    component: {
      name: $package, version: $version,
      fixed_version: ($r.fixInfo.fixedIn? // [] | if type == "array" then .[0] else . end),
      type: ([$i.packageManager, ({js: "npm", java: "maven", python: "pypi", ruby: "gem", golang: "golang", dotnet: "nuget", php: "composer", swift: "swift"}[$i.language // ""])] | pick)
    },
    location: {url: $i.url}
  },
  (select($ignored)
   | {kind: "exception", id: $exception,
      reason: ([$why.reason, "ignored in Snyk"] | pick), approver: ([$why.ignoredBy.name?, $why.ignoredBy.email?] | pick),
      granted: $why.created, expires: $why.expires, state: "active", native_id: $identity})
