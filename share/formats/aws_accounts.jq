# AWS accounts: `aws organizations list-accounts`, and one as Cloud Control and CloudFormation show it.
# Facts: aws-cli examples/organizations/list-accounts.rst.
#
# An account is no service: the record is named after it, and stands back where an inventory has the account too.
# Owner, tier and environment come from tags, where somebody added them (`Tags`). Only active accounts; no e-mail.

module {
  format: "aws_accounts",
  title: "AWS account list (Organizations)",
  kind: "asset",
  detect: "((.Accounts | type == \"array\") and (.Accounts == [] or (.Accounts[0] | has(\"Id\") and has(\"Arn\")))) or (.Type == \"AWS::Organizations::Account\" and (.Properties | type) == \"object\")",
  entries: ["Accounts[]", "Properties"],
  context: { next: "NextToken" },
  optional: true,
  report: {
    categories: "[]",
    outcome: "if (.context.next // \"\") != \"\" then \"partial\" else null end"
  }
};

.raw
| select(.Id != null and (.Status == null or .Status == "ACTIVE"))
| ([.Tags] | flatten | map(select(type == "object" and .Key != null) | {key: (.Key | ascii_downcase), value: .Value}) | from_entries) as $tags
| {
    name: "\(.Id)",
    aliases: [.Name | select(. != null and . != "")],
    product: ($tags.product // $tags.system),
    owner: ($tags.owner // $tags.team),
    tier: ($tags.tier // $tags.criticality),
    environment: ($tags.environment // $tags.env),
    cloud_accounts: ["\(.Id)"]
  }
