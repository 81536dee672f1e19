# GitHub code scanning alerts: the REST lists of a repository, organisation or enterprise, one alert, a webhook's body,
# and pages as `gh api --paginate` (glued lists) and `--slurp` (a list of lists) leave them.
# Facts: 15 real files; GitHub's REST documentation of code-scanning/alerts.
#
# The alert's own state counts, not that of an instance (one branch). A dismissed alert stays one until someone reopens it:
# the exception names the alert. Numbers run anew for each kind of alert. DefectDojo's exports write "None" for null. No list says when it was made.

module {
  format: "github_code_scanning",
  title: "GitHub code scanning alerts",
  category: "sast",
  source_tool: "github-code-scanning",
  detect: "(if type == \"array\" then .[0] | if type == \"array\" then .[0] else . end elif (.alert | type) == \"object\" then .alert else . end) | (.rule | type) == \"object\" and (has(\"most_recent_instance\") or has(\"instances\") or has(\"instances_url\"))",
  entries: ["", "[]", "[][]"],
  context: {
    list_repository: "[].repository.html_url",
    list_page: "[].html_url",
    list_tool: "[].tool.name",
    slurped_repository: "[][].repository.html_url",
    slurped_page: "[][].html_url",
    slurped_tool: "[][].tool.name",
    repository: "repository.html_url",
    page: "html_url",
    tool: "tool.name",
    alert_tool: "alert.tool.name"
  },
  report: {
    source_tool: "tools[0]",
    target: "repositories",
    categories: "tools | if length > 1 then map([., control]) else map(control) | if . == [] then [\"sast\"] else . end end"
  }
};

def pick: map(select(. != null and . != "" and . != "None")) | .[0];
def known: if . == "None" or . == "" then null else . end;
def texts: flatten | map(select(type == "string" and . != "" and . != "None")) | unique;

# https://api.github.com/repos/o/r/… and https://github.com/o/r/security/… are pages of https://github.com/o/r.
def repository:
  (split("/security/")[0] // "" | split("/code-scanning/")[0] // "" | split("/repos/"))
  | if length > 1 then (.[0] | split("//api.") | join("//") | split("/api/v3")[0]) + "/" + (.[1] | split("/")[0:2] | join("/"))
    else .[0] // ""
    end
  | if startswith("http") then "git+" + . else . end;

def repositories:
  .context
  | ([.repository, .list_repository, .slurped_repository] | texts) as $repositories
  | (if $repositories == [] then [.page, .list_page, .slurped_page] | texts else $repositories end)
  | map(repository) | unique;

def tools: .context | [.tool, .list_tool, .slurped_tool, .alert_tool] | texts;

# What else uploads SARIF to GitHub.
def control:
  { "trivy": "container", "grype": "container", "snyk container": "container", "docker scout": "container", "anchore": "container",
    "snyk open source": "sca", "osv-scanner": "sca", "dependency-check": "sca", "scorecard": "other",
    "checkov": "iac", "kics": "iac", "tfsec": "iac", "defsec": "iac", "terrascan": "iac", "hadolint": "iac", "snyk iac": "iac",
    "kubescape": "iac", "kubesec": "iac", "templateanalyzer": "iac",
    "gitleaks": "secrets", "trufflehog": "secrets", "detect-secrets": "secrets",
    "zap": "dast", "owasp zap": "dast", "nuclei": "dast", "mobsfscan": "mobile"
  }[ascii_downcase] // "sast";

(.raw.alert // .raw) as $alert
| ([.raw.repository.html_url, $alert.repository.html_url, $alert.html_url, $alert.url] | pick // "" | repository | known) as $repository
| ([.raw.repository.full_name, $alert.repository.full_name, ($repository // "" | split("/")[3:] | join("/"))] | pick // "" | ascii_downcase) as $name
| (if $alert.number == null then null else "\($name)/code-scanning/\($alert.number)" end) as $identity
| ($alert.most_recent_instance // ($alert.instances | if type == "array" then .[0] else null end)) as $instance
| ($alert.state // "open" | if type == "string" then ascii_downcase else "open" end) as $state
| ($alert.dismissed_at | known) as $dismissed_at
| ($state == "dismissed" or ($state == "closed" and $dismissed_at != null)) as $dismissed
| ({"false positive": "false_positive", "false_positive": "false_positive"}[$alert.dismissed_reason // "" | ascii_downcase] // "accepted") as $disposition
| (if $dismissed then "github-code-scanning:" + ($identity // "\($name):\($alert.rule.id)") else null end) as $exception
| {
    source_tool: $alert.tool.name,
    target: ($repository // ($name | known)),
    finding_title: ([$alert.rule.description, $alert.rule.name, $alert.rule.id] | pick),
    severity: [($alert.rule.security_severity_level | known), $alert.rule.severity],
    state: (
      if $dismissed then $disposition
      elif $state == "fixed" or $state == "closed" then "resolved"
      else "open"
      end
    ),
    first_seen: $alert.created_at,
    last_seen: ([$alert.updated_at, $alert.fixed_at, $dismissed_at] | pick),
    resolved_at: ($alert.fixed_at | known),
    owner: ($alert.assignees // [] | .[0].login),
    exception_id: $exception,
    category: ($alert.tool.name // "" | control),
    rule_id: $alert.rule.id,
    native_id: $identity,
    cve: $alert.rule.id,
    cwe: ($alert.rule.tags // [] | map(select(type == "string" and contains("cwe")))),
    location: {file: $instance.location.path, line: $instance.location.start_line, url: $alert.html_url}
  },
  (select($dismissed)
   | {
       kind: "exception",
       id: $exception,
       disposition: $disposition,
       reason: ([$alert.dismissed_comment, $alert.dismissed_reason] | pick),
       approver: ($alert.dismissed_by.login? | known),
       granted: $dismissed_at,
       state: "active",
       url: $alert.html_url
     }
     + (if $identity == null then {rule_id: $alert.rule.id, path: $instance.location.path} else {native_id: $identity} end))
