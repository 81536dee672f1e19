# OpenVAS / Greenbone CSV results report.
# Facts: eight real files; GVM's report format. The XML form: openvas_xml, same tool, same ids.
#
# A row is one result of a check on a host and port. Result ids are new for every scan, so the identity is check, host and port.
# Log and Debug are information; "False Positive" is an override of a person.

module {
  format: "openvas_csv",
  title: "OpenVAS (Greenbone) CSV",
  category: "other",
  source_tool: "openvas",
  container: "csv",
  detect: ".header | any(. == \"NVT Name\") and any(. == \"NVT OID\")",
  context: {
    ip: "IP",
    at: "Timestamp"
  },
  report: {
    target: "[.context.ip] | flatten | map(select(. != null and . != \"\"))",
    at: "[.context.at] | flatten | map(select(. != null and . != \"\")) | if length == 1 then .[0] else null end"
  }
};

def pick: map(select(. != null and . != "")) | .[0];
def lower: if type == "string" then ascii_downcase else "" end;

.raw as $row
| ([$row.IP, $row.Hostname] | pick) as $host
| ([$host, $row.Port] | map(select(. != null and . != "")) | join(":") | if . == "" or $row["Port Protocol"] == "" or $row["Port Protocol"] == null then . else . + "/" + ($row["Port Protocol"] | lower) end) as $place
| ([$row["NVT OID"], $place] | map(select(. != null and . != "")) | if . == [] then null else join(":") end) as $native
| ($row.Severity | lower) as $severity
| (if $severity == "false positive" then ["openvas-false-positive", .tags.service, $native] | map(select(. != null)) | join(":") else null end) as $exception
| {
    target: $host,
    finding_title: ([$row["NVT Name"], $row.Summary] | pick),
    severity: (
      if $severity == "" then [$row.CVSS | if . == "" then null else . end]
      else [{"log": "info", "debug": "info", "false positive": "info"}[$severity] // $row.Severity] end
    ),
    source_severity: ([$row.Severity, $row.CVSS] | pick),
    confidence: ($row.QoD // "" | if test("^[0-9]+$") then tonumber | if . >= 70 then "high" elif . >= 30 then "medium" else "low" end else null end),
    state: (if $exception == null then "open" else "false_positive" end),
    last_seen: $row.Timestamp,
    exception_id: $exception,
    category: "other",
    rule_id: $row["NVT OID"],
    native_id: $native,
    cve: $row.CVEs,
    cvss: $row.CVSS,
    location: {resource: (if $place == "" then null else $place end)}
  },
  (select($exception != null)
   | {kind: "exception", id: $exception, disposition: "false_positive", reason: "overridden as a false positive", state: "active",
      native_id: $native})
