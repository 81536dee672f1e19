# Veracode Software Composition Analysis: issues of the REST API (srcclr/v3), the agent's `--json` report, the issues' CSV.
# Facts: three real files; Veracode's API reference and the agent's documentation.
#
# An issue is a vulnerability, a licence or an outdated library; all three are kept, the last two as category "other".
# Severity is a CVSS number. The agent's report names the library of a vulnerability by its place in a list.

module {
  format: "veracode_sca",
  title: "Veracode SCA issues (REST API, agent, CSV)",
  category: "sca",
  source_tool: "veracode-sca",
  container: ["json", "csv"],
  detect: "if has(\"header\") then (.header | any(. == \"Issue ID\")) and (.header | any(. == \"CVSS score\")) and (.header | any(. == \"Library\")) else ((._embedded.issues | type) == \"array\" and (if ._embedded.issues[0] == null then has(\"page\") and (._links.self.href | contains(\"/issues\")) else ._embedded.issues[0] | has(\"issue_type\") and (has(\"library\") or has(\"vulnerability\") or has(\"license\")) end)) or ((.records | type) == \"array\" and (.records[0] | has(\"vulnerabilities\") and has(\"libraries\"))) end",
  entries: ["_embedded.issues[]", "records[].vulnerabilities[]"],
  context: {
    total: "page.total_elements",
    project: "_embedded.issues[].project_name",
    requested: "records[].metadata.report.scanDate",
    at: "metadata.requestDate",
    name: "records[].metadata.report.projectName",
    libraries: "records[].libraries",
    row_project: "Project",
    type: "_embedded.issues[].issue_type",
    row_type: "\"Issue type\""
  },
  report: {
    target: "[.context.project, .context.name, .context.row_project] | flatten | map(select(. != null and . != \"\"))",
    at: "[.context.at, .context.requested] | flatten | map(select(. != null)) | .[0]",
    categories: "[.context | .type, .row_type] | flatten | map(control) | . + [\"sca\"] | unique",
    outcome: "if (.context.total | type) == \"number\" and .context.total > .entries then \"partial\" else null end"
  }
};

def pick: map(select(. != null and . != "")) | .[0];
def lower: if type == "string" then ascii_downcase else "" end;
def control: if lower | . == "vulnerability" or . == "" then "sca" else "other" end;
def text: if . == null then null else tostring end;
def one: if type == "array" then .[0] else . end;
# Veracode writes CVE numbers without their prefix.
def cve: if type == "string" and test("^[0-9]{4}-[0-9]+$") then "CVE-" + . else . end;
def named($a; $b): [$a, $b] | map(select(. != null and . != "")) | if . == [] then null else join(":") end;

# "maven:org.example:lib:1.2:" of the API.
def coordinates: split(":") | {type: .[0], name: named(.[1]; .[2]), version: .[3]};

def suppression($line; $native; $target):
  ["veracode-sca-ignored", $line.tags.service // $target, $native] | map(select(. != null)) | join(":");

def issue:
  . as $line
  | .raw
  | .vulnerability as $flaw
  | ((.library.id // "" | coordinates) + {version: (.library.version // (.library.id // "" | coordinates.version))}) as $coordinates
  | (if .ignored == true then suppression($line; .id | text; .project_name) else null end) as $exception
  | {
      target: .project_name,
      finding_title: (
        if .license.name != null then [.license.name, .library.name] | map(select(. != null)) | join(" in ")
        else [$flaw.title, .library.name, .issue_type] | pick end
      ),
      severity: .severity,
      state: (if $exception != null then "accepted" else {"fixed": "resolved", "resolved": "resolved"}[.issue_status | lower] // "open" end),
      first_seen: .created_date,
      last_seen: .updated_date,
      exception_id: $exception,
      category: (.issue_type | control),
      rule_id: ([($flaw.cve | cve), ($flaw.id | text | if . == null then null else "SID-" + . end), .issue_type] | pick),
      native_id: (.id | text),
      cve: ($flaw.cve | cve),
      cwe: $flaw.cwe_id,
      cvss: ($flaw.cvss3_score // $flaw.cvss2_score),
      component: (if .library.id == null then {name: .library.name, version: .library.version} else $coordinates end)
    },
    (select($exception != null)
     | {kind: "exception", id: $exception, reason: ([.ignored_comment, "ignored in Veracode SCA"] | pick), state: "active",
        native_id: (.id | text)});

# The agent: "/records/0/libraries/1/versions/0".
def library($libraries):
  (.libraries | one | ._links.ref // "" | split("/")) as $at
  | if ($at | length) < 5 or ($at[4] | test("^[0-9]+$") | not) or ($libraries | type) != "array" then {}
    else
      $libraries[$at[4] | tonumber] as $library
      | {
          type: $library.coordinateType,
          name: named($library.coordinate1; $library.coordinate2),
          version: ($library.versions | one | .version)
        }
    end;

def agent:
  (.context | .at // .requested) as $at
  | .context.name as $target
  | .context.libraries as $libraries
  | .raw
  | library($libraries) as $library
  | ([(.cve | cve), .title] | pick) as $rule
  | {
      target: $target,
      finding_title: ([.title, $rule] | pick),
      severity: [(.cvss3Score, .cvssScore | if . == 0 then null else . end)],
      state: "open",
      last_seen: $at,
      category: "sca",
      rule_id: $rule,
      native_id: ([$rule, $library.name] | map(select(. != null)) | join(":")),
      cve: (.cve | cve),
      cwe: .cwe,
      cvss: (.cvss3Score // .cvssScore),
      component: ($library + {fixed_version: (.libraries | one | .details | one | .updateToVersion)})
    };

def row:
  . as $line
  | .raw
  | (if .Ignored | lower == "true" then suppression($line; .["Issue ID"]; .Project) else null end) as $exception
  | {
      target: .Project,
      finding_title: ([.Title, .["Vulnerability title"], .CVE, .Library, .["Issue type"]] | pick),
      severity: ([.Severity, .["CVSS score"]] | map(if . == "" then null else . end)),
      state: (if $exception != null then "accepted" else {"resolved": "resolved", "fixed": "resolved"}[.Status | lower] // "open" end),
      first_seen: ([.["Issue opened: Scan date"], .["Issue opened"]] | pick),
      last_seen: ([.["Last seen"], .["Issue resolved: Scan date"]] | pick),
      exception_id: $exception,
      category: (.["Issue type"] | control),
      rule_id: ([(.CVE | cve), .["Vulnerability ID"], .Title, .["Issue type"]] | pick),
      native_id: .["Issue ID"],
      cve: (.CVE | cve),
      cwe: .CWE,
      cvss: .["CVSS score"],
      component: {
        type: .["Package manager"],
        name: ([named(.["Coordinate 1"]; .["Coordinate 2"]), .Library] | pick),
        version: .["Version in use"],
        fixed_version: ([.["Safe version"], .["Latest version"]] | .[0])
      }
    },
    (select($exception != null)
     | {kind: "exception", id: $exception, reason: ([.["Ignored reason"], "ignored in Veracode SCA"] | pick), state: "active",
        native_id: .["Issue ID"]});

if .raw | has("Issue ID") then row elif .raw | has("issue_type") then issue else agent end
