# Google Cloud projects: `gcloud projects list --format=json`, and the Resource Manager API (v1, v3).
# Facts: cloud.google.com Resource Manager reference.
#
# A project is no service: the record is named after it, gives what its labels say, and stands back where an inventory
# has it too. Only active ones.

module {
  format: "gcp_projects",
  title: "Google Cloud project list (gcloud projects list)",
  kind: "asset",
  detect: "if type == \"array\" then .[0] else .projects[0] end | has(\"projectId\") and (has(\"lifecycleState\") or has(\"state\") or has(\"projectNumber\"))",
  entries: ["[]", "projects[]"],
  context: { next: "nextPageToken" },
  optional: true,
  report: {
    categories: "[]",
    outcome: "if (.context.next // \"\") != \"\" then \"partial\" else null end"
  }
};

.raw
| select(.projectId != null and ((.lifecycleState // .state // "ACTIVE") == "ACTIVE"))
| (.labels // {}) as $tags
| {
    name: "\(.projectId)",
    aliases: [(.displayName // .name) | select(. != null and . != "" and (startswith("projects/") | not))],
    product: ($tags.product // $tags.system),
    owner: ($tags.owner // $tags.team),
    tier: ($tags.tier // $tags.criticality),
    environment: ($tags.environment // $tags.env),
    cloud_accounts: (["\(.projectId)"] + [.projectNumber | select(. != null) | tostring])
  }
