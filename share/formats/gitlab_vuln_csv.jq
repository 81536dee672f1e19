# GitLab vulnerability report as CSV ("Export" of a project, group, or the security centre), all column sets since 13.0.
# Facts: six files of 9 to 25 columns; GitLab's VulnerabilityExports source.
#
# Columns are found by name. `Location` is a Ruby hash as Ruby prints it, JSON in some versions, or a bare path.
# "Activity" (no longer detected) leaves a vulnerability open, as GitLab does.

module {
  format: "gitlab_vuln_csv",
  title: "GitLab vulnerability report (CSV)",
  category: "other",
  source_tool: "gitlab",
  container: "csv",
  over: ["csv"],
  detect: ".header | type == \"array\" and (map(ascii_downcase) | contains([\"vulnerability\", \"severity\", \"scanner name\", \"status\"]) and (contains([\"details\"]) or contains([\"other identifiers\"]) or contains([\"location\"])))",
  over: ["csv"],
  context: {
    path: "\"Full Path\"",
    tool: "Tool",
    tool_type: "\"Scanner Type\"",
    id: "\"Vulnerability ID\""
  },
  report: {
    target: ".context | ([.id] | flatten | any(. != null and . != \"\")) as $ids | [.path] | flatten | map(select(. != null and . != \"\") | if $ids and test(\"/[0-9]+$\") then split(\"/\")[:-1] | join(\"/\") else . end) | unique",
    categories: ".context | [.tool, .tool_type] | flatten | map(select(. != null and . != \"\") | control) | unique | if . == [] then [\"other\"] else . end"
  }
};

def pick: map(select(. != null and . != "")) | .[0];
def control:
  { sast: "sast", dast: "dast", dependency_scanning: "sca", container_scanning: "container", cluster_image_scanning: "container",
    container_scanning_for_registry: "container", secret_detection: "secrets", coverage_fuzzing: "other", api_fuzzing: "api"
  }[ascii_downcase | split(" ") | join("_")] // "other";

# {"file"=>"a.rb", "start_line"=>32, "image"=>nil} as an object.
def place:
  . as $text
  | if startswith("{") then
      split("=>") | join(":") | split(":nil") | join(":null") | split(": nil") | join(": null")
      | try fromjson catch
          ($text | if test("\"file\" ?=> ?\"[^\"]*\"") then capture("\"file\" ?=> ?\"(?<file>[^\"]*)\"") else {} end)
      | if type == "object" then . else {} end
    else {file: .}
    end;

(.raw | to_entries | map({key: (.key | ascii_downcase), value: (.value | if type == "array" then .[0] else . end)}) | from_entries) as $row
| ($row.tool // $row["scanner type"] // "") as $tool
| ($row["vulnerability id"] // "") as $id
| ([$row["full path"], ([$row["group name"], $row["project name"]] | map(select(. != null and . != "")) | join("/"))] | pick
   | if . != null and $id != "" then rtrimstr("/" + $id) else . end) as $project
| ($row.location // "" | place) as $place
| ($row.status // "" | ascii_downcase) as $said
| ({false_positive: "false_positive", not_applicable: "false_positive"}[$row["dismissal reason"] // "" | ascii_downcase] // "accepted") as $disposition
| ($row["other identifiers"] // "" | split("; ") | map(select(. != ""))) as $others
| (if $id != "" then $id
   else [$project, $tool, $row.vulnerability, $row.location, $row.cve, $row.cwe, $row["other identifiers"]] | map(select(. != null and . != "")) | join("|")
   end) as $identity
| (if $said == "dismissed" then "gitlab:" + $identity else null end) as $exception
| select(any($row[]; . != "" and . != null))
| {
    source_tool: $row["scanner name"],
    target: $project,
    finding_title: $row.vulnerability,
    severity: $row.severity,
    state: (if $said == "dismissed" then $disposition elif $said == "resolved" then "resolved" else "open" end),
    first_seen: $row["detected at"],
    last_seen: ([$row["resolved at"], $row["dismissed at"]] | pick),
    resolved_at: $row["resolved at"],
    exception_id: $exception,
    category: ($tool | control),
    rule_id: ([($others | map(select(test("^A[0-9]+:") | not)) | .[0]), $row.cwe, $row.cve] | pick),
    native_id: $identity,
    cve: [$row.cve, $row["other identifiers"]],
    cwe: $row.cwe,
    cvss: ($row["cvss vectors"] // "" | split("; ")),
    component: {name: $place.dependency.package.name?, version: $place.dependency.version?},
    location: {
      file: $place.file,
      line: $place.start_line,
      url: (if $place.hostname == null then null else $place.hostname + ($place.path // "") end),
      method: (if $place.hostname == null then null else $place.method end),
      parameter: $place.param,
      resource: $place.image
    }
  },
  (select($exception != null)
   | {
       kind: "exception",
       id: $exception,
       disposition: $disposition,
       reason: ([$row.comments, $row["dismissal reason"]] | pick),
       approver: $row["dismissed by"],
       granted: $row["dismissed at"],
       state: "active",
       native_id: $identity
     })
