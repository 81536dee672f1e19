# Nessus and Tenable Web App Scanning XML (.nessus, NessusClientData_v2).
# Facts: 11 real files; Tenable's documentation of the file format. The CSV form: nessus_csv, same tool, same ids.
#
# An entry is a plugin on a host and port; a host is a report of its own, with the time at which its scan ended. A scan of hosts is
# of no named control ("other"), a web application's host is a URL ("dast"). Severity 4 to 0 is what Nessus decided, risk_factor
# its older CVSS 2 word. Items of compliance plugins are the checks of a policy: what passed is no finding.

module {
  format: "nessus_xml",
  title: "Nessus XML (.nessus)",
  category: "other",
  source_tool: "nessus",
  container: "xml",
  detect: ".root == \"NessusClientData_v2\"",
  entries: ["NessusClientData_v2.Report[].ReportHost[].ReportItem[]"],
  reports: "NessusClientData_v2.Report[].ReportHost[]",
  context: {
    host: "NessusClientData_v2.Report[].ReportHost[].\"@name\"",
    end: "NessusClientData_v2.Report[].ReportHost[].HostProperties.tag[@name=HOST_END]",
    start: "NessusClientData_v2.Report[].ReportHost[].HostProperties.tag[@name=HOST_START]"
  },
  lists: ["cve", "xref", "cpe", "cwe"],
  report: {
    target: ".context.host",
    at: "at",
    categories: "if web then \"dast\" else \"other\" end",
    outcome: "if .context.start != null and .context.end == null then \"failed\" else null end"
  }
};

def pick: map(select(. != null and . != "")) | .[0];
def one: if type == "array" then .[0] else . end;
def at: [(.context.end | one), (.context.start | one)] | map(.["#text"]) | pick;
def web: .context.host // "" | test("^https?://");
# "p-cpe:/a:vendor:product:1.2", "cpe:2.3:a:vendor:product:1.2:…".
def software:
  if type != "string" then null
  else
    split(" ")[0] // "" | split(":")
    | (if .[1] == "2.3" then .[4:] else .[3:] end)
    | {name: .[0], version: ([.[1] | select(. != null and . != "*" and . != "-")] | .[0])}
  end;
# Where a web finding is, in the words of its output: "… on URL 'https://…'".
def url: if type == "string" and test("URL '?https?://") then capture("URL '?(?<url>https?://[^'\\s]+)") | .url else null end;

# A compliance plugin has an item for each of its checks: what they have in common is the plugin.
def checked: [.["compliance-check-id"], .["compliance-check-name"]] | pick;

.raw as $item
| select($item["compliance-result"] != "PASSED")
| ($item | checked) as $check
| .context.host as $host
| web as $web
| ([$host, $item["@port"]] | map(select(. != null)) | join(":") | if $item["@protocol"] == null then . else . + "/" + ($item["@protocol"] | ascii_downcase) end) as $place
| ([$item["@severity"], $item.risk_factor] | pick) as $severity
| {
    target: $host,
    finding_title: ([$item["compliance-check-name"], $item["@pluginName"], $item.plugin_name, $item.synopsis] | pick),
    severity: ({"4": "critical", "3": "high", "2": "medium", "1": "low", "0": "info"}[$severity // ""] // (if $severity == null or ($severity | test("^[0-9.]+$")) then "info" else $severity end)),
    source_severity: $severity,
    state: "open",
    first_seen: $item.first_found,
    last_seen: at,
    category: (if $web then "dast" else "other" end),
    rule_id: ([$item["@pluginID"], $check] | map(select(. != null)) | join(":")),
    native_id: ([$item["@pluginID"], $check, $place] | map(select(. != null)) | join(":")),
    cve: $item.cve,
    cwe: [$item.cwe, ([$item.xref] | flatten | map(select(type == "string" and startswith("CWE"))))],
    cvss: ([$item.cvss4_base_score, $item.cvss3_base_score, $item.cvssv3, $item.cvss_base_score, $item.cvss] | pick),
    published_at: $item.vuln_publication_date,
    component: ($item.cpe | one | software),
    location: {
      url: (if $web then ($item.plugin_output | url) // $host else null end),
      resource: (if $web or $place == "" then null else $place end)
    }
  }
