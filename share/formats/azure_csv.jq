# Microsoft Defender for Cloud (Azure Security Center) recommendations as the portal exports them, CSV.
# Facts: four real files; Microsoft's documentation of the export.
#
# Only what is Unhealthy is a finding; NotApplicable is exempt and says so only by its reason.

module {
  format: "azure_csv",
  title: "Defender for Cloud recommendations CSV",
  category: "cloud",
  source_tool: "defender-for-cloud",
  container: "csv",
  detect: "any(.header[]; . == \"recommendationId\") and any(.header[]; . == \"subscriptionId\") and any(.header[]; . == \"state\")",
  context: {
    subscription: "subscriptionId",
    at: "exportedTimestamp"
  },
  report: {
    target: ".context.subscription",
    at: "if (.context.at | type) == \"array\" then .context.at else null end"
  }
};

def text: select(. != null and . != "");

.raw
| (.state // "" | ascii_downcase) as $state
| ([.resourceId, .resourceName] | map(text) | .[0]) as $resource
| (["defender-exemption", .subscriptionId, .recommendationName, $resource] | map(text) | join(":")) as $exception
| if $state == "unhealthy" then
    {
      target: .subscriptionId,
      finding_title: (
        ([.recommendationDisplayName, .recommendationName] | map(text) | .[0]) as $what
        | if (.resourceName // "") == "" then $what else "\($what) on \(.resourceName)" end
      ),
      severity: .severity,
      state: "open",
      first_seen: .firstEvaluationDate,
      last_seen: ([.exportedTimestamp, .statusChangeDate] | map(text) | .[0]),
      owner: .owner,
      category: "cloud",
      rule_id: ([.recommendationName, .recommendationDisplayName] | map(text) | .[0]),
      native_id: .recommendationId,
      location: {url: .azurePortalRecommendationLink, resource: $resource}
    }
  elif $state == "notapplicable" and ((.notApplicableReason // "") | ascii_downcase | contains("exempt")) then
    {
      kind: "exception",
      id: $exception,
      reason: .notApplicableReason,
      state: "active",
      scope: "scanner",
      native_id: .recommendationId
    }
  else empty
  end
