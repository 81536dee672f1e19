# Snyk REST API: issues of an organisation, group or project (/rest/orgs/ID/issues).
# Facts: four real files; Snyk's REST reference.
#
# The API names the project only by its id. It says that an issue is ignored, neither why nor by whom.

module {
  format: "snyk_api",
  title: "Snyk REST API issues",
  category: "sca",
  source_tool: "snyk",
  detect: "(.data | type) == \"array\" and (.data[0].attributes | type) == \"object\" and (.data[0].attributes | has(\"effective_severity_level\"))",
  entries: ["data[]"],
  context: {
    next: "links.next",
    project: "data[].relationships.scan_item.data.id",
    type: "data[].attributes.type"
  },
  optional: ["next"],
  report: {
    outcome: "if (.context.next // \"\") != \"\" then \"partial\" else null end",
    target: ".context.project",
    categories: "[.context.type] | flatten | map(select(. != null) | control) | unique"
  }
};

def pick: map(select(. != null and . != "")) | .[0];
def control: {package_vulnerability: "sca", license: "other", cloud: "cloud", code: "sast", config: "iac", custom: "other"}[.] // "other";

# SNYK-PYTHON-PILLOW-6219984 is of PyPI, SNYK-DEBIAN12-CURL-1 of Debian.
def ecosystem:
  (split("-")[1] // "") as $name
  | { PYTHON: "pypi", JS: "npm", JAVA: "maven", GOLANG: "golang", RUBY: "gem", DOTNET: "nuget", PHP: "composer", RUST: "cargo",
      SWIFT: "swift", COCOAPODS: "cocoapods", HEX: "hex", PUB: "pub", CONAN: "conan" }[$name]
    // (if $name | test("^[A-Z]+[0-9]*$") then $name | split("0")[0] | capture("^(?<name>[A-Z]+)").name else null end);

.raw.attributes as $a
| .raw.relationships.scan_item.data.id as $project
| ($a.coordinates // [] | .[0].representations? // [] | map(select(type == "object"))) as $places
| ($places | map(.dependency | select(. != null)) | .[0]) as $package
| ($places | map(.sourceLocation // .source_location | select(. != null)) | .[0]) as $source
| ($places | map(.resourcePath // .resource_path // .cloud_resource.resource.native_id? | select(. != null)) | .[0]) as $resource
| (if $a.ignored == true then "snyk-ignore:\(.raw.id)" else null end) as $exception
| {
    target: $project,
    finding_title: ([$a.title, $a.key] | pick),
    severity: ([$a.effective_severity_level, ($a.severities // [] | .[0].level?)] | pick),
    state: (if $a.status == "resolved" then "resolved" elif $exception != null then "accepted" else "open" end),
    first_seen: $a.created_at,
    last_seen: $a.updated_at,
    resolved_at: $a.resolution.resolved_at?,
    exception_id: $exception,
    category: ($a.type // "custom" | control),
    rule_id: (($a.problems // [] | map(select(.source == "SNYK") | .id) | .[0]) // $a.key),
    native_id: .raw.id,
    cve: [($a.problems // [] | map(.id)), (if any($a.problems // [] | .[]; .source == "NVD") then null else $a.key end)],
    cwe: ($a.classes // [] | map(select(.source == "CWE") | .id)),
    cvss: ($a.severities // [] | map(.score, .vector)),
    component: {name: $package.package_name, version: $package.package_version, type: ($a.key // "" | ecosystem)},
    location: {file: $source.file, line: $source.region.start.line, resource: $resource}
  },
  (select($exception != null)
   | {kind: "exception", id: $exception, reason: "ignored in Snyk", state: "active", native_id: .raw.id})
