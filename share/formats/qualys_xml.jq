# Qualys XML: asset data report (ASSET_DATA_REPORT), web application scan reports (WAS_SCAN_REPORT, WAS_WEBAPP_REPORT), scan results
# (SCAN), host detections of the VM API (HOST_LIST_VM_DETECTION_OUTPUT).
# Facts: 15 real files; Qualys' DTDs. The CSV forms: qualys_csv, same tool, same ids.
#
# A finding has only its QID; title and severity stand in a glossary at the end (host detections have a severity and no title). Severity is 5 to 1; services and information of a
# SCAN, and what an asset report has gathered (Ig), are information. VM findings are of no named control ("other"), those of web applications "dast".

module {
  format: "qualys_xml",
  title: "Qualys XML",
  category: "other",
  source_tool: "qualys",
  container: "xml",
  detect: "(.root == \"ASSET_DATA_REPORT\" or .root == \"WAS_SCAN_REPORT\" or .root == \"WAS_WEBAPP_REPORT\") or (.root == \"HOST_LIST_VM_DETECTION_OUTPUT\" and any(.children[]; . == \"RESPONSE\")) or (.root == \"SCAN\" and (.children | any(. == \"HEADER\" or . == \"IP\" or . == \"ERROR\")))",
  entries: [
    "ASSET_DATA_REPORT.HOST_LIST.HOST[].VULN_INFO_LIST[].VULN_INFO[]",
    "WAS_SCAN_REPORT.RESULTS.VULNERABILITY_LIST[].VULNERABILITY[]",
    "WAS_SCAN_REPORT.RESULTS.SENSITIVE_CONTENT_LIST[].SENSITIVE_CONTENT[]",
    "WAS_SCAN_REPORT.RESULTS.INFORMATION_GATHERED_LIST[].INFORMATION_GATHERED[]",
    "WAS_WEBAPP_REPORT.RESULTS.WEB_APPLICATION[].VULNERABILITY_LIST[].VULNERABILITY[]",
    "WAS_WEBAPP_REPORT.RESULTS.WEB_APPLICATION[].SENSITIVE_CONTENT_LIST[].SENSITIVE_CONTENT[]",
    "WAS_WEBAPP_REPORT.RESULTS.WEB_APPLICATION[].INFORMATION_GATHERED_LIST[].INFORMATION_GATHERED[]",
    "SCAN.IP[].VULNS[].CAT[].VULN[]",
    "SCAN.IP[].PRACTICES[].CAT[].PRACTICE[]",
    "SCAN.IP[].SERVICES[].CAT[].SERVICE[]",
    "SCAN.IP[].INFOS[].CAT[].INFO[]",
    "HOST_LIST_VM_DETECTION_OUTPUT.RESPONSE.HOST_LIST.HOST[].DETECTION_LIST[].DETECTION[]"
  ],
  context: {
    asset_at: "ASSET_DATA_REPORT.HEADER.GENERATION_DATETIME",
    ip: "ASSET_DATA_REPORT.HOST_LIST.HOST[].IP",
    dns: "ASSET_DATA_REPORT.HOST_LIST.HOST[].DNS",
    was_at: "WAS_SCAN_REPORT.HEADER.GENERATION_DATETIME",
    was_app: "WAS_SCAN_REPORT.APPENDIX.WEBAPP.URL",
    was_name: "WAS_SCAN_REPORT.APPENDIX.WEBAPP.NAME",
    was_end: "WAS_SCAN_REPORT.APPENDIX.SCAN_LIST.SCAN[].END_DATE",
    was_status: "WAS_SCAN_REPORT.APPENDIX.SCAN_LIST.SCAN[].STATUS",
    app_at: "WAS_WEBAPP_REPORT.HEADER.GENERATION_DATETIME",
    app_name: "WAS_WEBAPP_REPORT.RESULTS.WEB_APPLICATION[].NAME",
    app_url: "WAS_WEBAPP_REPORT.RESULTS.WEB_APPLICATION[].URL",
    scan_at: "SCAN.HEADER.KEY[@value=DATE]",
    scan_status: "SCAN.HEADER.KEY[@value=STATUS]",
    scan_ip: "SCAN.IP[].\"@value\"",
    scan_name: "SCAN.IP[].\"@name\"",
    vuln_cat: "SCAN.IP[].VULNS[].CAT[].\"@port\"",
    practice_cat: "SCAN.IP[].PRACTICES[].CAT[].\"@port\"",
    vuln_protocol: "SCAN.IP[].VULNS[].CAT[].\"@protocol\"",
    practice_protocol: "SCAN.IP[].PRACTICES[].CAT[].\"@protocol\"",
    scan_error: "SCAN.ERROR",
    host_at: "HOST_LIST_VM_DETECTION_OUTPUT.RESPONSE.DATETIME",
    host_ip: "HOST_LIST_VM_DETECTION_OUTPUT.RESPONSE.HOST_LIST.HOST[].IP",
    host_dns: "HOST_LIST_VM_DETECTION_OUTPUT.RESPONSE.HOST_LIST.HOST[].DNS",
    host_more: "HOST_LIST_VM_DETECTION_OUTPUT.RESPONSE.WARNING.URL"
  },
  lookup: {
    details: [
      {in: "ASSET_DATA_REPORT.GLOSSARY.VULN_DETAILS_LIST.VULN_DETAILS[]", key: "\"@id\"", by: "QID.\"@id\""},
      {in: "ASSET_DATA_REPORT.GLOSSARY.VULN_DETAILS_LIST.VULN_DETAILS[]", key: "QID", by: "QID"},
      {in: "WAS_SCAN_REPORT.GLOSSARY.QID_LIST.QID[]", key: "QID", by: "QID"},
      {in: "WAS_WEBAPP_REPORT.GLOSSARY.QID_LIST.QID[]", key: "QID", by: "QID"}
    ]
  },
  report: {
    target: "reported",
    at: "at",
    categories: "if web then \"dast\" else \"other\" end",
    outcome: "if .context.scan_error != null then \"failed\" elif .context.host_more != null then \"partial\" else [.context.was_status, (.context.scan_status | one | value)] | flatten | map(select(type == \"string\") | ascii_downcase) | .[0] | if . == null or . == \"finished\" then null elif . == \"canceled\" or . == \"cancelled\" or . == \"paused\" or . == \"running\" then \"partial\" else \"failed\" end end"
  }
};

def pick: map(select(. != null and . != "" and . != "-")) | .[0];
def one: if type == "array" then .[0] else . end;
def value: if type == "object" then .["#text"] else . end;
def lower: if type == "string" then ascii_downcase else "" end;
def at: .context | [(.was_end | one), .was_at, .app_at, .asset_at, (.scan_at | one | value), .host_at] | pick;
def web: .context | [.was_at, .was_app, .was_end, .app_at, .app_name] | map(one) | pick | . != null;
def reported:
  .context
  | [.ip, .scan_ip, .host_ip, .was_app // .was_name, .app_url, .app_name]
  | flatten | map(value | select(. != null)) | unique;
def yes: lower | . == "true" or . == "yes" or . == "1";
# A QID, number or text with an id beside it.
def number: value | if . == null then null else tostring end;
def worded: {"5": "critical", "4": "high", "3": "medium", "2": "low", "1": "info"}[. // ""];
def ids: [.CVE_ID_LIST | if type == "object" then .CVE_ID else null end] | flatten | map(if type == "object" then .ID else . end);

. as $line
| .raw as $found
| (.lookup.details // {}) as $details
| (.from | split(".")[0]) as $root
| (.from | split(".") | .[(length - 1)] | rtrimstr("[]")) as $kind
| ([($found.QID | number), $found["@number"]] | pick) as $qid
| select($qid != null)
| web as $web
| (if $root == "ASSET_DATA_REPORT" then [(.context.ip | value), (.context.dns | value)] | pick
   elif $root == "SCAN" then .context.scan_ip
   elif $kind == "DETECTION" then [(.context.host_ip | value), (.context.host_dns | value)] | pick
   else .context | [.was_app, .app_url, .was_name, .app_name] | pick end) as $host
| ([($found.PORT | value), (if $kind == "VULN" then .context.vuln_cat elif $kind == "PRACTICE" then .context.practice_cat else null end)] | pick) as $port
| ([($found.PROTOCOL | value), (if $kind == "VULN" then .context.vuln_protocol elif $kind == "PRACTICE" then .context.practice_protocol else null end)] | pick) as $protocol
| ([$host, $port] | map(select(. != null)) | join(":") | if . == "" or $protocol == null then . else . + "/" + ($protocol | ascii_downcase) end) as $place
| ([$found.URL, $found.SITE_URL] | map(one | value) | pick) as $url
| ([$found.UNIQUE_ID, ([$qid, $place] | map(select(. != "")) | join(":"))] | pick) as $native
| (if $kind == "SERVICE" or $kind == "INFO" or ($found.TYPE | value | lower | . == "ig" or . == "info") then "info"
   else [($found["@severity"] | worded), ($details.SEVERITY | value | worded), ($found.SEVERITY | value | worded)] | pick end) as $severity
| ($found | (.IGNORED | value | yes) or (.IS_IGNORED | value | yes) or (.DISABLED | value | yes) or (.IS_DISABLED | value | yes)) as $ignored
| ([$found.VULN_STATUS, $found.STATUS] | map(value) | pick) as $status
| (if $ignored then
     ["qualys-ignored", .tags.service, $qid, (if $web then $found.UNIQUE_ID // $url else $place end)] | map(select(. != null and . != "")) | join(":")
   else null end) as $exception
| {
    target: $host,
    finding_title: ([$found.TITLE, $details.TITLE] | map(value) | pick // "QID \($qid)"),
    severity: $severity,
    source_severity: ([$found["@severity"], ($details.SEVERITY | value), (if $kind == "DETECTION" then $found.SEVERITY | value else null end)] | pick),
    confidence: (
      if $found.POTENTIAL | value | yes then "low"
      else {"vuln": "high", "practice": "low", "vulnerability": "high", "confirmed": "high", "potential": "low"}[($found.TYPE | value | lower | if . == "" then $kind | lower else . end)] end
    ),
    state: (
      if $ignored then "accepted"
      else {"fixed": "resolved", "re-opened": "open", "reopened": "open", "active": "open", "new": "open", "protected": "open", "retesting": "open"}[$status | lower] // $status end
    ),
    first_seen: ([$found.FIRST_FOUND, $found.FIRST_TIME_DETECTED, $found.FIRST_FOUND_DATETIME] | map(value) | pick),
    last_seen: ([$found.LAST_FOUND, $found.LAST_TIME_DETECTED, $found.LAST_FOUND_DATETIME, $found.DETECTION_DATE, at] | map(value) | pick),
    exception_id: $exception,
    category: (if $web then "dast" else "other" end),
    rule_id: $qid,
    native_id: $native,
    cve: [($details | ids), ($found | ids), $found["@cveid"]],
    cwe: ($details.CWE | value),
    cvss: (
      [ $found.CVSS3_FINAL, $found.CVSS3_BASE, ($details.CVSS3_SCORE | if type == "object" then .CVSS3_BASE else null end), $details.CVSS_V3,
        $details.CVSS3_BASE, ($details.CVSS_SCORE | if type == "object" then .CVSS_BASE else null end), $found.CVSS_BASE, $details.CVSS_BASE ]
      | map(if type == "object" then .BASE // .["#text"] else . end) | pick
    ),
    location: {
      url: $url,
      parameter: ($found.PARAM | value),
      method: ([$found.PAYLOADS | if type == "object" then .PAYLOAD else null end] | flatten | .[0] | if type == "object" then .REQUEST else null end | if type == "object" then .METHOD else null end),
      resource: (if $web or $place == "" then null else $place end)
    }
  },
  (select($exception != null)
   | {
       kind: "exception",
       id: $exception,
       reason: ([$found.IGNORE_COMMENTS, $found.IGNORE_REASON] | map(value) | pick // "ignored in Qualys"),
       approver: ($found.IGNORE_USER | value),
       granted: ($found.IGNORE_DATE | value),
       state: "active",
       rule_id: $qid,
       native_id: $native
     })
