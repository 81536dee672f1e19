# Qualys CSV: VMDR asset vulnerability list (by QID or by CVE), VM scan report and host-based report, WAS report, HackerGuardian.
# Facts: 14 real files; Qualys' report templates, whose column names differ and may be prefixed by report lines.
#
# QIDs are host checks ("other"), those of a web application scan "dast". Severity is 5 to 1, "urgent" to "minimal"; HackerGuardian
# says H, M, L; information gathered (Ig) is information whatever its level. The report's time
# stands above the header; without it, where all rows have one time, that is it. Ignored and disabled rows, and false positives that were granted, are exceptions.

module {
  format: "qualys_csv",
  title: "Qualys CSV",
  category: "other",
  source_tool: "qualys",
  container: "csv",
  detect: ".header | any(. == \"QID\") and any(ascii_downcase | . == \"severity\" or . == \"title\" or . == \"vuln title\")",
  context: {
    above: "\"#\"",
    ip: "IP",
    address: "\"Asset IPV4\"",
    ip_address: "\"IP Address\"",
    ipv6: "\"Asset IPV6\"",
    url: "URL",
    app: "\"Web Application Name\"",
    scanned: "\"LAST SCAN\"",
    detected: "\"Last Detected\"",
    tested: "\"Last Tested\""
  },
  report: {
    target: "reported",
    at: "written // ([.context | .tested, .scanned, .detected] | flatten | map(select(. != null and . != \"\")) | unique | if length == 1 then .[0] else null end)",
    categories: "if [.context | .url, .app] | any(. != null) then \"dast\" else \"other\" end"
  }
};

def pick: map(select(. != null and . != "" and . != "-" and . != "'-")) | .[0];
# The report's time stands above the header: 05 Oct 2026 10:00AM GMT-0500, or 10/05/2026 at 10:00:00 (GMT-0500), month first.
def written:
  [.context.above] | flatten | .[0] // ""
  | if type != "string" then null
    elif test("[0-9]{1,2} [A-Z][a-z]{2} [0-9]{4} [0-9]{1,2}:[0-9]{2} ?[AP]M GMT") then
      capture("(?<at>[0-9]{1,2} [A-Z][a-z]{2} [0-9]{4} [0-9]{1,2}:[0-9]{2} ?[AP]M GMT([+-][0-9]{4})?)") | .at
    elif test("[0-9]{2}/[0-9]{2}/[0-9]{4} at [0-9:]+ \\(GMT") then
      capture("(?<m>[0-9]{2})/(?<d>[0-9]{2})/(?<y>[0-9]{4}) at (?<time>[0-9:]+) \\(GMT(?<zone>[+-][0-9]{4})?")
      | "\(.y)-\(.m)-\(.d)T\(.time)" + (.zone // "Z")
    else null end;
# The column that has the hosts, and what stands in it.
def hosts: [.context | .ip, .address, .ip_address, .url, .app | [.] | flatten | map(select(. != null and . != ""))] | map(select(length > 0)) | .[0] // [];
def reported: hosts + ([.context.ipv6] | flatten | map(select(. != null and . != ""))) | unique;
def lower: if type == "string" then ascii_downcase else "" end;
def level:
  {"5": "critical", "4": "high", "3": "medium", "2": "low", "1": "info", "h": "high", "m": "medium", "l": "low",
   "urgent": "critical", "serious": "medium", "minimal": "info"}[lower] // .;
def score: if . == null then null else split(" ")[0] // "" | if test("^[0-9]+(\\.[0-9]+)?$") then . else null end end;
def yes: lower | . == "yes" or . == "true" or . == "1";

.raw as $row
| ($row.QID // "" | if type == "string" then . else tostring end) as $qid
| select($qid | test("^[^0-9]*[0-9]+$"))
| ([$row.URL, $row.Url, $row["Web Application URL"]] | pick) as $url
| ([$row.IP, $row["Asset IPV4"], $row["IP Address"], $row["Asset IPV6"], $row.DNS, $row["Asset Name"], $row.HOSTNAME, $row["DNS Name"], $row["NetBIOS"], $url, $row["Web Application Name"]] | pick) as $host
| ([$row.Port, $row.PORT] | pick) as $port
| ([$row.Protocol, $row.PROTOCOL] | pick | lower) as $protocol
| ([$host, $port] | map(select(. != null)) | join(":") | if . == "" or $protocol == "" then . else . + "/" + $protocol end) as $place
| ([$row["Unique ID"], $row["Detection ID"], ([$qid, ($url // $place)] | map(select(. != "")) | join(":"))] | pick) as $native
| ([$row.Severity, $row.SEVERITY, $row["Severity Level"], $row["KB Severity"], $row.Q_SEVERITY] | pick) as $severity
| ([$row["Type Detected"], $row.Type, $row.TYPE] | pick | lower) as $type
| ([$row["Vuln Status"], $row.Status, $row["Detection Status"]] | pick) as $status
| ([$row["FALSE POSITIVE STATUS"], $row["False Positive Status"]] | pick | lower) as $false
| ($false != "" and ($false | . != "no" and . != "none" and . != "requested" and . != "pending" and . != "rejected" and . != "denied" and . != "n/a" and . != "0" and . != "false")) as $granted
| (if $granted then "false_positive"
   elif ($row.Ignored | yes) or ($row.Disabled | yes) or ($row["Ignored Status"] | yes) or ($status | lower == "ignored") then "accepted"
   else null end) as $disposition
| (if $disposition == null then null
   else ["qualys-ignored", .tags.service, $qid, ($url // $place)] | map(select(. != null and . != "")) | join(":") end) as $exception
| {
    target: $host,
    finding_title: ([$row.Title, $row["VULN TITLE"], $row["Vulnerability Title"], $row.Name] | pick // "QID \($qid)"),
    severity: (if $type == "ig" then "info" else $severity | level end),
    source_severity: $severity,
    confidence: {"confirmed": "high", "vuln": "high", "potential": "low", "practice": "low"}[$type],
    state: (
      if $disposition != null then $disposition
      else {"new": "open", "active": "open", "re-opened": "open", "reopened": "open", "fixed": "resolved", "protected": "open", "retesting": "open"}[$status | lower] // $status
      end
    ),
    first_seen: ([$row["First Detected"], $row["First Found"], $row["Detection Date"]] | pick),
    last_seen: ([$row["Last Detected"], $row["Last Found"], $row["LAST SCAN"], $row["Last Tested"]] | pick),
    exception_id: $exception,
    category: (if $url != null or $row["Web Application Name"] != null then "dast" else "other" end),
    rule_id: $qid,
    native_id: $native,
    cve: [$row["CVE ID"], $row.CVE, $row.CVEID, $row.CVEs],
    cwe: [$row.CWE, $row["CWE ID"]],
    cvss: (
      [ $row["CVSSv4 Base"], $row["CVSS4 Base"], $row["CVSSv3.1 Base (nvd)"], $row["CVSSv3.1 Base"], $row["CVSS3.1 Base"], $row["CVSS3 Base"], $row["CVSSv3 Base"], $row["CVSS V3 Base"],
        $row["CVSSv2 Base (nvd)"], $row["CVSS Base"], $row.CVSS_BASE, $row["CVSS V2 Base"] ]
      | pick | score
    ),
    published_at: ([$row["Published Date"]] | pick),
    location: {
      url: $url,
      parameter: ([$row.Parameter, $row.Param] | pick),
      resource: (if $url != null or $place == "" then null else $place end)
    }
  },
  (select($exception != null)
   | {
       kind: "exception",
       id: $exception,
       disposition: $disposition,
       reason: ([$row["Ignore Comments"], $row["Ignore Reason"], $row["Ignored Reason"], $row["FALSE POSITIVE STATUS"]] | pick // "ignored in Qualys"),
       granted: ([$row["Ignore Date"]] | pick),
       approver: ([$row["Ignore User"]] | pick),
       state: "active",
       rule_id: $qid,
       native_id: $native
     })
