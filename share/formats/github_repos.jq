# GitHub repositories: the REST API's lists (organization, search, one repository) and `gh repo list --json`.
# Facts: google/go-github repos.go, cli/cli api/query_builder.go.
#
# A repository is no service: the record is named after it, gives what its custom properties say, and stands back where
# an inventory has the repository too. Archived ones and forks are none.

module {
  format: "github_repos",
  title: "GitHub repository list (REST, gh)",
  kind: "asset",
  detect: "if type == \"array\" then .[0] elif (.items | type == \"array\") then .items[0] else . end | ((has(\"full_name\") and has(\"default_branch\")) or (has(\"nameWithOwner\") and (has(\"number\") | not))) and (has(\"head\") | not)",
  entries: ["", "[]"],
  report: {
    categories: "[]"
  }
};

def pick($o; $names): [$names[] as $name | $o[$name] | select(. != null and . != "")] | .[0];
def text: if type == "array" then .[0] else . end;

(.raw | if has("items") and (has("full_name") | not) then .items[] else . end)
| (.html_url // .url // "https://github.com/\(.full_name // .nameWithOwner)") as $url
| (.full_name // .nameWithOwner) as $name
| select($name != null and ((.archived // .isArchived // false) or (.fork // .isFork // false) | not))
| ((.custom_properties // {}) | with_entries({key: (.key | ascii_downcase | split("_") | join("-")), value: .value})) as $own
| {
    name: (if $url | test("^https?://api[.]") then "github.com/\($name)" else $url | split("://")[1] end),
    aliases: [],
    product: (pick($own; ["product", "system"]) | text),
    owner: (pick($own; ["owner", "team", "owner-team", "owning-team"]) | text),
    tier: (pick($own; ["tier", "business-tier", "criticality"]) | text),
    environment: (pick($own; ["environment", "env"]) | text),
    repos: [if $url | test("^https?://api[.]") then "github.com/\($name)" else $url end]
  }
