# OCSF findings (classes 2001 to 2007): Prowler 4 and 5, Security Hub's OCSF, Security Lake, and others; a list, one a line, or a
# page of Security Hub (GetFindingsV2).
# Facts: 18 real files; the OCSF schema 1.0 to 1.5.
#
# Prowler writes one finding a check, passed ones too: `status_code` says. Others have no status_code, or OCSF's own words.
# A vulnerability finding (2002) is named by its CVE. Times are seconds in Prowler, milliseconds in the schema.

module {
  format: "ocsf",
  title: "OCSF findings",
  category: "cloud",
  source_tool: "ocsf",
  detect: "(if type == \"array\" then .[0] elif has(\"Findings\") then .Findings[0] elif has(\"findings\") then .findings[0] else . end) | (.class_uid | type) == \"number\" and .class_uid >= 2001 and .class_uid <= 2007 and (has(\"finding_info\") or has(\"finding\"))",
  entries: ["[]", "Findings[]", "findings[]", ""],
  context: {
    tool: "metadata.product.name",
    page_tools: "*[].metadata.product.name",
    page_accounts: "*[].cloud.account.uid",
    page_times: "*[].time_dt",
    page_epochs: "*[].time",
    next: "NextToken",
    tools: "[].metadata.product.name",
    account: "cloud.account.uid",
    accounts: "[].cloud.account.uid",
    provider_uid: "unmapped.provider_uid",
    provider_uids: "[].unmapped.provider_uid",
    at: "time_dt",
    times: "[].time_dt",
    epoch: "time",
    epochs: "[].time",
    provider_uids_page: "*[].unmapped.provider_uid"
  },
  optional: true,
  report: {
    source_tool: "[.context.tools, .context.page_tools, .context.tool] | flatten | map(select(. != null)) | .[0]",
    target: "[.context.accounts, .context.page_accounts, .context.account, .context.provider_uids, .context.provider_uids_page, .context.provider_uid] | flatten | map(select(. != null and . != \"\")) | unique",
    at: "if .from != \"report\" then null else .context | [.at, .times, .page_times] | flatten | map(select(. != null)) | if . == [] then null else . end end // (if .from != \"report\" then null else .context | [.epoch, .epochs, .page_epochs] | flatten end)",
    outcome: "if .context.next == null or .context.next == \"\" then null else \"partial\" end"
  }
};

def text: select(. != null and . != "");
def first_text: map(text) | .[0];
def list: if type == "array" then map(select(. != null)) elif . == null then [] else [.] end;
def word: if type == "string" then ascii_downcase else "" end;

# What sm-render wrote holds the members of the record: they say more than what was made of them.
def ours:
  {
    product: .product, service: .service, confidence: .confidence, state: .state, first_seen: .first_seen,
    last_seen: .last_seen, owner: .owner, exception_id: .exception_id, category: .category, target: .target,
    rule_id: .rule_id, native_id: .native_id, cve: .cve, cwe: .cwe, component: .component, location: .location, tier: .tier,
    environment: .environment, kev: .kev, kev_added: .kev_added, kev_due: .kev_due, epss: .epss, epss_date: .epss_date,
    introduced_at: .introduced_at, introduced_by: .introduced_by, published_at: .published_at, found_in: .found_in,
    source_severity: .source_severity, cvss: .cvss, resolved_at: .resolved_at, ticket: .ticket, fix: .fix,
    provenance: .provenance, reviewed_by: .reviewed_by, reviewed_at: .reviewed_at
  };

.tags as $tags
| .raw
| (if .metadata.log_provider == "sm" and (.unmapped | type) == "object" then .unmapped else null end) as $sm
| (.finding_info // .finding) as $info
| (.status_code | word) as $code_word
| select({pass: 1, passed: 1, manual: 1, info: 1, success: 1}[$code_word] == null)
| ((.resources | list | .[0]) // .resource) as $resource
| (.vulnerabilities | list | .[0]) as $vulnerability
| ($vulnerability | if . == null then null else (.affected_packages // .packages) | list | .[0] end) as $package
| ([(.compliance.status | word), (.compliance.status_code | word)] | any(. == "pass" or . == "passed")) as $passed
| select($passed | not)
| (if (.status | word) == "" then {"2": "in progress", "3": "suppressed", "4": "resolved", "5": "archived", "6": "deleted"}["\(.status_id)"]
   else .status | word end) as $status
| select($status != "deleted")
| (if .verdict_id == 1 or (.verdict | word) == "false positive" then "false_positive"
   elif .muted == true or $status == "suppressed" then "accepted"
   elif $status == "resolved" or $status == "archived" then "resolved"
   elif $status == "in progress" then "in_progress"
   elif $status == null and (.activity_id == 3 or .activity_name == "Close") then "resolved"
   else "open" end) as $state
| ([.cloud.account.uid, .unmapped.provider_uid] | first_text) as $account
| ([$resource.uid, $resource.name, $account] | first_text) as $where
| ([.metadata.event_code, $info.analytic.uid, $vulnerability.cve.uid, $info.types[0], .compliance.control, $info.title] | first_text) as $rule
| ($vulnerability.affected_code | list | .[0]) as $code
| (if $sm != null then $sm.exception_id
   elif $state == "accepted" or $state == "false_positive" then
     ["ocsf-suppression", .metadata.product.name, $tags.service // $account, $rule, $where // $info.uid] | map(text) | join(":")
   else null end) as $exception
| {
    source_tool: .metadata.product.name,
    product: (.unmapped.product | if type == "string" then . else null end),
    service: (.unmapped.service | if type == "string" then . else null end),
    target: ([$account, $resource.cluster.name] | first_text),
    finding_title: ([$info.title, .message, $info.uid] | first_text),
    severity: (
      {"6": "critical", "5": "critical", "4": "high", "3": "medium", "2": "low", "1": "info", "0": "info"}["\(.severity_id)"] as $by_id
      | [(.severity | if word == "unknown" or word == "other" then null else . end), $by_id, .severity]
    ),
    source_severity: ([.severity, .severity_id] | first_text),
    confidence: ([.confidence, {"1": "low", "2": "medium", "3": "high"}["\(.confidence_id)"]] | first_text),
    state: $state,
    first_seen: ([$info.first_seen_time_dt, $info.created_time_dt, $info.first_seen_time, $info.created_time] | first_text),
    last_seen: ([$info.last_seen_time_dt, $info.last_seen_time, .time_dt, .event_time, .time] | first_text),
    owner: ([.assignee.name, .assignee.email_addr, $resource.owner.name] | first_text),
    exception_id: $exception,
    category: (if .class_uid == 2002 and $package != null and $resource == null then "sca" else "cloud" end),
    rule_id: $rule,
    native_id: $info.uid,
    cve: [(.vulnerabilities | list | map(.cve.uid, .advisory.uid))],
    cwe: [(.vulnerabilities | list | map(.cwe.uid, .cve.cwe.uid, (.cve.related_cwes | list | map(.uid))))],
    cvss: ($vulnerability.cve.cvss | list | map(.base_score) | .[0]),
    component: {name: $package.name, version: $package.version, fixed_version: $package.fixed_in_version, purl: $package.purl, type: $package.package_manager},
    location: {
      file: $code.file.path,
      line: $code.start_line,
      url: ([.remediation.references | list | .[] | select(type == "string" and contains("://"))] + [$info.src_url] | first_text),
      resource: $where
    },
    epss: $vulnerability.cve.epss.score,
    ticket: ([(.tickets | list | .[0].uid), .ticket.uid] | first_text)
  }
  + (if $sm == null then {} else ($sm | ours) + {finding_title: ($sm.finding_title // $info.title)} end),
  (select($exception != null and ($sm == null or $sm.state == "accepted" or $sm.state == "false_positive"))
   | {
       kind: "exception",
       id: $exception,
       disposition: ($sm.state // $state),
       reason: ([.comment, .unmapped.muted_reason, (if $status == "suppressed" and ($code_word == "") then .status_detail else null end), "suppressed in \(.metadata.product.name // "the tool")"] | first_text),
       state: "active",
       native_id: (if $sm == null then $info.uid else $sm.native_id end)
     }
     + (if $sm == null then {} else $sm | {service: .service, rule_id: .rule_id, cve: .cve, path: .location.file} end))
