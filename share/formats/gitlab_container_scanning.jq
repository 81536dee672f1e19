# GitLab container scanning report (gl-container-scanning-report.json), schemas 2.3 to 15.
# Facts: five real reports of Trivy as GitLab runs it; GitLab's security-report-schemas.
#
# Ids are often bare CVE numbers, repeated for each package. `operating_system` may be "Unknown".
# The target is the image; a report without entries names none. For packages of a language `location.image` may be the
# lock file or the word "Node.js": an image has a tag, a digest or a registry.

module {
  format: "gitlab_container_scanning",
  title: "GitLab container scanning report",
  category: "container",
  detect: "(.scan.type // .vulnerabilities[0].category) as $type | has(\"vulnerabilities\") and (.vulnerabilities | type == \"array\" or type == \"null\") and ($type == \"container_scanning\" or $type == \"cluster_image_scanning\" or $type == null and (.vulnerabilities[0] | (.identifiers | type) == \"array\" and .location.image != null))",
  entries: ["vulnerabilities[]"],
  context: {
    scanner: "scan.scanner.name",
    entry_scanner: "vulnerabilities[].scanner.name",
    image: "vulnerabilities[].location.image",
    start: "scan.start_time",
    end: "scan.end_time",
    status: "scan.status"
  },
  report: {
    source_tool: ".context.scanner // (.context.entry_scanner | if type == \"array\" then .[0] else . end)",
    target: ".context.image | one_image",
    at: ".context.end // .context.start",
    outcome: "if .context.status == \"failure\" then \"failed\" else null end"
  }
};

def pick: map(select(type == "string" and . != "")) | .[0];
def text: if . == null then null else tostring end;
def of($type): map(select((.type // "" | ascii_downcase) == $type));
def image: if type == "string" and test("[:@]|^[^/]+[.][^/]+/") then . else null end;
def one_image: [.] | flatten | map(image | select(. != null)) | if length == 1 then .[0] else null end;
def in_package($id):
  .raw.location.dependency
  | if $id == null or .package.name == null then null else "\($id) in \(.package.name)-\(.version)" end;

(.raw.identifiers // [] | map(select(type == "object"))) as $ids
| ($ids | of("cwe")) as $cwe
| {
    source_tool: (.context.scanner // .raw.scanner.name),
    target: (.raw.location.image | image),
    finding_title: ([.raw.name, .raw.message, in_package($ids | of("cve") | .[0].value), .raw.description, .raw.id] | pick),
    severity: (.raw.severity | if type == "string" then . else null end),
    source_severity: (.raw.severity | text),
    confidence: .raw.confidence,
    state: "open",
    first_seen: (.raw.discovered_at // .context.start),
    last_seen: (.context.end // .context.start),
    category: "container",
    rule_id: ((($ids - $cwe - ($ids | of("cve"))) + $cwe + $ids) | .[0].value | text),
    native_id: ([.raw.id, .raw.cve] | pick),
    cve: ($ids | map(.value | text)),
    cwe: ($cwe | map(.value, .name)),
    cvss: (.raw.cvss_vectors // [] | map(.vector)),
    component: {
      name: .raw.location.dependency.package.name,
      version: .raw.location.dependency.version,
      type: (.raw.location.operating_system // "" | ascii_downcase | split(" ")[0] // "" | split(":")[0])
    },
    location: (.raw.location | if (.image | image) == null then {file: .image} else null end)
  }
