# Nessus CSV export, Tenable Vulnerability Management (Tenable.io, also its newer one with `definition.id`), Tenable Security Center
# (Tenable.sc), Tenable Web App Scanning.
# Facts: 13 real files; Tenable's column lists. The XML form: nessus_xml, same tool, same ids.
#
# A row is a plugin on a host and port, and once more for each CVE. A host scan is of no named control ("other"); Web App Scanning's
# hosts are URLs ("dast"). Risk "None" is information. What the export shows as accepted has an exception; a recast only changed
# the severity that stands here. Rows have times of their own; where all have one, it is the report's.

module {
  format: "nessus_csv",
  title: "Nessus and Tenable CSV",
  category: "other",
  source_tool: "nessus",
  container: "csv",
  detect: ".header as $h | def has_all($names): all($names[]; . as $name | $h | any(. == $name)); has_all([\"Plugin ID\", \"Risk\"]) or has_all([\"Plugin ID\", \"Severity\", \"Plugin Name\"]) or has_all([\"Plugin\", \"Severity\", \"Plugin Name\"]) or has_all([\"definition.id\", \"severity\"]) or has_all([\"definition.id\", \"definition.severity\"])",
  context: {
    host: "Host",
    ip: "\"IP Address\"",
    address: "\"asset.display_ipv4_address\"",
    observed: "\"Last Observed\"",
    found: "\"Last Found\"",
    seen: "last_seen"
  },
  report: {
    target: "hosts",
    at: "[.context | .observed, .found, .seen] | flatten | map(select(. != null and . != \"\")) | unique | if length == 1 then .[0] else null end",
    categories: "hosts | if length > 0 and all(.[]; web) then \"dast\" else \"other\" end"
  }
};

def pick: map(select(. != null and . != "")) | .[0];
def web: test("^https?://");
# The column that has the hosts, and what stands in it.
def hosts: [.context | .host, .ip, .address | [.] | flatten | map(select(. != null and . != ""))] | map(select(length > 0)) | .[0] // [];
def lower: if type == "string" then ascii_downcase else "" end;
def level: {"4": "critical", "3": "high", "2": "medium", "1": "low", "0": "info"}[. // ""] // (if . == null or test("^[0-9.]+$") then null else . end);
# "p-cpe:/a:vendor:product:1.2", "cpe:2.3:a:vendor:product:1.2:…", several of them in lines or a list.
def software:
  if . == null or . == "" then null
  else
    split("\n")[0] | split(",")[0] | split(":")
    | (if .[1] == "2.3" then .[4:] else .[3:] end)
    | {name: .[0], version: ([.[1] | select(. != null and . != "*" and . != "-")] | .[0])}
  end;
# Some print 50 for 5.0.
def score: if . == null or (test("^[0-9]+(\\.[0-9]+)?$") | not) then null else tonumber | if . > 10 then . / 10 else . end end;

.raw as $row
| ([$row["Plugin ID"], $row.Plugin, $row["definition.id"]] | pick) as $plugin
| ([$row.Host, $row["IP Address"], $row["asset.display_ipv4_address"], $row["asset.ipv4_addresses"], $row["asset.display_fqdn"], $row["DNS Name"],
    $row["asset.name"], $row["asset.host_name"]] | pick) as $host
| ([$row.Port, $row.port] | pick) as $port
| ([$row.Protocol, $row.protocol] | pick | lower) as $protocol
| ([$host, $port] | map(select(. != null)) | join(":") | if . == "" or $protocol == "" then . else . + "/" + $protocol end) as $place
| ([$row.Risk, $row.Severity, $row.severity, $row["definition.severity"], $row["Risk Factor"]] | pick) as $severity
| ($host // "" | web) as $web
| ([$row.id, ([$plugin, $place] | map(select(. != null and . != "")) | if . == [] then null else join(":") end)] | pick) as $native
| ([$row["Vulnerability State"], $row.state] | pick) as $state
| ([$row["Accept Risk Comment"], $row.accept_reason] | pick) as $accepted
| (if $accepted != null or ([$row.Modification, $row.risk_modified] | pick | lower == "accepted")
   then ["nessus-accepted", .tags.service, ([$plugin, $place] | map(select(. != null and . != "")) | join(":"))] | map(select(. != null)) | join(":")
   else null end) as $exception
| {
    target: $host,
    finding_title: ([$row.Name, $row["Plugin Name"], $row["definition.name"], $row.Synopsis] | pick),
    severity: ($severity | level),
    source_severity: $severity,
    state: (
      if $exception != null and ($state | lower) != "fixed" then "accepted"
      else {"fixed": "resolved", "resurfaced": "open", "active": "open", "new": "open"}[$state | lower] // $state end
    ),
    first_seen: ([$row["First Discovered"], $row["First Found"], $row.first_observed, $row.first_found] | pick),
    last_seen: ([$row["Last Observed"], $row["Last Found"], $row.last_seen, $row.last_found, $row["Host End"]] | pick),
    exception_id: $exception,
    category: (if $web then "dast" else "other" end),
    rule_id: $plugin,
    native_id: $native,
    cve: [$row.CVE, $row["definition.cve"]],
    cwe: [([$row["Cross References"], $row.XREF, $row["definition.references"]] | pick | if . == null then null else split("\n") | join(",") | split(",") | map(select(lower | contains("cwe"))) end),
          $row["definition.cwe"]],
    cvss: (
      [ $row["CVSS v4.0 Base Score"], $row["CVSS V4 Base Score"], $row["definition.cvss4.base_score"],
        $row["CVSS v3.0 Base Score"], $row["CVSS V3 Base Score"], $row["CVSS3 Base Score"], $row.CVSSv3, $row["definition.cvss3.base_score"],
        $row["CVSS v2.0 Base Score"], $row["CVSS V2 Base Score"], $row["CVSS Base Score"], $row.CVSS, $row["definition.cvss2.base_score"] ]
      | pick | score
    ),
    published_at: ([$row["Vuln Publication Date"], $row["definition.vulnerability_published"]] | pick),
    component: ([$row.CPE, $row["definition.cpe"]] | pick | software),
    location: {
      url: (if $web then $host else null end),
      resource: (if $web or $place == "" then null else $place end)
    }
  },
  (select($exception != null)
   | {
       kind: "exception",
       id: $exception,
       reason: ($accepted // "accepted in Tenable"),
       state: "active",
       rule_id: $plugin,
       native_id: $native
     })
