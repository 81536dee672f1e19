# GitHub secret scanning alerts: the REST lists of a repository, organisation or enterprise, one alert, a webhook's body,
# and pages as `gh api --paginate` (glued lists) and `--slurp` (a list of lists) leave them.
# Facts: 11 real files; GitHub's REST documentation of secret-scanning/alerts.
#
# The format has no severity: a live credential is high, and critical once it is active and leaked in public.
# `secret` holds the credential itself and is never read here. Most bodies only link to the places it was found in.
# "Used in tests" is accepted, as the secret is real; an edited or deleted pattern says that it never was one.

module {
  format: "github_secret_scanning",
  title: "GitHub secret scanning alerts",
  category: "secrets",
  source_tool: "github-secret-scanning",
  detect: "(if type == \"array\" then .[0] | if type == \"array\" then .[0] else . end elif (.alert | type) == \"object\" then .alert else . end) | (.secret_type | type) == \"string\" and has(\"number\")",
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
  (split("/security/")[0] // "" | split("/secret-scanning/")[0] // "" | split("/repos/"))
  | if length > 1 then (.[0] | split("//api.") | join("//") | split("/api/v3")[0]) + "/" + (.[1] | split("/")[0:2] | join("/"))
    else .[0] // ""
    end
  | if startswith("http") then "git+" + . else . end;

def repositories:
  .context
  | ([.repository, .list_repository, .slurped_repository] | texts) as $repositories
  | (if $repositories == [] then [.page, .list_page, .slurped_page] | texts else $repositories end)
  | map(repository) | unique;

(.raw.alert // .raw) as $alert
| ([.raw.repository.html_url, $alert.repository.html_url, $alert.html_url, $alert.url] | pick // "" | repository | known) as $repository
| ([.raw.repository.full_name, $alert.repository.full_name, ($repository // "" | split("/")[3:] | join("/"))] | pick // "" | ascii_downcase) as $name
| "\($name)/secret-scanning/\($alert.number)" as $identity
| ($alert.resolution | known) as $resolution
| {
    revoked: "resolved", wont_fix: "accepted", used_in_tests: "accepted", false_positive: "false_positive",
    pattern_edited: "false_positive", pattern_deleted: "false_positive", hidden_by_config: "accepted"
  } as $states
| (if ($alert.state // (if $resolution == null then "open" else "resolved" end)) != "resolved" then "open"
   else $states[$resolution // "revoked"] // "accepted"
   end) as $state
| (if $state == "accepted" or $state == "false_positive" then "github-secret-scanning:" + $identity else null end) as $exception
| ([$alert.secret_type_display_name, $alert.secret_type] | pick) as $type
| ($alert.validity // "" | ascii_downcase) as $validity
| {
    target: ($repository // ($name | known)),
    finding_title: $type,
    severity: (if $alert.publicly_leaked == true and $validity == "active" then "critical" else "high" end),
    source_severity: null,
    confidence: ({active: "high", inactive: "low"}[$validity] // "medium"),
    state: $state,
    first_seen: $alert.created_at,
    last_seen: ([$alert.updated_at, $alert.resolved_at] | pick),
    resolved_at: (if $state == "resolved" then $alert.resolved_at | known else null end),
    owner: ([$alert.assigned_to.login?, ($alert.assignees // [] | .[0].login)] | pick),
    exception_id: $exception,
    category: "secrets",
    rule_id: $alert.secret_type,
    native_id: $identity,
    location: {
      file: $alert.first_location_detected.path,
      line: $alert.first_location_detected.start_line,
      url: $alert.html_url
    }
  },
  (select($exception != null)
   | {
       kind: "exception",
       id: $exception,
       disposition: $state,
       reason: ([$alert.resolution_comment, $alert.push_protection_bypass_request_comment, $resolution] | pick),
       approver: ($alert.resolved_by.login? | known),
       granted: ($alert.resolved_at | known),
       state: "active",
       url: $alert.html_url,
       native_id: $identity
     })
