# Prowler 3 to 5 CSV (semicolons); before 3.10 the columns had other names.
# Facts: eight real files; Prowler's source.
#
# A muted finding is a failed one that someone put on the mute list: MUTED says only that, not who or why.

module {
  format: "prowler_csv",
  title: "Prowler CSV",
  category: "cloud",
  source_tool: "prowler",
  container: "csv",
  detect: "any(.header[]; . == \"FINDING_UID\" or . == \"FINDING_UNIQUE_ID\") and any(.header[]; . == \"CHECK_ID\") and any(.header[]; . == \"STATUS_EXTENDED\")",
  context: {
    account: "ACCOUNT_UID",
    id: "ACCOUNT_ID",
    subscription: "SUBSCRIPTION",
    project: "PROJECT_ID",
    at: "TIMESTAMP",
    start: "ASSESSMENT_START_TIME"
  },
  report: {
    target: "[.context.account, .context.id, .context.subscription, .context.project] | flatten | map(select(. != null))",
    at: "if .from == \"report\" then [.context.at, .context.start] | flatten else null end"
  }
};

def text: select(. != null and . != "");

.tags as $tags
| .raw
| select(.STATUS // "" | ascii_downcase | startswith("fail"))
| ([.ACCOUNT_UID, .ACCOUNT_ID, .SUBSCRIPTION, .PROJECT_ID] | map(text) | .[0]) as $account
| ([.RESOURCE_UID, .RESOURCE_ARN, .RESOURCE_ID, .RESOURCE_NAME] | map(text) | .[0]) as $resource
| (if .MUTED // "" | ascii_downcase == "true" then
     ["prowler-mute", $tags.service // $account, .CHECK_ID, $resource] | map(text) | join(":")
   else null end) as $exception
| {
    target: $account,
    finding_title: ([.CHECK_TITLE, .STATUS_EXTENDED, .CHECK_ID] | map(text) | .[0]),
    severity: .SEVERITY,
    state: (if $exception == null then "open" else "accepted" end),
    last_seen: ([.TIMESTAMP, .ASSESSMENT_START_TIME] | map(text) | .[0]),
    exception_id: $exception,
    category: "cloud",
    rule_id: .CHECK_ID,
    native_id: ([.FINDING_UID, .FINDING_UNIQUE_ID] | map(text) | .[0]),
    location: {
      url: ([.REMEDIATION_RECOMMENDATION_URL, .RELATED_URL] | map(text) | .[0]),
      resource: $resource
    }
  },
  (select($exception != null)
   | {
       kind: "exception",
       id: $exception,
       reason: ([.NOTES, "muted in Prowler"] | map(text) | .[0]),
       state: "active",
       native_id: ([.FINDING_UID, .FINDING_UNIQUE_ID] | map(text) | .[0])
     })
