# Prowler 3 JSON: a list, or one object a line.
# Facts: four real files; Prowler 3's source.

module {
  format: "prowler_v3_json",
  title: "Prowler 3 JSON",
  category: "cloud",
  source_tool: "prowler",
  detect: "(if type == \"array\" then .[0] else . end) | has(\"CheckID\") and has(\"FindingUniqueId\") and has(\"StatusExtended\")",
  entries: ["[]", ""],
  context: {
    account: "AccountId",
    accounts: "[].AccountId",
    subscriptions: "[].Subscription",
    projects: "[].ProjectId",
    at: "AssessmentStartTime",
    times: "[].AssessmentStartTime"
  },
  optional: true,
  report: {
    target: ".context | [.account, .accounts, .subscriptions, .projects] | flatten | map(select(. != null and . != \"\")) | unique",
    at: "if .from == \"report\" then [.context.at, .context.times] | flatten else null end"
  }
};

def text: select(. != null and . != "");

.raw
| select(.Status // "" | tostring | ascii_downcase | startswith("fail"))
| {
    target: ([.AccountId, .Subscription, .ProjectId, .Context] | map(text) | .[0]),
    finding_title: ([.CheckTitle, .StatusExtended, .CheckID] | map(text) | .[0]),
    severity: .Severity,
    state: "open",
    last_seen: .AssessmentStartTime,
    category: "cloud",
    rule_id: .CheckID,
    native_id: .FindingUniqueId,
    location: {
      url: .Remediation.Recommendation.Url,
      resource: ([.ResourceArn, ([.Region, .ResourceId] | map(text) | if length == 2 then join(": ") else .[0] end), .ResourceName, .StatusExtended] | map(text) | .[0])
    }
  }
