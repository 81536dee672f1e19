# GitHub Dependabot alerts by GraphQL (RepositoryVulnerabilityAlert), under any query that leads to `vulnerabilityAlerts`:
# one repository, aliases of several, a search, the repositories of an organisation or user; also the list of pages that
# `gh api graphql --paginate --slurp` leaves.
# Facts: 14 real files; GitHub's GraphQL reference.
#
# The repository is the object that holds the list, as far as the query asked for its name. `state` is newer than
# `dismissedAt` and `fixedAt`: without it these say what happened. An advisory may list `vulnerabilities` as GitLab's projects do.

module {
  format: "github_dependabot_graphql",
  title: "GitHub Dependabot alerts (GraphQL)",
  category: "sca",
  source_tool: "dependabot",
  detect: "(if type == \"array\" then .[0] else . end) | (.data | type) == \"object\" and any(.data | ..; type == \"object\" and (.vulnerabilityAlerts | type) == \"object\")",
  over: ["gitlab_vuln_api"],
  entries: [
    "data.*.vulnerabilityAlerts.nodes[]", "data.*.nodes[].vulnerabilityAlerts.nodes[]", "data.*.*.nodes[].vulnerabilityAlerts.nodes[]",
    "data.*.vulnerabilityAlerts.edges[].node", "[].data.*.vulnerabilityAlerts.nodes[]",
    "[].data.*.nodes[].vulnerabilityAlerts.nodes[]", "[].data.*.*.nodes[].vulnerabilityAlerts.nodes[]", "**.vulnerabilityAlerts.nodes[]", "**.vulnerabilityAlerts.edges[].node"
  ],
  context: {
    owner: "data.*.nameWithOwner", page: "data.*.url", name: "data.*.name",
    found_owner: "data.*.nodes[].nameWithOwner", found_page: "data.*.nodes[].url", found_name: "data.*.nodes[].name",
    listed_owner: "data.*.*.nodes[].nameWithOwner", listed_page: "data.*.*.nodes[].url", listed_name: "data.*.*.nodes[].name",
    slurped_owner: "[].data.*.nameWithOwner", slurped_page: "[].data.*.url", slurped_name: "[].data.*.name",
    slurped_found_owner: "[].data.*.nodes[].nameWithOwner", slurped_found_page: "[].data.*.nodes[].url",
    slurped_listed_owner: "[].data.*.*.nodes[].nameWithOwner", slurped_listed_page: "[].data.*.*.nodes[].url",
    more: "data.**.pageInfo.hasNextPage", slurped_more: "[].data.**.pageInfo.hasNextPage", errors: "errors[].message"
  },
  optional: ["more", "slurped_more", "errors"],
  report: {
    target: "repositories",
    outcome: "if .context.errors != null or ([.context.more] | flatten | any(. == true)) or ([.context.slurped_more] | flatten | any(. == true) and (any(. == false) | not)) then \"partial\" else null end"
  }
};

def pick: map(select(. != null and . != "")) | .[0];
def page: if startswith("http") then "git+" + . else . end;

# In the order of what says most; the pages of one repository and the names of another do not meet in one file.
def repositories:
  .context
  | [ [.page, .found_page, .listed_page, .slurped_page, .slurped_found_page, .slurped_listed_page],
      [.owner, .found_owner, .listed_owner, .slurped_owner, .slurped_found_owner, .slurped_listed_owner],
      [.name, .found_name, .listed_name, .slurped_name] ]
  | map(flatten | map(select(type == "string" and . != "")))
  | map(select(. != [])) | .[0] // []
  | map(page) | unique;

def decided:
  ascii_downcase
  | if . == "fix_started" or contains("fix has already been started") then "in_progress"
    elif contains("inaccurate") or . == "not_used" or contains("not actually used") then "false_positive"
    else "accepted"
    end;

.raw as $alert
| ($alert.securityVulnerability // {}) as $vulnerability
| ($vulnerability.advisory // $alert.securityAdvisory // {}) as $advisory
| ([$alert.repository.url, $alert.repository.nameWithOwner, repositories[0]] | pick) as $repository
| ($alert.state // "" | ascii_downcase
   | if . != "" then . elif $alert.fixedAt != null then "fixed" elif $alert.dismissedAt != null then "dismissed" else "open" end) as $said
| (if $said == "dismissed" then $alert.dismissReason // "" | decided
   elif $said == "auto_dismissed" then "accepted"
   elif $said == "fixed" then "resolved"
   else "open"
   end) as $state
| ([$alert.id, (if $alert.number == null then null else "\($repository // "" | split("://") | .[length - 1] // "" | ascii_downcase)#\($alert.number)" end)] | pick) as $identity
| (if $state == "accepted" or $state == "false_positive" then "dependabot:\($identity)" else null end) as $exception
| ($advisory.identifiers // [] | map(.value)) as $ids
| {
    target: ($repository // "" | page),
    finding_title: ([$advisory.summary, $ids[0]] | pick),
    severity: [$vulnerability.severity, $advisory.severity],
    state: $state,
    first_seen: $alert.createdAt,
    last_seen: ([$alert.fixedAt, $alert.dismissedAt, $alert.autoDismissedAt] | pick),
    resolved_at: $alert.fixedAt,
    exception_id: $exception,
    category: "sca",
    rule_id: ([$advisory.ghsaId, ($ids | map(select(startswith("GHSA-"))) | .[0]), $ids[0]] | pick),
    native_id: $identity,
    cve: [$ids, $advisory.ghsaId],
    cwe: ($advisory.cwes.nodes // [] | map(.cweId)),
    cvss: ([$advisory.cvssSeverities.cvssV4.score, $advisory.cvssSeverities.cvssV3.score, $advisory.cvss.score]
           | map(select(. != null and . != 0)) | .[0]),
    epss: $advisory.epss.percentage,
    published_at: $advisory.publishedAt,
    component: {
      name: $vulnerability.package.name,
      type: $vulnerability.package.ecosystem,
      version: ($alert.vulnerableRequirements // "" | if startswith("= ") then ltrimstr("= ") else null end),
      fixed_version: $vulnerability.firstPatchedVersion.identifier
    },
    location: {file: ([$alert.vulnerableManifestPath, $alert.vulnerableManifestFilename] | pick)}
  },
  (select($exception != null)
   | {
       kind: "exception",
       id: $exception,
       disposition: $state,
       reason: ([$alert.dismissComment, $alert.dismissReason, (if $said == "auto_dismissed" then "dismissed by a rule" else null end)] | pick),
       approver: $alert.dismisser.login?,
       granted: ([$alert.dismissedAt, $alert.autoDismissedAt] | pick),
       state: "active",
       native_id: $identity
     })
