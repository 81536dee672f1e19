# GitHub Dependabot alerts: the REST lists of a repository, organisation or enterprise, one alert, a webhook's body (also the
# old repository_vulnerability_alert), and pages as `gh api --paginate` (glued lists) and `--slurp` (a list of lists) leave them.
# Facts: 12 real files; GitHub's REST documentation of dependabot/alerts.
#
# An alert is one advisory in one manifest; it has no installed version, only the range. "A fix has been started" is work in
# progress and no acceptance; an automatic dismissal is a rule's suppression.

module {
  format: "github_dependabot",
  title: "GitHub Dependabot alerts",
  category: "sca",
  source_tool: "dependabot",
  detect: "(if type == \"array\" then .[0] | if type == \"array\" then .[0] else . end elif (.alert | type) == \"object\" then .alert else . end) | (has(\"security_advisory\") and (has(\"dependency\") or has(\"security_vulnerability\"))) or (has(\"affected_package_name\") and has(\"number\"))",
  entries: ["", "[]", "[][]"],
  context: {
    list_repository: "[].repository.html_url",
    list_page: "[].html_url",
    slurped_repository: "[][].repository.html_url",
    slurped_page: "[][].html_url",
    repository: "repository.html_url",
    page: "html_url"
  },
  report: {
    target: "repositories"
  }
};

def pick: map(select(. != null and . != "" and . != "None")) | .[0];
def known: if . == "None" or . == "" then null else . end;
def texts: flatten | map(select(type == "string" and . != "" and . != "None")) | unique;

# https://api.github.com/repos/o/r/… and https://github.com/o/r/security/… are pages of https://github.com/o/r.
def repository:
  (split("/security/")[0] // "" | split("/network/alert")[0] // "" | split("/repos/"))
  | if length > 1 then (.[0] | split("//api.") | join("//") | split("/api/v3")[0]) + "/" + (.[1] | split("/")[0:2] | join("/"))
    else .[0] // ""
    end
  | if startswith("http") then "git+" + . else . end;

def repositories:
  .context
  | ([.repository, .list_repository, .slurped_repository] | texts) as $repositories
  | (if $repositories == [] then [.page, .list_page, .slurped_page] | texts else $repositories end)
  | map(repository) | unique;

# The words of the API, and the sentences of the page and the old webhook.
def decided:
  ascii_downcase
  | if . == "fix_started" or contains("fix has already been started") then "in_progress"
    elif . == "inaccurate" or . == "not_used" or contains("inaccurate") or contains("not actually used") then "false_positive"
    else "accepted"
    end;

(.raw.alert // .raw) as $alert
| ([.raw.repository.html_url, $alert.repository.html_url, $alert.html_url, $alert.url] | pick // "" | repository | known) as $repository
| ([.raw.repository.full_name, $alert.repository.full_name, ($repository // "" | split("/")[3:] | join("/"))] | pick // "" | ascii_downcase) as $name
| "\($name)/dependabot/\($alert.number)" as $identity
| ($alert.security_advisory // {}) as $advisory
| ($alert.security_vulnerability // {}) as $vulnerability
| ($alert.dependency.package // $vulnerability.package // {name: $alert.affected_package_name}) as $package
| ($vulnerability.first_patched_version | if type == "object" then .identifier else . end) as $patched
| ([$alert.dismissed_reason, $alert.dismiss_reason] | pick) as $reason
| ($alert.state // (if .raw.action == "dismiss" then "dismissed" elif .raw.action == "resolve" then "fixed" else "open" end)) as $said
| (if $said == "dismissed" then $reason // "" | decided
   elif $said == "auto_dismissed" then "accepted"
   elif $said == "fixed" or $said == "resolved" then "resolved"
   else "open"
   end) as $state
| (if $state == "accepted" or $state == "false_positive" then "dependabot:" + $identity else null end) as $exception
| ([$advisory.ghsa_id, $alert.ghsa_id, $advisory.cve_id, $alert.external_identifier] | pick) as $rule
| {
    target: ($repository // ($name | known)),
    finding_title: ([$advisory.summary, ([$rule, $package.name] | map(select(. != null)) | join(" in "))] | pick),
    severity: [$vulnerability.severity, $advisory.severity, $alert.severity],
    state: $state,
    first_seen: $alert.created_at,
    last_seen: ([$alert.updated_at, $alert.fixed_at, $alert.dismissed_at] | pick),
    resolved_at: ($alert.fixed_at | known),
    owner: ($alert.assignees // [] | .[0].login),
    exception_id: $exception,
    category: "sca",
    rule_id: $rule,
    native_id: $identity,
    cve: [$advisory.cve_id, $advisory.ghsa_id, ($advisory.identifiers // [] | map(.value)), $alert.external_identifier, $alert.ghsa_id],
    cwe: ($advisory.cwes // [] | map(.cwe_id)),
    cvss: ([$advisory.cvss_severities.cvss_v4.score, $advisory.cvss_severities.cvss_v3.score, $advisory.cvss.score]
           | map(select(. != null and . != 0)) | .[0]),
    epss: ($advisory.epss | if type == "array" then .[0] else . end | if type == "object" then .percentage else null end),
    published_at: $advisory.published_at,
    component: {name: $package.name, type: $package.ecosystem, fixed_version: ($patched // $alert.fixed_in)},
    location: {file: $alert.dependency.manifest_path, url: $alert.html_url}
  },
  (select($exception != null)
   | {
       kind: "exception",
       id: $exception,
       disposition: $state,
       reason: ([$alert.dismissed_comment, $reason, (if $said == "auto_dismissed" then "dismissed by a rule" else null end)] | pick),
       approver: ([$alert.dismissed_by.login?, $alert.dismisser.login?] | pick),
       granted: ([$alert.dismissed_at, $alert.auto_dismissed_at] | pick),
       state: "active",
       url: $alert.html_url,
       native_id: $identity
     })
