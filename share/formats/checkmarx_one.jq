# Checkmarx One results: `cx results show --report-format json` and the results API, and the newer scan report
# ("improved-scan-report") with resultsList, iacScanResults, scaScanResults.
# Facts: 22 real files; Checkmarx One's API reference and its CLI.
#
# A page of 20 results of a thousand is a partial report: what is not in it must close nothing.
# "Not exploitable" is a decision of a person, "proposed not exploitable" only asks for one. Ids beyond 2^53 are text.
# "Npm-lodash-4.17.20" is how a package is written: the type, the name with its own dashes, the version.

module {
  format: "checkmarx_one",
  title: "Checkmarx One results and scan report",
  category: "sast",
  source_tool: "checkmarx-one",
  detect: "((.results | type | . == \"array\" or . == \"null\") and has(\"results\") and (if .results[0] == null then has(\"totalCount\") and (has(\"scanID\") or has(\"results\") and (keys | length) == 2) else .results[0] | has(\"type\") and has(\"similarityId\") and has(\"severity\") end)) or (has(\"reportHeader\") and ((.scanResults | type == \"object\" and has(\"resultsList\")) or has(\"iacScanResults\") or has(\"scaScanResults\")))",
  entries: [
    "results[]",
    "scanResults.resultsList[].vulnerabilities[]",
    "iacScanResults.technology[].queries[].resultsList[]",
    "scanResults.iacScanResults.technology[].queries[].resultsList[]",
    "scaScanResults.packages[].packageCategory[].categoryResults[]",
    "scanResults.scaScanResults.packages[].packageCategory[].categoryResults[]"
  ],
  context: {
    total: "totalCount",
    types: "results[].type",
    project: "reportHeader.projectName",
    branch: "reportHeader.branchName",
    at: "reportCreationDate",
    found: "results[].foundAt",
    query: "scanResults.resultsList[].queryName",
    query_id: "scanResults.resultsList[].queryId",
    query_cwe: "scanResults.resultsList[].cweId",
    iac_query: "iacScanResults.technology[].queries[].queryName",
    iac_query_id: "iacScanResults.technology[].queries[].queryId",
    iac_severity: "iacScanResults.technology[].queries[].severity",
    iac_inner_query: "scanResults.iacScanResults.technology[].queries[].queryName",
    iac_inner_query_id: "scanResults.iacScanResults.technology[].queries[].queryId",
    iac_inner_severity: "scanResults.iacScanResults.technology[].queries[].severity",
    package: "scaScanResults.packages[].packageName",
    package_version: "scaScanResults.packages[].packageVersion",
    package_manager: "scaScanResults.packages[].packageManager",
    inner_package: "scanResults.scaScanResults.packages[].packageName",
    inner_package_version: "scanResults.scaScanResults.packages[].packageVersion",
    inner_package_manager: "scanResults.scaScanResults.packages[].packageManager"
  },
  report: {
    target: ".context.project",
    at: "[.context.at // .context.found] | flatten | map(select(. != null)) | if length == 1 then .[0] else null end",
    categories: "covered",
    outcome: "if (.context.total | type) == \"number\" and .context.total > .entries then \"partial\" else null end"
  }
};

def pick: map(select(. != null and . != "")) | .[0];
def lower: if type == "string" then ascii_downcase else "" end;
def text: if . == null then null else tostring end;
def squeezed: lower | split("_") | join(" ");
def engine:
  {"sast": "sast", "kics": "iac", "iac": "iac", "iac security": "iac", "sca": "sca", "sca-container": "container",
   "containers": "container", "container": "container", "apisec": "api", "dast": "dast", "sscs-secret-detection": "secrets",
   "sscs-scorecard": "other", "sscs": "other", "microengines": "other"}[lower];
# What the report covered: the engines that results came from.
def covered:
  .context
  | ([.types] | flatten | map(engine))
    + [ (if [.query] | flatten | any(. != null) then "sast" else null end),
        (if [.iac_query, .iac_inner_query] | flatten | any(. != null) then "iac" else null end),
        (if [.package, .inner_package] | flatten | any(. != null) then "sca" else null end) ]
  | map(select(. != null))
  | if . == [] then ["sast"] else unique end;
# "555ab8f9-… [Taken from query_id]"
def untaken: if type == "string" then split(" [Taken from ") | .[0] else text end;
# Paths begin at the root of the repository.
def rooted: if type == "string" then ltrimstr("/") else . end;
def number: if type == "string" or type == "number" then . else null end;

# "Maven-org.example:lib-1.4.5": the first part is the type, the last the version.
def package:
  if type != "string" then null
  else
    split("-") as $parts
    | if ($parts | length) < 3 then {name: .}
      else
        # A version begins at the first part after the name that begins with a digit.
        ([$parts | to_entries[] | select(.key > 1 and (.value | test("^v?[0-9]"))) | .key] | .[0] // ($parts | length - 1)) as $at
        | {type: $parts[0], name: ($parts[1:$at] | join("-")), version: ($parts[$at:] | join("-"))}
      end
  end;

. as $line
| .raw as $result
| ($result.data // {}) as $data
| ($result.vulnerabilityDetails // {}) as $details
| (.from
   | if . == "results[]" then $result.type | engine // "other"
     elif contains("iacScan") then "iac"
     elif contains("scaScan") then "sca"
     else "sast" end) as $category
# Names stand above the entry; what stands above another engine's is not this one's.
| ({sast: ["query", "query_id", "query_cwe"], iac: ["iac_query", "iac_query_id", "iac_severity", "iac_inner_query", "iac_inner_query_id", "iac_inner_severity"],
    sca: ["package", "package_version", "package_manager", "inner_package", "inner_package_version", "inner_package_manager"]}[$category] // []) as $own
| (.context | with_entries(select(.key as $name | ["project", "at"] + $own | any(. == $name)))) as $context
| ($result.state | squeezed) as $state
| ([$data.nodes, $result.nodes] | map(if type == "array" then .[0] else null end | select(. != null)) | .[0]) as $node
| ([$context.package, $context.inner_package] | pick) as $scanned
| (if $category != "sca" and $category != "container" then null
   elif $scanned != null then
     {name: $scanned, version: ([$context.package_version, $context.inner_package_version] | pick),
      type: ([$context.package_manager, $context.inner_package_manager] | pick)}
   elif $data.packageName != null then {name: $data.packageName, version: $data.packageVersion}
   else $data.packageIdentifier // $result.packageIdentifier | package
   end) as $package
| ([ $details.cveName, $result.cveName, $result.cve, (if $category == "sca" or $category == "container" then $result.id | text else null end) ] | pick) as $id
| ([ (if $package == null then null else [$id, $package.name] | map(select(. != null)) | join(":") end),
     (if $category == "iac" then $result.similarityId | text else null end),
     $data.resultHash, ($result.id | text), ($result.similarityId | text) ]
   | pick) as $native
| (if $category == "container" and $data.imageName != null then $data.imageName else $context.project end) as $target
| ($result.comments | if type == "object" then .comments else . end | if type == "string" then . else null end) as $comment
| (if $state == "not exploitable" then
     ["checkmarx-not-exploitable", .tags.service // $target, $native] | map(select(. != null)) | join(":")
   else null end) as $exception
| {
    target: $target,
    finding_title: (
      [ $data.queryName, $context.query, $result.queryName, $context.iac_query, $context.iac_inner_query,
        (if $package == null then null else [$id, $package.name] | map(select(. != null)) | join(" in ") end),
        $data.ruleName, $data.title, $id, ($result.description | if type == "string" then . else null end) ]
      | pick | if type == "string" and $package == null then split("_") | join(" ") else . end
    ),
    severity: [$result.severity, $context.iac_severity, $context.iac_inner_severity, $details.cvssScore, $result.score],
    state: (if $exception != null then "false_positive" elif $result.status | lower == "fixed" then "resolved" else "open" end),
    first_seen: ([$result.firstFoundAt, $result.firstFoundDate, $result.foundDate] | pick),
    last_seen: ([$result.foundAt, $result.foundDate, $context.at] | pick),
    exception_id: $exception,
    category: $category,
    rule_id: (
      [ (if $package == null then null else $id end), ($data.queryId | untaken), ($context.query_id | text), ($result.queryId | text),
        ($context.iac_query_id | text), ($context.iac_inner_query_id | text), $data.ruleId, $data.queryName, $context.query ]
      | pick
    ),
    native_id: $native,
    cve: [$id, ($result.id | text)],
    cwe: [$details.cweId, $context.query_cwe, $result.cweId, $result.cwe, (if $id == null then null elif $id | startswith("CWE-") then $id else null end)],
    cvss: ([$details.cvssScore, $result.score | number] | map(select(. != 0)) | pick),
    published_at: $data.publishedAt,
    component: ($package | if . == null then null else . + {fixed_version: ([$data.recommendedVersion, $result.recommendedVersion] | pick)} end),
    location: {
      file: (
        [ $node.fileName, $result.sourceFileName, $data.fileName, $data.filename, $result.fileName, $result.filename, $data.imageFilePath ]
        | pick | rooted
      ),
      line: ([$node.line, $result.sourceLine, $data.line, $result.line] | pick)
    }
  },
  (select($exception != null)
   | {
       kind: "exception",
       id: $exception,
       disposition: "false_positive",
       reason: ([$comment, "not exploitable"] | pick),
       state: "active",
       native_id: $native
     })
