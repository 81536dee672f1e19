# Prowler 3.10 to 5 CSV (semicolons).
# Facts: eight real files; Prowler's source.
#
# A muted finding is a failed one that someone put on the mute list: MUTED says only that, not who or why.

module {
  format: "prowler_csv",
  title: "Prowler CSV",
  category: "cloud",
  source_tool: "prowler",
  container: "csv",
  detect: "any(.header[]; . == \"FINDING_UID\") and any(.header[]; . == \"CHECK_ID\") and any(.header[]; . == \"STATUS_EXTENDED\")",
  context: {
    account: "ACCOUNT_UID",
    at: "TIMESTAMP"
  },
  report: {
    target: ".context.account",
    at: "if (.context.at | type) == \"array\" then .context.at else null end"
  }
};

def text: select(. != null and . != "");

.tags as $tags
| .raw
| select(.STATUS // "" | ascii_downcase | startswith("fail"))
| ([.RESOURCE_UID, .RESOURCE_NAME] | map(text) | .[0]) as $resource
| (if .MUTED // "" | ascii_downcase == "true" then
     ["prowler-mute", $tags.service // .ACCOUNT_UID, .CHECK_ID, $resource] | map(text) | join(":")
   else null end) as $exception
| {
    target: .ACCOUNT_UID,
    finding_title: ([.CHECK_TITLE, .STATUS_EXTENDED, .CHECK_ID] | map(text) | .[0]),
    severity: .SEVERITY,
    state: (if $exception == null then "open" else "accepted" end),
    last_seen: .TIMESTAMP,
    exception_id: $exception,
    category: "cloud",
    rule_id: .CHECK_ID,
    native_id: .FINDING_UID,
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
       native_id: .FINDING_UID
     })
