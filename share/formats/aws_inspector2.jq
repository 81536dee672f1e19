# Amazon Inspector v2 findings: `aws inspector2 list-findings`, one a line, and EventBridge events.
# Facts: five real files; Inspector's API reference.
#
# Many packages may stand in one finding: the first is the component. An image of ECR is a target of its own. CLOSED is what
# Inspector itself no longer finds.

module {
  format: "aws_inspector2",
  title: "Amazon Inspector v2 findings",
  category: "cloud",
  source_tool: "aws-inspector",
  detect: "(if type == \"array\" then .[0] elif has(\"findings\") then .findings[0] elif has(\"detail\") then .detail else . end) | has(\"findingArn\") and (has(\"type\") or has(\"inspectorScore\"))",
  entries: ["findings[]", "[]", "detail", ""],
  context: {
    accounts: "findings[].awsAccountId",
    list_accounts: "[].awsAccountId",
    event_account: "detail.awsAccountId",
    account: "awsAccountId",
    updated: "findings[].updatedAt",
    list_updated: "[].updatedAt",
    event_updated: "detail.updatedAt",
    one_updated: "updatedAt",
    next: "nextToken",
    types: "findings[].resources[].type",
    kinds: "findings[].type"
  },
  optional: true,
  report: {
    target: ".context | [.accounts, .list_accounts, .event_account, .account] | flatten | map(select(. != null)) | unique",
    at: "if .from == \"report\" then .context | [.updated, .list_updated, .event_updated, .one_updated] | flatten else null end",
    outcome: "if (.context | [.next, .event_account]) | any(. != null and . != \"\") then \"partial\" else null end",
    categories: "[\"cloud\"] + (if [.context.types] | flatten | any(. == \"AWS_ECR_CONTAINER_IMAGE\") then [\"container\"] else [] end) + (if [.context.kinds] | flatten | any(. == \"CODE_VULNERABILITY\") then [\"sast\"] else [] end)"
  }
};

def pick: map(select(. != null and . != "")) | .[0];
def list: if type == "array" then map(select(. != null)) else [] end;

.tags as $tags
| .raw
| (.resources | list | .[0]) as $resource
| $resource.details.awsEcrContainerImage as $image
| .packageVulnerabilityDetails as $about
| .codeVulnerabilityDetails as $code
| ($about.vulnerablePackages | list | .[0]) as $package
| .networkReachabilityDetails.openPortRange as $ports
| (if .status == "SUPPRESSED" then "aws-suppression:" + (.findingArn // .title // "") else null end) as $exception
| {
    target: (
      [ (if $image.repositoryName == null then null
         elif $image.registry == null or $resource.region == null then $image.repositoryName
         else "\($image.registry).dkr.ecr.\($resource.region).amazonaws.com/\($image.repositoryName)" end),
        .awsAccountId ]
      | pick
    ),
    finding_title: ([.title, $about.vulnerabilityId, .description] | pick),
    severity: [.severity, .inspectorScore],
    state: ({ACTIVE: "open", SUPPRESSED: "accepted", CLOSED: "resolved"}[.status // ""] // .status),
    first_seen: .firstObservedAt,
    last_seen: ([.lastObservedAt, .updatedAt] | pick),
    exception_id: $exception,
    category: (
      if $resource.type == "AWS_ECR_CONTAINER_IMAGE" then "container" elif .type == "CODE_VULNERABILITY" then "sast" else "cloud" end
    ),
    rule_id: (
      [$about.vulnerabilityId, $code.ruleId, $code.detectorId,
       (if $ports == null then null else "port-\($ports.begin)-\($ports.end)" end), .title]
      | pick
    ),
    native_id: .findingArn,
    cve: [$about.vulnerabilityId, $about.relatedVulnerabilities],
    cwe: [.cwes, $code.cwes, $about.cwes],
    cvss: ([.inspectorScore, $about.cvss[0].baseScore] | pick),
    component: {
      name: $package.name,
      version: $package.version,
      fixed_version: $package.fixedInVersion,
      type: ($package.packageManager | if . == "OS" then null else . end)
    },
    location: {
      file: ([$code.filePath.filePath, $package.filePath] | pick),
      line: $code.filePath.startLine,
      resource: $resource.id
    },
    epss: .epss.score,
    published_at: $about.vendorCreatedAt
  },
  (select($exception != null)
   | {
       kind: "exception",
       id: $exception,
       reason: "suppression rule of Inspector",
       state: "active",
       native_id: .findingArn
     })
