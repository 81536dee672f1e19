# GitLab projects: the REST API's project lists.
# Facts: xanzy/go-gitlab projects.go.
#
# A project is no service: the record is named after its repository, gives what its custom attributes say, and stands
# back where an inventory has the repository too. Archived projects, those to be deleted and forks are none.

module {
  format: "gitlab_projects",
  title: "GitLab project list (REST)",
  kind: "asset",
  detect: "if type == \"array\" then .[0] else . end | has(\"path_with_namespace\") and has(\"name\")",
  entries: ["", "[]"],
  report: {
    categories: "[]"
  }
};

.raw
| select(.path_with_namespace != null and (.archived // false | not) and .marked_for_deletion_at == null and .forked_from_project == null)
| ([.custom_attributes] | flatten | map(select(type == "object" and .key != null) | {key: (.key | ascii_downcase), value: .value}) | from_entries) as $own
| (.web_url // .http_url_to_repo // "https://gitlab.com/\(.path_with_namespace)") as $url
| {
    name: ($url | split("://") | .[-1:][0]),
    aliases: [],
    product: ($own.product // $own.system),
    owner: ($own.owner // $own.team),
    tier: ($own.tier // $own.criticality),
    environment: ($own.environment // $own.env),
    repos: [$url]
  }
