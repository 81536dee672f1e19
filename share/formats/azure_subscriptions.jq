# Azure subscriptions: `az account list`.
# Facts: the command's output.
#
# A subscription is no service: the record is named after it, and stands back where an inventory has it too. Only
# enabled ones; no user.

module {
  format: "azure_subscriptions",
  title: "Azure subscription list (az account list)",
  kind: "asset",
  detect: "type == \"array\" and (.[0] | has(\"tenantId\") and has(\"id\") and has(\"state\"))",
  entries: ["[]"],
  report: {
    categories: "[]"
  }
};

.raw
| select(.id != null and (.state == null or (.state | ascii_downcase) == "enabled"))
| (.tags // {} | with_entries({key: (.key | ascii_downcase), value: .value})) as $tags
| {
    name: "\(.id)",
    aliases: [.name | select(. != null and . != "")],
    product: ($tags.product // $tags.system),
    owner: ($tags.owner // $tags.team),
    tier: ($tags.tier // $tags.criticality),
    environment: ($tags.environment // $tags.env),
    cloud_accounts: ["\(.id)"]
  }
