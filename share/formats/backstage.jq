# Backstage catalog: entities of the API (a list, or a page with `items`) and catalog-info.yaml files.
# Facts: backstage/backstage docs/features/software-catalog (descriptor-format, well-known-annotations, api).
#
# A Component is an asset; systems, groups and the rest are what it refers to. Relations go before `spec`. Tier,
# environment and cloud account have no standard key: any label or annotation of such a name is taken.

module {
  format: "backstage",
  title: "Backstage catalog (API, catalog-info.yaml)",
  kind: "asset",
  container: ["json", "yaml"],
  detect: "if type == \"array\" then .[0] elif (.items | type == \"array\") then .items[0] else . end | (.apiVersion | startswith(\"backstage.io/\")) and (.kind | type == \"string\") and (.metadata.name | type == \"string\")",
  entries: ["", "[]"],
  context: { next: "pageInfo.nextCursor" },
  optional: true,
  report: {
    categories: "[]",
    outcome: "if (.context.next // \"\") != \"\" then \"partial\" else null end"
  }
};

def list: [.] | flatten | map(select(. != null));
# [kind:][namespace/]name
def ref: if type == "string" then split(":") | .[-1:][0] | split("/") | .[-1:][0] else null end;
def related($type): [.relations | list[] | select(.type == $type) | .targetRef // "\(.target.kind):\(.target.namespace)/\(.target.name)"];
def url: if type == "string" and startswith("url:") then ltrimstr("url:") | split("/-/")[0] | split("/tree/")[0] | split("/blob/")[0] else null end;
def repository($host): if . == null then null elif test("^https?://") then . else "\($host)/\(.)" end;

(.raw | if has("items") and (has("kind") | not) then .items[] else . end)
| select(type == "object" and .kind == "Component" and (.apiVersion | tostring | startswith("backstage.io/")))
| (.metadata // {}) as $m
| (.spec // {}) as $s
| ($m.annotations // {}) as $notes
| (($m.labels // {} | to_entries) + ($notes | to_entries)
   | map({key: (.key | ascii_downcase | split("/") | .[-1:][0] | split("_") | join("-")), value: (.value | tostring)})) as $labels
| def labelled($names): [$labels[] | select(.key as $key | $names | any(. == $key)) | .value] | .[0];
  select($notes["backstage.io/orphan"] != "true" and $m.name != null)
| (related("providesApi") + ($s.providesApis | list)) as $apis
| {
    name: $m.name,
    aliases: [$m.title | select(. != null and . != $m.name)],
    product: ([related("partOf")[] | select(startswith("system:"))] + [$s.system] | map(select(. != null)) | .[0] | ref),
    service: $m.name,
    owner: (related("ownedBy") + [$s.owner] | map(select(. != null)) | .[0] | ref),
    tier: labelled(["tier", "business-tier", "service-tier", "criticality", "business-criticality"]),
    environment: labelled(["environment", "env"]),
    repos: (
      [($notes["github.com/project-slug"] | repository("github.com")), ($notes["gitlab.com/project-slug"] | repository("gitlab.com")),
       ($notes["bitbucket.org/project-slug"] | repository("bitbucket.org"))]
      | map(select(. != null))
      | if . != [] then . else [$notes["backstage.io/source-location"], $notes["backstage.io/managed-by-location"] | url | select(. != null)] | .[0:1] end
    ),
    cloud_accounts: (
      [labelled(["account-id", "aws-account-id", "subscription-id", "gcp-project", "project-id"])] | map(select(. != null))
    ),
    api_exposed: ($apis != []),
    mobile: (
      [$s.type, $m.tags] | flatten | map(select(type == "string") | ascii_downcase)
      | if any(. == "mobile" or . == "ios" or . == "android" or . == "mobile-app") then true else null end
    )
  }
