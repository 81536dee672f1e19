# GitLab vulnerabilities by API: REST vulnerabilities (lists and one), REST vulnerability findings, GraphQL under any query.
# Facts: seven files; GitLab's API documentation.
#
# The outer severity wins: an analyst may have overridden it. The vulnerabilities API has the report's own entry only as JSON
# in a string, finding.raw_metadata. A GraphQL page is one entry, and each vulnerability in it a finding.
# "No longer detected" (resolved_on_default_branch) leaves a vulnerability open, as GitLab does.

module {
  format: "gitlab_vuln_api",
  title: "GitLab vulnerabilities (REST, GraphQL)",
  category: "other",
  source_tool: "gitlab",
  detect: "if (type == \"object\" and (.data | type) == \"object\") then any(.data | ..; type == \"object\" and (has(\"reportType\") and has(\"severity\"))) or any(.data | ..; type == \"object\" and (.vulnerabilities | type == \"object\" and (has(\"nodes\") or has(\"edges\")))) else (if type == \"array\" then .[0] | if type == \"array\" then .[0] else . end else . end) | (has(\"report_type\") and has(\"severity\") and (has(\"state\") or has(\"project_fingerprint\") or has(\"dismissal_feedback\"))) or any(.data?; type == \"object\" and any(..; type == \"object\" and has(\"reportType\") and has(\"severity\"))) end",
  entries: ["", "[]", "[][]"],
  context: {
    list_url: "[].project.web_url",
    list_path: "[].project.path_with_namespace",
    list_full: "[].project.full_path",
    list_type: "[].report_type",
    graph_path: "data.*.*.nodes[].project.fullPath",
    graph_type: "data.*.*.nodes[].reportType",
    graph_project: "data.project.fullPath",
    type: "report_type",
    path: "project.path_with_namespace",
    more: "data.**.pageInfo.hasNextPage",
    slurped_more: "[].data.**.pageInfo.hasNextPage",
    errors: "errors[].message"
  },
  optional: ["more", "slurped_more", "errors"],
  report: {
    target: ".context | [[.list_url], [.list_path, .list_full, .path, .graph_path], [.graph_project]] | map(flatten | map(select(type == \"string\" and . != \"\") | ltrimstr(\"/\"))) | map(select(. != [])) | .[0] // []",
    categories: ".context | [.list_type, .graph_type, .type] | flatten | map(select(. != null) | control) | unique | if . == [] then [\"other\"] else . end",
    outcome: "if .context.errors != null or ([.context.more] | flatten | any(. == true)) or ([.context.slurped_more] | flatten | any(. == true) and (any(. == false) | not)) then \"partial\" else null end"
  }
};

def pick: map(select(. != null and . != "")) | .[0];
def control:
  { sast: "sast", dast: "dast", dependency_scanning: "sca", container_scanning: "container", cluster_image_scanning: "container",
    container_scanning_for_registry: "container", secret_detection: "secrets", coverage_fuzzing: "other", api_fuzzing: "api"
  }[tostring | ascii_downcase] // "other";
def inner: if type == "string" then try fromjson catch null else . end | if type == "object" then . else {} end;
# Queries ask for what they like: reportType is often left out.
def graph:
  type == "object" and has("severity")
  and (has("reportType") or (has("state") and (has("title") or has("name"))) or (.id | type == "string" and startswith("gid://gitlab/Vuln")));
def person: if type == "object" then .username // .name elif . == null then null else tostring end;

(.raw
 | if (has("report_type") or has("finding")) then [.]
   else [.. | select(graph)]
   end) as $all
| .context.graph_project as $only
| $all[]
| . as $v
| ($v.finding // {} | inner) as $finding
| ($v.raw_metadata // $finding.raw_metadata | inner) as $report
| ([($v.location // $finding.location // $report.location | inner)] | .[0]) as $place
| ($v.identifiers // $finding.identifiers // $report.identifiers // []
   | if type == "array" then . elif type == "object" then .nodes // [] else [] end
   | map(select(type == "object"))
   | map({type: (.externalType // .external_type // .type // "" | tostring | ascii_downcase),
          id: (.externalId // .external_id // .value), name: .name})) as $ids
| ([$v.project.web_url?, $v.project.webUrl?, $v.project.path_with_namespace?, $v.project.fullPath?, $v.project.full_path?, $only]
   | pick // "" | ltrimstr("/") | if . == "" then null else . end) as $project
| ($v.report_type // $v.reportType // $finding.report_type // "") as $type
| ($v.state // (if $v.dismissal_feedback == null then "detected" else "dismissed" end) | tostring | ascii_downcase) as $said
| ([$v.dismissal_reason, $v.dismissalReason, $v.dismissal_feedback.dismissal_reason?] | pick) as $reason
| ({false_positive: "false_positive", not_applicable: "false_positive"}[$reason // "" | tostring | ascii_downcase] // "accepted") as $disposition
| ([$finding.uuid, $v.uuid, ($v.id | if . == null then null else tostring | split("/") | .[length - 1] end), $v.project_fingerprint] | pick) as $identity
| ($ids | map(select(.type != "cve" and .type != "cwe"))) as $own
| (if $said == "dismissed" then ["gitlab", $identity] | map(select(. != null)) | join(":") else null end) as $exception
| ([$v.scanner.name?, $report.scanner.name?, $v.scanner?.external_id?, $v.scanner?.externalId?] | pick) as $scanner
| {
    source_tool: $scanner,
    target: $project,
    finding_title: ([$v.title, $v.name, $finding.name, $v.message, ($ids | .[0].name)] | pick),
    severity: $v.severity,
    confidence: ($v.confidence // $finding.confidence),
    state: (if $said == "dismissed" then $disposition elif $said == "resolved" then "resolved" else "open" end),
    first_seen: ([$v.detected_at, $v.detectedAt, $v.created_at] | pick),
    last_seen: ([$v.updated_at, $v.updatedAt, $v.resolvedAt, $v.dismissedAt] | pick),
    resolved_at: ([$v.resolved_at, $v.resolvedAt] | pick),
    owner: ([$v.assignee?, $v.confirmed_by?, $v.confirmedBy?, $v.confirmed_by_id?] | map(person) | pick),
    exception_id: $exception,
    category: ($type | control),
    rule_id: (([$v.primaryIdentifier.externalId?, $v.primary_identifier.external_id?] | pick)
              // (($own + ($ids | map(select(.type == "cwe"))) + $ids) | .[0].id)
              | if . == null then null else tostring end),
    native_id: $identity,
    cve: [($ids | map(.id | select(. != null) | tostring)), ($ids | map(.name)), $v.cve?, $v.primaryIdentifier.name?],
    cwe: [($ids | map(select(.type == "cwe") | .id)), ($v.primaryIdentifier? | select(type == "object" and (.externalType // "" | ascii_downcase) == "cwe") | .externalId)],
    component: {
      name: ([$place.dependency.package.name?, $place.dependency?.package?.name?] | pick),
      version: $place.dependency.version?
    },
    location: {
      file: $place.file,
      line: ($place.start_line // $place.startLine),
      url: (if $place.hostname == null then null else $place.hostname + ($place.path // "") end),
      method: (if $place.hostname == null then null else $place.method // $place.requestMethod end),
      parameter: $place.param,
      resource: $place.image
    }
  },
  (select($exception != null)
   | {
       kind: "exception",
       id: $exception,
       disposition: $disposition,
       reason: ([$v.dismissal_feedback.comment_details.comment?, $v.dismissal_comment?, $v.dismissalComment?,
                 ($v.stateComment? // null), ($reason | if . == null then null else tostring | ascii_downcase end)] | pick),
       approver: ([$v.dismissed_by?, $v.dismissedBy?, $v.dismissal_feedback.author?, $v.dismissed_by_id?] | map(person) | pick),
       granted: ([$v.dismissed_at, $v.dismissedAt, $v.dismissal_feedback.created_at?] | pick),
       state: "active",
       native_id: $identity
     })
