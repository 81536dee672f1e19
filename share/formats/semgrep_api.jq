# Semgrep AppSec Platform API: findings of a deployment (code, supply chain, secrets), and the older supply chain `vulns`.
# Facts: four real files; Semgrep's API reference (v1/deployments/SLUG/findings, v1/deployments/SLUG/ssc-vulns).
#
# `status` is what holds; `triage_reason` of a finding that is not ignored is what someone once said. Severities are words.

module {
  format: "semgrep_api",
  title: "Semgrep AppSec Platform API",
  category: "sast",
  source_tool: "semgrep",
  detect: "def finding: (has(\"rule_name\") and (has(\"triage_state\") or has(\"state\") or has(\"match_based_id\") or has(\"syntactic_id\"))) or (has(\"advisory\") and (has(\"repositoryId\") or has(\"exposureType\") or has(\"matchedDependency\"))); if type == \"array\" then .[0] | finding elif (.findings | type) == \"array\" then .findings[0] | finding else (.vulns | type) == \"array\" and ((.vulns[0] | finding) or (.vulns == [] and has(\"hasMore\"))) end",
  entries: ["findings[]", "vulns[]", "[]"],
  context: {
    more: "hasMore",
    page: "findings[].repository.url",
    name: "findings[].repository.name",
    vuln_name: "vulns[].repositoryName",
    list_page: "[].repository.url",
    list_name: "[].repository.name",
    package: "findings[].found_dependency.package",
    advisory: "vulns[].groupKey",
    code: "findings[].syntactic_id"
  },
  optional: ["more"],
  report: {
    outcome: "if .context.more == true then \"partial\" else null end",
    target: ".context | [[.page, .list_page], [.name, .vuln_name, .list_name]] | map(flatten | map(select(type == \"string\" and . != \"\"))) | map(select(. != [])) | .[0] // []",
    categories: "[(if .context.package != null or .context.advisory != null then \"sca\" else null end), (if .context.package == null and .context.advisory == null or .context.code != null then \"sast\" else null end)] | map(select(. != null))"
  }
};

def pick: map(select(. != null and . != "")) | .[0];
def sentence:
  split("\n\n")[0] // ""
  | split("\n") | join(" ")
  | (split(". ")[0] // "") as $first
  | if $first | endswith("e.g") or endswith("i.e") then . else $first | rtrimstr(".") end;
def word: if type == "string" then ascii_downcase else "" end;

.raw as $f
| ($f.advisory // null) as $advisory
| ([$f.status, $f.state, $f.triage.status?] | pick | word) as $said
| ([$f.triage_reason, $f.triage.dismissReason?] | pick | word | split(" ") | join("_")) as $reason
| ($said == "ignored" or $said == "muted" or $said == "provisionally_ignored" or $said == "dismissed") as $dismissed
| (if $reason == "false_positive" or $reason == "not_exploitable" then "false_positive" else "accepted" end) as $disposition
| ([$f.match_based_id, $f.syntactic_id, $f.groupKey, (if $f.id == null then null else $f.id | tostring end)] | pick) as $identity
| ([$f.repository.url?, $f.repository.name?, $f.repositoryName] | pick) as $target
| ($f.found_dependency // {}) as $dependency
| ($advisory != null or $f.found_dependency != null or $f.vulnerability_identifier != null) as $supply
| (if $dismissed then ["semgrep-triage", .tags.service // $target, $identity] | map(select(. != null)) | join(":") else null end) as $exception
| {
    target: $target,
    finding_title: ([$f.title, ($f.rule_message // $f.rule.message? // "" | sentence), $f.rule_name, $advisory.title?] | pick),
    severity: [$f.severity, $advisory.severity?],
    confidence: ([$f.confidence, $f.rule.confidence?] | pick),
    state: (
      if $dismissed then $disposition
      elif $said == "fixed" or $said == "removed" then "resolved"
      elif $said == "fixing" or $said == "in_progress" then "in_progress"
      else "open"
      end
    ),
    first_seen: ([$f.relevant_since, $f.created_at, $f.openedAt] | pick),
    last_seen: (if $said == "fixed" or $said == "removed" then $f.state_updated_at else null end),
    resolved_at: (if $said == "fixed" or $said == "removed" then $f.state_updated_at else null end),
    exception_id: $exception,
    category: (if $supply then "sca" elif $f.rule.category? == "secrets" then "secrets" else "sast" end),
    rule_id: ([$f.rule_name, $advisory.ruleId?] | pick),
    native_id: $identity,
    cve: [$f.vulnerability_identifier, $advisory.references.cveIds?, $advisory.references.urls?],
    cwe: [$f.rule.cwe_names?, $advisory.references.cweIds?],
    epss: $f.epss_score.score?,
    published_at: $advisory.announcedAt?,
    component: {
      name: ([$dependency.package, $f.matchedDependency.name?] | pick),
      version: ([$dependency.version, $f.matchedDependency.versionSpecifier?] | pick),
      fixed_version: ([($f.fix_recommendations // [] | .[0].version?), $f.closestSafeDependency.versionSpecifier?] | pick),
      type: ([$dependency.ecosystem, $advisory.ecosystem?] | pick)
    },
    location: {
      file: ([$f.location.file_path?, $f.dependencyFileLocation.path?, $dependency.lockfile_path?] | pick),
      line: ([$f.location.line?, $f.dependencyFileLocation.startLine?] | pick),
      url: $f.line_of_code_url
    },
    ticket: ([$f.external_ticket.external_slug?, $f.triage.issueUrl?] | pick)
  },
  (select($exception != null)
   | {
       kind: "exception",
       id: $exception,
       disposition: $disposition,
       reason: ([$f.triage_comment, $reason, "ignored"] | pick),
       granted: ([$f.triaged_at, $f.firstTriagedAt] | pick),
       state: "active",
       native_id: $identity
     })
