# Checkmarx One's older scan report as JSON: `reportHeader`, and `scanResults` by engine and language.
# Facts: five real reports; Checkmarx' report generation reference. The results API and the newer report: checkmarx_one.
#
# The parts sast, sca, kics are null where an engine was off: that engine covered nothing. The place of a flow is its first node.
# "Not exploitable" is a decision of a person: the finding is a false positive, with an exception; "proposed" is none yet.

module {
  format: "checkmarx_json",
  title: "Checkmarx scan report JSON",
  category: "sast",
  source_tool: "checkmarx-one",
  detect: "has(\"reportHeader\") and (.scanResults | type == \"object\" and (has(\"sast\") or has(\"sca\") or has(\"kics\")) and (has(\"resultsList\") | not))",
  entries: [
    "scanResults.sast.languages[].queries[].vulnerabilities[]",
    "scanResults.sca.packages[].vulnerabilities[]",
    "scanResults.kics.results[].vulnerabilities[]"
  ],
  context: {
    project: "reportHeader.projectName",
    created: "reportHeader.createdDate",
    completed: "scanSummary.scanCompletedDate",
    engines: "scanSummary.engineTypes[]",
    query: "scanResults.sast.languages[].queries[].queryName",
    query_id: "scanResults.sast.languages[].queries[].queryId",
    package: "scanResults.sca.packages[].name",
    package_id: "scanResults.sca.packages[].packageId",
    package_version: "scanResults.sca.packages[].version",
    package_type: "scanResults.sca.packages[].type",
    kics_name: "scanResults.kics.results[].name"
  },
  report: {
    target: ".context.project",
    at: ".context.completed // .context.created",
    categories: "[.context.engines] | flatten | map(engine) | map(select(. != null)) | if . == [] then [\"sast\"] else unique end"
  }
};

def pick: map(select(. != null and . != "")) | .[0];
def lower: if type == "string" then ascii_downcase else "" end;
def text: if . == null then null else tostring end;
def engine: {"sast": "sast", "sca": "sca", "kics": "iac", "iac": "iac", "containers": "container", "apisec": "api"}[lower];
def squeezed: lower | split("_") | join(" ");

. as $line
| (.from | if contains(".sca.") then "sca" elif contains(".kics.") then "iac" else "sast" end) as $category
# Names stand above the entry; what stands above another engine's is not this one's.
| (if $category == "sast" then .context.query else null end) as $query
| (if $category == "sast" then .context.query_id | text else null end) as $query_id
| (.raw.state // .raw.resultState | squeezed) as $state
| (.raw.nodes | if type == "array" then .[0] else null end) as $node
| ([ (if $category == "sca" then [.context.package, .raw.cveName // .raw.id] | map(select(. != null)) | join(":") else null end),
     (.raw.id | text), (.raw.similarityId | text) ]
   | pick) as $native
| (if $state == "not exploitable" then ["checkmarx-not-exploitable", .tags.service // .context.project, $native] | map(select(. != null)) | join(":")
   else null end) as $exception
| {
    target: .context.project,
    finding_title: (
      if $category == "sca" then [.raw.cveName // .raw.cve // .raw.id, .context.package] | map(select(. != null) | tostring) | join(" in ")
      else [$query, .raw.queryName, .raw.name, .context.kics_name] | pick | if . == null then null else split("_") | join(" ") end
      end
    ),
    severity: [.raw.severity, .raw.cvssScore],
    state: (if $exception != null then "false_positive" elif .raw.status | lower == "fixed" then "resolved" else "open" end),
    first_seen: (.raw.firstFoundDate // .raw.firstFoundAt // .raw.foundDate),
    last_seen: (.context.completed // .context.created),
    exception_id: $exception,
    category: $category,
    rule_id: ([ (.raw.cveName // .raw.cve), $query_id, $query, (.raw.queryId | text), .raw.queryName, .raw.id ] | pick),
    native_id: $native,
    cve: [.raw.cveName, .raw.cve, .raw.id],
    cwe: (.raw.cweId // .raw.cwe),
    cvss: (.raw.cvssScore // .raw.score),
    component: (
      if $category != "sca" then null
      else {name: (.context.package // .raw.packageName), version: (.context.package_version // .raw.packageVersion), type: .context.package_type}
      end
    ),
    location: {
      file: ([$node.fileName, .raw.fileName, .raw.filename] | pick | if type == "string" then ltrimstr("/") else . end),
      line: ($node.line // .raw.line)
    }
  },
  (select($exception != null)
   | {
       kind: "exception",
       id: $exception,
       disposition: "false_positive",
       reason: ([(.raw.comments | if type == "string" then . else null end), .raw.comment, "not exploitable"] | pick),
       state: "active",
       native_id: $native
     })
