# GitHub releases (REST lists, one release, webhook bodies, `gh release list --json …`) and deployment statuses (REST lists,
# webhook bodies, which also hold the deployment).
# Facts: 3 real files, GitHub's REST documentation.
#
# `created_at` of a release is the date of its commit: published_at counts. Drafts and pre-releases are no releases.
# A deployment has no result: its statuses have, and the final ones (success, failure, error) are releases. One that was
# saved with its `statuses` is a release by them: it was live once if any says success, whatever came later. `inactive` only
# says that a newer one came. `gh release list` does not name its repository: give -t target= or -t service=.

module {
  format: "github_releases",
  title: "GitHub releases and deployment statuses",
  category: "other",
  kind: "release",
  detect: "(if type == \"array\" then .[0] | if type == \"array\" then .[0] else . end else . end) | (.release // .deployment_status // .) | (has(\"tag_name\") and has(\"published_at\") and (has(\"upload_url\") or has(\"assets_url\") or has(\"draft\"))) or (has(\"tagName\") and (has(\"publishedAt\") or has(\"isDraft\") or has(\"isLatest\"))) or (has(\"deployment_url\") and has(\"state\")) or (has(\"statuses_url\") and has(\"environment\") and has(\"task\"))",
  entries: ["", "[]", "[][]"],
  report: {
    categories: "[]"
  }
};

def first_of: map(select(. != null and . != "")) | .[0];
def time: if . == null or . == "" or startswith("0001-") then null else . end;
def repository:
  if . == null then null
  elif contains("/repos/") then split("/repos/") | (.[0] | split("//api.") | join("//") | split("/api/v3")[0]) + "/" + (.[1] | split("/")[0:2] | join("/"))
  else split("/") | .[0:5] | join("/")
  end;

(.raw.release // .raw.deployment_status // .raw) as $event
| (.raw.repository.html_url? // ([$event.url, $event.html_url, $event.deployment_url, $event.repository_url] | first_of | repository)) as $repository
| (if $repository == null then null else "git+" + $repository end) as $target
| if ($event | has("deployment_url")) then
    select($event.state == "success" or $event.state == "failure" or $event.state == "error")
    | {
        at: $event.created_at,
        version: ([.raw.deployment.ref?, .raw.deployment.sha?, ($event.deployment_url // "" | split("/")[-1] | if . == null then null else "deployment " + . end)] | first_of),
        environment: ([$event.environment, .raw.deployment.environment?] | first_of),
        outcome: (if $event.state == "success" then "passed" else "failed" end),
        target: $target
      }
  elif ($event | has("statuses_url")) then
    ([$event.statuses // [] | .[] | select(type == "object" and (.state == "success" or .state == "failure" or .state == "error"))]
     | sort_by([.state == "success", .created_at]) | .[-1]) as $last
    | select($last != null)
    | {
        at: $last.created_at,
        version: ([$event.ref, $event.sha] | first_of),
        environment: $event.environment,
        outcome: (if $last.state == "success" then "passed" else "failed" end),
        target: $target
      }
  else
    select(($event.draft // $event.isDraft // false | not) and ($event.prerelease // $event.isPrerelease // false | not))
    | {
        at: ([$event.published_at, $event.publishedAt] | map(time) | first_of),
        version: ([$event.tag_name, $event.tagName] | first_of),
        target: $target
      }
  end
