# AWS Security Finding Format: Security Hub get-findings, a list, findings one after the other (Prowler 2), EventBridge events.
# Facts: 24 real files; the format's description by AWS.
#
# An event and a page that has a next one are partial: what is not in them is not gone.
# A finding whose check passed is a finding in state resolved. Each has its account; container images of ECR are targets of
# their own. What a product found with packages in it is named by the vulnerability, for products have one GeneratorId for all.

module {
  format: "asff",
  title: "AWS Security Hub findings (ASFF)",
  category: "cloud",
  source_tool: "aws-security-hub",
  detect: "(if type == \"array\" then .[0] elif has(\"Findings\") then .Findings[0] elif has(\"findings\") then .findings[0] elif has(\"detail\") then .detail.findings[0] else . end) | .SchemaVersion == \"2018-10-08\" or has(\"ProductArn\") and has(\"AwsAccountId\")",
  entries: ["Findings[]", "findings[]", "detail.findings[]", "[]", ""],
  context: {
    page_account: "*[].AwsAccountId", event_account: "detail.findings[].AwsAccountId", list_account: "[].AwsAccountId", account: "AwsAccountId",
    page_name: "*[].ProductName", event_name: "detail.findings[].ProductName", list_name: "[].ProductName", name: "ProductName",
    page_provider: "*[].ProductFields.ProviderName", event_provider: "detail.findings[].ProductFields.ProviderName", list_provider: "[].ProductFields.ProviderName", provider: "ProductFields.ProviderName",
    page_arn: "*[].ProductArn", event_arn: "detail.findings[].ProductArn", list_arn: "[].ProductArn", arn: "ProductArn",
    page_updated: "*[].UpdatedAt", event_updated: "detail.findings[].UpdatedAt", list_updated: "[].UpdatedAt", updated: "UpdatedAt",
    next: "NextToken", list_next: "nextToken",
    page_types: "*[].Resources[].Type", list_types: "[].Resources[].Type"
  },
  optional: true,
  report: {
    source_tool: "tool(.context | [.page_name, .event_name, .list_name, .name] | one; .context | [.page_provider, .event_provider, .list_provider, .provider] | one; .context | [.page_arn, .event_arn, .list_arn, .arn] | one)",
    target: ".context | [.page_account, .event_account, .list_account, .account] | flatten | map(select(. != null)) | unique",
    at: "if .from == \"report\" then .context | [.page_updated, .event_updated, .list_updated, .updated] | flatten else null end",
    outcome: "if (.context | [.next, .list_next, .event_account]) | any(. != null and . != \"\") then \"partial\" else null end",
    categories: "if [.context.page_types, .context.list_types] | flatten | any(. == \"AwsEcrContainerImage\") then [\"cloud\", \"container\"] else [\"cloud\"] end"
  }
};

def one: flatten | map(select(type == "string" and . != "")) | .[0];
def tool($name; $provider; $arn):
  [ $name, $provider,
    ($arn | if type == "string" then split("/") | .[length - 1] | {default: null, securityhub: "Security Hub"} as $names | if in($names) then $names[.] else . end else null end) ]
  | one;
def pick: map(select(. != null and . != "")) | .[0];
def list: if type == "array" then map(select(. != null)) elif . == null then [] else [.] end;

def of_normalized:
  if type != "number" then null
  elif . >= 90 then "critical" elif . >= 70 then "high" elif . >= 40 then "medium" elif . >= 1 then "low" else "info" end;

# Archived is gone; what nobody could evaluate is still to be looked at.
def standing:
  .Workflow.Status as $workflow
  | if .RecordState == "ARCHIVED" then "resolved"
    elif $workflow == "SUPPRESSED" then "accepted"
    elif $workflow == "RESOLVED" then "resolved"
    elif .Compliance.Status == "PASSED" and $workflow != "NOTIFIED" then "resolved"
    else "open"
    end;

# arn:aws:ecr:REGION:ACCOUNT:repository/NAME/sha256:… is an image.
def image:
  if type == "string" and startswith("arn:") and contains(":ecr:") and contains(":repository/") then
    split(":") as $arn
    | ($arn[5:] | join(":") | ltrimstr("repository/") | split("/sha256:")[0]) as $name
    | "\($arn[4]).dkr.ecr.\($arn[3]).amazonaws.com/\($name)"
  else null end;

.tags as $tags
| .raw
| standing as $state
| (.Resources | list | map(select(type == "object"))) as $resources
| $resources[0] as $resource
| ($resource.Id | image) as $image
| (.Vulnerabilities | list | map(select(type == "object"))) as $vulnerabilities
| ($vulnerabilities[0].VulnerablePackages | list | .[0]) as $package
| (if $state == "accepted" then
     ["aws-suppression", .Id // ([$tags.service, .GeneratorId, $resource.Id] | pick)] | map(select(. != null)) | join(":")
   else null end) as $exception
| {
    source_tool: tool(.ProductName // .ProductFields["aws/securityhub/ProductName"]; .ProductFields.ProviderName; .ProductArn),
    target: ([$image, .AwsAccountId] | pick),
    finding_title: ([.Title, .Description, .Id] | pick),
    severity: [.Severity.Label, (.Severity.Normalized | of_normalized), .FindingProviderFields.Severity.Label,
               (.FindingProviderFields.Severity.Normalized | of_normalized), .Severity.Original],
    confidence: (
      .Confidence | if type != "number" then null elif . >= 66 then "high" elif . >= 33 then "medium" else "low" end
    ),
    state: $state,
    first_seen: ([.FirstObservedAt, .CreatedAt] | pick),
    last_seen: ([.LastObservedAt, .UpdatedAt] | pick),
    owner: .Note.UpdatedBy,
    exception_id: $exception,
    category: (if $image != null then "container" else "cloud" end),
    rule_id: ([$vulnerabilities[0].Id, .Compliance.SecurityControlId, .GeneratorId] | pick),
    native_id: .Id,
    cve: [($vulnerabilities | map(.Id, .RelatedVulnerabilities)), (if $vulnerabilities == [] then .Title else null end)],
    cwe: ($vulnerabilities | map(.Cwes)),
    cvss: ($vulnerabilities[0].Cvss | list | map(.BaseScore) | pick),
    component: {
      name: $package.Name,
      version: $package.Version,
      fixed_version: $package.FixedInVersion,
      type: ($package.PackageManager | if . == "OS" then null else . end)
    },
    location: {
      file: $package.FilePath,
      url: ([.Remediation.Recommendation.Url, .SourceUrl] | pick),
      resource: $resource.Id
    },
    epss: $vulnerabilities[0].EpssScore
  },
  (select($exception != null)
   | {
       kind: "exception",
       id: $exception,
       reason: ([.Note.Text, "suppressed in Security Hub"] | pick),
       approver: .Note.UpdatedBy,
       granted: .Note.UpdatedAt,
       state: "active",
       native_id: .Id
     })
