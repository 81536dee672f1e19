# OpenVAS / Greenbone XML report (GMP `get_reports`, the report format "XML" and "Anonymous XML").
# Facts: four real files; GMP's documentation. The CSV form: openvas_csv, same tool, same ids.
#
# The report stands in a report, or alone. Severities are listed once more below `ports`: not read. Log and Debug are information;
# a threat "False Positive", or an override to a score of -1, is a person's word. Result ids are new for every scan, so the
# identity is check, host and port.

module {
  format: "openvas_xml",
  title: "OpenVAS (Greenbone) XML report",
  category: "other",
  source_tool: "openvas",
  container: "xml",
  detect: "(.root == \"report\" or .root == \"get_reports_response\") and ((.below.report // .children) as $in | [\"results\", \"report\", \"scan_run_status\", \"gmp\", \"omp\"] | any(. as $name | $in | any(. == $name))) and ((.attributes | has(\"format_id\") or has(\"extension\") or has(\"id\") or has(\"status\")) or ((.below.report // .children) as $in | [\"scan_run_status\", \"gmp\", \"omp\"] | any(. as $name | $in | any(. == $name))))",
  entries: [
    "report.report.results.result[]",
    "report.results.result[]",
    "get_reports_response.report.report.results.result[]"
  ],
  context: {
    end: "report.report.scan_end",
    start: "report.report.scan_start",
    status: "report.report.scan_run_status",
    host: "report.report.results.result[].host",
    bare_end: "report.scan_end",
    bare_start: "report.scan_start",
    bare_status: "report.scan_run_status",
    bare_host: "report.results.result[].host",
    gmp_end: "get_reports_response.report.report.scan_end",
    gmp_start: "get_reports_response.report.report.scan_start",
    gmp_status: "get_reports_response.report.report.scan_run_status",
    gmp_host: "get_reports_response.report.report.results.result[].host"
  },
  report: {
    target: "[.context | .host, .bare_host, .gmp_host] | flatten | map(place)",
    at: "at",
    outcome: "[.context | .status, .bare_status, .gmp_status] | map(select(. != null)) | .[0] | if . == null or . == \"Done\" then null elif . == \"Running\" or . == \"Requested\" or . == \"Queued\" then \"partial\" else \"failed\" end"
  }
};

def pick: map(select(. != null and . != "")) | .[0];
def lower: if type == "string" then ascii_downcase else "" end;
def place: if type == "object" then .["#text"] else . end;
def at: .context | [.end, .bare_end, .gmp_end, .start, .bare_start, .gmp_start] | pick;

.raw as $result
| ($result.nvt // {}) as $check
| ($result.host | place) as $host
| ([$result.port | select(type == "string" and (startswith("general/") | not))] | .[0]) as $port
| ([$host, $port] | map(select(. != null and . != "")) | join(":")) as $place
| ([$check["@oid"], $place] | map(select(. != null and . != "")) | if . == [] then null else join(":") end) as $native
| ($result.threat | lower) as $threat
| ($threat == "false positive" or ($result.severity // "" | tostring | startswith("-1"))) as $false
| ([$result.overrides.override] | flatten | map(select(type == "object") | .text) | pick) as $words
| (if $false then ["openvas-false-positive", .tags.service, $native] | map(select(. != null)) | join(":") else null end) as $exception
| {
    target: $host,
    finding_title: ([$result.name, $check.name] | pick),
    severity: (
      if $false then "info"
      elif $threat == "" or $threat == "alarm" then [$result.severity, $check.cvss_base]
      else [{"log": "info", "debug": "info"}[$threat] // $result.threat] end
    ),
    source_severity: ([$result.threat, $result.severity] | pick),
    confidence: ($result.qod | if type == "object" then .value else null end | if type == "string" and test("^[0-9]+$") then tonumber | if . >= 70 then "high" elif . >= 30 then "medium" else "low" end else null end),
    state: (if $false then "false_positive" else "open" end),
    first_seen: $result.creation_time,
    last_seen: ([at, $result.modification_time, $result.creation_time] | pick),
    exception_id: $exception,
    category: "other",
    rule_id: $check["@oid"],
    native_id: $native,
    cve: [([$check.refs | if type == "object" then .ref else null end] | flatten | map(select(type == "object" and (.["@type"] | lower) == "cve") | .["@id"])), $check.cve],
    cvss: ([$result.severity, $check.cvss_base] | pick | if type == "string" and startswith("-") then null else . end),
    location: {resource: (if $place == "" then null else $place end)}
  },
  (select($exception != null)
   | {kind: "exception", id: $exception, disposition: "false_positive", reason: ($words // "overridden as a false positive"), state: "active",
      native_id: $native})
