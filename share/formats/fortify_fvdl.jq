# Fortify scan results: FVDL, alone or in a project (.fpr) with what people decided (audit.xml).
# Facts: six real files, five of them projects; the FVDL schema, Fortify's description of its priority order.
#
# Severity is Fortify's priority: impact and likelihood, both 0 to 5, from the rule's metadata (or the instance's own):
# likelihood = accuracy x confidence x probability / 25; both are rounded to tenths, so 2.45 counts as 2.5. A rule without metadata
# gives nothing to judge by. The place is the node that the trace calls its default, in the trace or in the pool of nodes.
# A rule's metadata stand at the end of the document, decisions before it.

module {
  format: "fortify_fvdl",
  title: "Fortify FVDL and project (.fpr)",
  category: "sast",
  source_tool: "fortify",
  container: "xml",
  detect: ".root == \"FVDL\"",
  entries: ["FVDL.Vulnerabilities[].Vulnerability[]"],
  context: {
    date: "FVDL.CreatedTS.\"@date\"",
    time: "FVDL.CreatedTS.\"@time\"",
    written_date: "FVDL.WriteDate.\"@date\"",
    written_time: "FVDL.WriteDate.\"@time\"",
    project: "FVDL.Build.Project",
    build: "FVDL.Build.BuildID"
  },
  lookup: {
    rule: {in: "FVDL.EngineData.RuleInfo.Rule[]", key: "\"@id\"", by: "ClassInfo.ClassID"},
    audit: {in: "Audit.IssueList.Issue[]", key: "\"@instanceId\"", by: "InstanceInfo.InstanceID"},
    node: {in: "FVDL.UnifiedNodePool.Node[]", key: "\"@id\"", by: "AnalysisInfo.Unified.Trace.Primary.Entry[].NodeRef.\"@id\""}
  },
  report: {
    target: "project",
    at: "at"
  }
};

def pick: map(select(. != null and . != "")) | .[0];
def list: [.] | flatten | map(select(type == "object"));
def lower: if type == "string" then ascii_downcase else "" end;
def project: .context | [.project, .build] | pick;
# The scan's time has no zone; the time of writing, seconds later, has.
def at:
  .context
  | (if .written_time // "" | test("[Z+-]") then [.written_date, .written_time] else [.date, .time] end)
  | map(select(. != null)) | if . == [] then null else join("T") end;
def number: if type == "string" and test("^[0-9]+(\\.[0-9]+)?$") then tonumber else null end;
# {"Impact": "2.0", …} of a rule or an instance.
def groups: [.MetaInfo | if type == "object" then .Group else null end] | flatten | map(select(type == "object" and .["@name"] != null) | {key: .["@name"], value: .["#text"]}) | from_entries;

def priority($confidence):
  (.Impact | number) as $impact
  | ([.Accuracy, $confidence, .Probability] | map(number)) as $parts
  | if $impact == null or any($parts[]; . == null) then null
    else
      ($parts[0] * $parts[1] * $parts[2] / 25) as $likelihood
      | if $impact >= 2.45 and $likelihood >= 2.45 then "critical"
        elif $impact >= 2.45 then "high"
        elif $likelihood >= 2.45 then "medium"
        else "low" end
    end;

.raw as $found
| ($found.ClassInfo // {}) as $class
| ($found.InstanceInfo // {}) as $instance
| .lookup.audit as $audit
| ($instance.InstanceID) as $id
| ((.lookup.rule // {} | groups) + ($instance | groups)) as $meta
| ($found.AnalysisInfo | if type == "object" then .Unified else null end | list) as $unified
| ($unified | map(.Trace) | list | map(.Primary) | list | map(.Entry) | list) as $entries
| ($entries | map(.Node) | list) as $nodes
| ($unified | map(.ReplacementDefinitions) | list) as $definitions
| ([ ($definitions | map(.LocationDef) | list | map(select(.["@key"] == "PrimaryLocation"))),
     ($nodes | map(select(.["@isDefault"] == "true") | .SourceLocation)),
     ($nodes | map(.SourceLocation) | list | .[(length - 1):]),
     .lookup.node.SourceLocation,
     ($unified | map(.Context) | list | map(.FunctionDeclarationSourceLocation)) ]
   | flatten | map(select(type == "object")) | .[0] // {}) as $place
| ([$audit.Tag] | flatten | map(select(type == "object" and (.Value | lower) == "not an issue")) | length > 0) as $false
| (($audit["@suppressed"] | lower) == "true") as $suppressed
| (if $false or $suppressed then ["fortify-audit", .tags.service // project, $id] | map(select(. != null)) | join(":") else null end) as $exception
| {
    target: project,
    finding_title: ([$class.Type, $class.Subtype] | map(select(. != null and . != "")) | join(": ")),
    severity: ($meta | priority($instance.Confidence) // "info"),
    source_severity: ([$instance.InstanceSeverity, $class.DefaultSeverity] | pick),
    state: (if $false then "false_positive" elif $suppressed then "accepted" else "open" end),
    last_seen: at,
    exception_id: $exception,
    category: "sast",
    rule_id: $class.ClassID,
    native_id: $id,
    cwe: ($meta.altcategoryCWE // "" | split("CWE ID ") | .[1:] | map("CWE-" + split(",")[0])),
    location: {file: $place["@path"], line: $place["@line"]}
  },
  (select($exception != null)
   | ([$audit.ThreadedComments | if type == "object" then .Comment else null end] | list | .[0]) as $comment
   | ([$audit.ClientAuditTrail | if type == "object" then .TagHistory else null end] | list | .[(length - 1)]) as $change
   | {
       kind: "exception",
       id: $exception,
       disposition: (if $false then "false_positive" else "accepted" end),
       reason: ([$comment.Content, (if $false then "not an issue" else "suppressed in Fortify" end)] | pick),
       approver: ([$comment.Username, $change.Username] | pick),
       granted: ([$comment.Timestamp, $change.EditTime] | pick),
       state: "active",
       native_id: $id
     })
