# Checkmarx CxSAST XML report (CxXMLResults), versions 7 to 9.
# Facts: 16 real files; Checkmarx' documentation of the XML report.
#
# A result is a flow; its place is the first node, which the result names itself. Its severity may differ from its query's. State 1
# and FalsePositive="True" are "not exploitable", decided by a person; 4 only proposes it.

module {
  format: "checkmarx_xml",
  title: "Checkmarx CxSAST XML",
  category: "sast",
  source_tool: "checkmarx",
  container: "xml",
  detect: ".root == \"CxXMLResults\"",
  entries: ["CxXMLResults.Query[].Result[]"],
  context: {
    project: "CxXMLResults.\"@ProjectName\"",
    at: "CxXMLResults.\"@ScanStart\"",
    created: "CxXMLResults.\"@ReportCreationTime\"",
    query: "CxXMLResults.Query[].\"@name\"",
    query_id: "CxXMLResults.Query[].\"@id\"",
    cwe: "CxXMLResults.Query[].\"@cweId\"",
    severity: "CxXMLResults.Query[].\"@Severity\""
  },
  report: {
    target: ".context.project",
    at: ".context.at // .context.created"
  }
};

def pick: map(select(. != null and . != "")) | .[0];
def one: if type == "array" then .[0] else . end;
def lower: if type == "string" then ascii_downcase else "" end;

.raw as $result
| ($result.Path | one | if type == "object" then . else {} end) as $path
| ([$path.PathNode] | flatten | map(select(type == "object"))) as $nodes
| ([$result["@FileName"], $nodes[0].FileName] | pick) as $file
| ([$path["@SimilarityId"], $file, ($nodes | .[length - 1].Name)] | map(select(. != null and . != "")) | join(":")) as $native
| (($result["@FalsePositive"] | lower) == "true" or $result["@state"] == "1") as $false
| (if $false then ["checkmarx-not-exploitable", .tags.service // .context.project, $native] | map(select(. != null)) | join(":") else null end) as $exception
| {
    target: .context.project,
    finding_title: ([.context.query, .context.query_id] | pick | if . == null then null else split("_") | join(" ") end),
    severity: ([$result["@Severity"], .context.severity] | map(if . == "" then null else . end)),
    state: (if $false then "false_positive" elif $result["@Status"] | lower == "fixed" then "resolved" else "open" end),
    first_seen: $result["@DetectionDate"],
    last_seen: (.context.at // .context.created),
    owner: $result["@AssignToUser"],
    exception_id: $exception,
    category: "sast",
    rule_id: ([.context.query_id, .context.query] | pick),
    native_id: $native,
    cwe: .context.cwe,
    location: {file: $file, line: ([$result["@Line"], $nodes[0].Line] | pick)}
  },
  (select($exception != null)
   | {
       kind: "exception",
       id: $exception,
       disposition: "false_positive",
       reason: ([$result["@Remark"], "not exploitable"] | pick),
       state: "active",
       native_id: $native
     })
