# Fortify XML: the developer workbook and other reports of ReportGenerator (ReportDefinition), WebInspect scans and sessions.
# Facts: ten real files; the report templates. Projects (.fpr, FVDL): fortify_fvdl, same tool, same instance ids.
#
# A workbook lists an issue in several sections: the same instance id is the same issue. A summary has none. The time of a workbook
# and the name of what was scanned stand in a sentence of its first section. WebInspect's severity is 4 to 0.

module {
  format: "fortify_xml",
  title: "Fortify report XML, WebInspect XML",
  category: "sast",
  source_tool: "fortify",
  container: "xml",
  detect: "(.root == \"ReportDefinition\" and (.children | any(. == \"ReportSection\" or . == \"TemplateName\"))) or (.root == \"Scan\" and (.children | any(. == \"Issues\" or . == \"PolicyName\" or . == \"Sessions\"))) or (.root == \"Sessions\" and (.children == [] or any(.children[]; . == \"Session\")))",
  entries: [
    "ReportDefinition.ReportSection[].SubSection[].IssueListing[].Chart[].GroupingSection[].Issue[]",
    "Scan.Issues[].Issue[]",
    "Scan.Sessions[].Session[].Issues[].Issue[]",
    "Sessions.Session[].Issues[].Issue[]"
  ],
  context: {
    overview: "ReportDefinition.**.Text",
    name: "Scan.Name",
    start: "Scan.StartTime",
    host: "Scan.Issues[].Issue[].Host",
    session_url: "Sessions.Session[].URL",
    session_host: "Sessions.Session[].Host",
    scan_session_url: "Scan.Sessions[].Session[].URL",
    scan_session_host: "Scan.Sessions[].Session[].Host"
  },
  report: {
    source_tool: "if web then \"webinspect\" else \"fortify\" end",
    target: "[.context.host, .context.session_host, .context.scan_session_host, (overview | .name)] | flatten | map(select(. != null))",
    at: ".context.start // (overview | .at)",
    categories: "if web then \"dast\" else \"sast\" end"
  }
};

def pick: map(select(. != null and . != "")) | .[0];
def lower: if type == "string" then ascii_downcase else "" end;
def web: .context | [.name, .start, .host, .session_url, .session_host, .scan_session_url, .scan_session_host] | any(. != null);
# "On May 7, 2026, a source code review was performed over the cart code base."
def overview:
  [.context.overview] | flatten | map(select(type == "string" and test("^On [A-Z][a-z]+ [0-9]+, [0-9]{4}, ")))
  | .[0] // ""
  | if test("^On [A-Z][a-z]+ [0-9]+, [0-9]{4}, .* over the .+ code base") then
      capture("^On (?<at>[A-Z][a-z]+ [0-9]+, [0-9]{4}), .* over the (?<name>.+) code base")
    elif . != "" then capture("^On (?<at>[A-Z][a-z]+ [0-9]+, [0-9]{4}), ")
    else {} end;
def tags: [.Tag] | flatten | map(select(type == "object"));
def cwes: [.ExternalCategory] | flatten | map(if type == "object" then .["#text"] else . end | select(type == "string" and contains("CWE")));

def workbook:
  overview as $overview
  | .tags as $tags
  | .raw
  | (tags | map(select(.Value | lower == "not an issue")) | length > 0) as $false
  | ((.["@suppressed"] | lower) == "true") as $suppressed
  | (if $false or $suppressed then ["fortify-audit", $tags.service // $overview.name, .["@iid"]] | map(select(. != null)) | join(":") else null end) as $exception
  | ([.Comment] | flatten | map(if type == "object" then .Comment // .["#text"] else . end) | pick) as $comment
  | {
      source_tool: "fortify",
      target: $overview.name,
      finding_title: ([.Category, .Kingdom, .Abstract] | pick),
      severity: [([.Friority, .Folder] | pick)],
      state: (if $false then "false_positive" elif $suppressed then "accepted" else "open" end),
      last_seen: $overview.at,
      exception_id: $exception,
      category: "sast",
      rule_id: ([.["@ruleID"], .Category] | pick),
      native_id: .["@iid"],
      cwe: cwes,
      location: {
        file: ([.Primary | if type == "object" then .FilePath, .FileName else null end] | pick),
        line: (.Primary | if type == "object" then .LineStart else null end)
      }
    },
    (select($exception != null)
     | {kind: "exception", id: $exception, disposition: (if $false then "false_positive" else "accepted" end),
        reason: ($comment // (if $false then "not an issue" else "suppressed in Fortify" end)), state: "active", native_id: .["@iid"]});

def session:
  (.context | [.session_url, .scan_session_url] | pick) as $url
  | (.context | [.session_host, .scan_session_host] | pick) as $host
  | .context.start as $at
  | .raw
  | ([.URL, $url] | pick) as $url
  | {
      source_tool: "webinspect",
      target: ([.Host, $host] | pick),
      finding_title: ([.Name, .VulnerabilityID] | pick),
      severity: ({"4": "critical", "3": "high", "2": "medium", "1": "low", "0": "info"}[.Severity // ""] // .Severity),
      source_severity: .Severity,
      state: "open",
      last_seen: $at,
      category: "dast",
      rule_id: ([.VulnerabilityID, .CheckID, .Name] | pick),
      native_id: ([.VulnerabilityID, $url] | map(select(. != null and . != "")) | join(":")),
      cwe: ([.Classifications | if type == "object" then .Classification else null end] | flatten | map(select(type == "object" and ((.["@kind"] | lower) == "cwe"))) | map("CWE-\(.["@identifier"])")),
      location: {url: $url}
    };

if .from | startswith("ReportDefinition") then workbook else session end
