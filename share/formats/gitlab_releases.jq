# GitLab deployments and releases: REST lists of a project, one object a line.
# Facts: one real list of deployments, GitLab's API documentation.
#
# A deployment is a release with a result; running, blocked and skipped ones are none yet. Review apps are deployments too:
# the dictionary counts those of production. A release object has no result; upcoming ones are none.

module {
  format: "gitlab_releases",
  title: "GitLab deployments and releases",
  category: "other",
  kind: "release",
  detect: "(if type == \"array\" then .[0] | if type == \"array\" then .[0] else . end else . end) | (has(\"deployable\") and has(\"environment\") and has(\"iid\")) or (has(\"tag_name\") and has(\"released_at\"))",
  entries: ["", "[]", "[][]"],
  report: {
    categories: "[]"
  }
};

def first_of: map(select(. != null and . != "")) | .[0];

.raw as $event
| if ($event | has("tag_name")) then
    select($event.upcoming_release != true)
    | {
        at: $event.released_at,
        version: $event.tag_name,
        target: ([$event._links.self?, $event._links.edit_url?] | first_of | if . == null then null else "git+" + split("/-/")[0] end)
      }
  else
    select($event.status == "success" or $event.status == "failed")
    | {
        at: ([$event.deployable.finished_at?, $event.updated_at, $event.created_at] | first_of),
        version: ([(if $event.deployable.tag? == true or ($event.ref // "" | test("^v?[0-9]+\\.[0-9]")) then $event.ref else null end), $event.sha, $event.ref] | first_of),
        environment: ([$event.environment.tier?, $event.environment.name?] | first_of),
        outcome: (if $event.status == "success" then "passed" else "failed" end),
        target: ([$event.deployable.pipeline.web_url?, $event.deployable.web_url?] | first_of | if . == null then null else "git+" + (split("/-/")[0] | split("/pipelines/")[0]) end)
      }
  end
