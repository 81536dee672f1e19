# Dependency-Track: the Finding Packaging Format export (1.0 to 1.3) and the findings API's bare list.
# Facts: 22 real files; Dependency-Track's FPF documentation and sources.
#
# An audit's word holds only while it is one: NOT_SET is open, EXPLOITABLE is open and looked at. isSuppressed stands beside the
# state. Versions of a project are not its name. The API's list names the project by its id, newer versions also by its name.

module {
  format: "dependency_track",
  title: "Dependency-Track findings",
  category: "sca",
  detect: "if type == \"array\" then .[0] | (.component | type) == \"object\" and (.vulnerability | type) == \"object\" and (.vulnerability | has(\"vulnId\") or has(\"source\")) else (.meta.application? == \"Dependency-Track\" and (has(\"findings\") or has(\"project\"))) or ((.findings | type) == \"array\" and (.findings[0] | has(\"component\") and has(\"vulnerability\") and (has(\"matrix\") or has(\"attribution\")))) end",
  entries: ["findings[]", "[]"],
  context: {
    at: "meta.timestamp",
    project: "project.name",
    list_project: "[].component.project",
    list_name: "[].component.projectName"
  },
  report: {
    target: ".context | .project // .list_name // .list_project",
    at: ".context.at"
  }
};

def pick: map(select(. != null and . != "")) | .[0];

.raw as $f
| ($f.vulnerability // {}) as $v
| ($f.component // {}) as $c
| ($f.analysis // {}) as $analysis
| (.context.project // .context.list_name // .context.list_project) as $project
| ($analysis.state // "NOT_SET" | ascii_upcase) as $said
| (if $said == "FALSE_POSITIVE" or $said == "NOT_AFFECTED" then "false_positive"
   elif $said == "RESOLVED" then "resolved"
   elif $analysis.isSuppressed == true then "accepted"
   else "open"
   end) as $state
| ([$f.matrix, ([$c.uuid, $v.uuid] | map(select(. != null)) | join(":")),
    ([$c.purl // $c.name, $v.vulnId] | map(select(. != null)) | join(":"))] | pick) as $identity
| (if ($state == "accepted" or $state == "false_positive") then "dependency-track:\($identity)" else null end) as $exception
| ([$c.group, $c.name] | map(select(. != null and . != "")) | join(if $c.purl // "" | startswith("pkg:maven/") then ":" else "/" end)) as $name
| {
    target: $project,
    finding_title: ([$v.title, ([$v.vulnId, $c.name] | map(select(. != null)) | join(" in "))] | pick),
    severity: ([$v.severity, $v.cvssV3BaseScore, $v.cvssV2BaseScore] | pick),
    source_severity: $v.severity,
    state: $state,
    first_seen: $f.attribution.attributedOn?,
    last_seen: .context.at,
    exception_id: $exception,
    category: "sca",
    rule_id: (if $v.vulnId == null then null else $v.vulnId | tostring end),
    native_id: $identity,
    cve: [($v.vulnId | if . == null then null else tostring end),
          ($v.aliases // [] | map(select(type == "object") | .cveId, .ghsaId, .osvId, .snykId, .sonatypeId))],
    cwe: [($v.cwes // [] | map(.cweId)), $v.cweId],
    cvss: [$v.cvssV4Score, $v.cvssV3BaseScore, $v.cvssV2BaseScore],
    epss: $v.epssScore,
    published_at: $v.published,
    component: {name: $name, version: $c.version, purl: $c.purl}
  },
  (select($exception != null)
   | {
       kind: "exception",
       id: $exception,
       disposition: $state,
       reason: ([$analysis.detail, $analysis.justification, ($said | ascii_downcase | if . == "not_set" then "suppressed" else . end)] | pick),
       state: "active",
       native_id: $identity
     })
