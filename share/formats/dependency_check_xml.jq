# OWASP Dependency-Check XML report, schemas 1.3 to 4.1.
# Facts: nine real files; the schemas. The JSON form: dependency_check_json, same tool, same ids.
#
# Most dependencies have no vulnerability. Severity is a word, or a score for sources other than the NVD. A suppressed vulnerability
# stands beside the others under its own name: an exception only. The identity is the file's hash and the vulnerability.

module {
  format: "dependency_check_xml",
  title: "OWASP Dependency-Check XML",
  category: "sca",
  source_tool: "dependency-check",
  container: "xml",
  detect: ".root == \"analysis\" and ((.namespace // \"\" | ascii_downcase | contains(\"dependency-check\")) or ((.children | any(. == \"dependencies\")) and (.children | any(. == \"scanInfo\" or . == \"projectInfo\"))))",
  entries: [
    "analysis.dependencies[].dependency[].vulnerabilities[].vulnerability[]",
    "analysis.dependencies[].dependency[].vulnerabilities[].suppressedVulnerability[]"
  ],
  context: {
    at: "analysis.projectInfo.reportDate",
    project: "analysis.projectInfo.name",
    file: "analysis.dependencies[].dependency[].fileName",
    path: "analysis.dependencies[].dependency[].filePath",
    sha1: "analysis.dependencies[].dependency[].sha1",
    package: "analysis.dependencies[].dependency[].identifiers.package[].id",
    maven: "analysis.dependencies[].dependency[].identifiers.identifier[@type=maven]",
    npm: "analysis.dependencies[].dependency[].identifiers.identifier[@type=npm]"
  },
  report: {
    target: ".context.project",
    at: ".context.at"
  }
};

def pick: map(select(. != null and . != "")) | .[0];
def text: if type == "object" then .["#text"] else . end;
# "(org.example:lib:1.2)" of the old schema.
def coordinates($type):
  if . == null then null
  else .name | text // "" | ltrimstr("(") | rtrimstr(")") | split(":") | select(length > 1)
    | {type: $type, name: (.[:(length - 1)] | join(":")), version: .[(length - 1)]}
  end;

. as $line
| .context as $context
| .raw as $flaw
| ($flaw.name | text) as $name
| ([$context.sha1 // $context.file, $name] | map(select(. != null and . != "")) | join("|")) as $native
| ([ (if $context.package // "" | startswith("pkg:") then {purl: $context.package} else null end),
     [$context.maven | coordinates("maven")][0], [$context.npm | coordinates("npm")][0], {name: $context.file} ]
   | map(select(. != null)) | .[0]) as $component
| if (.from | endswith("suppressedVulnerability[]")) then
    {
      kind: "exception",
      id: (["dependency-check-suppression", .tags.service // $context.project, $native] | map(select(. != null)) | join(":")),
      disposition: "accepted",
      reason: ([($flaw.notes | text), "suppressed"] | pick),
      state: "active",
      scope: "scanner",
      native_id: $native
    }
  else
    {
      target: $context.project,
      finding_title: ([$name, $context.file] | map(select(. != null)) | join(" in ")),
      severity: (
        [ ($flaw.severity | text), ($flaw.cvssV4 | if type == "object" then .baseSeverity else null end),
          ($flaw.cvssV3 | if type == "object" then .baseSeverity, .baseScore else null end),
          ($flaw.cvssV2 | if type == "object" then .severity, .score else null end), ($flaw.cvssScore | text) ]
        | map(if . == "" then null else . end)
      ),
      state: "open",
      last_seen: $context.at,
      category: "sca",
      rule_id: $name,
      native_id: $native,
      cve: [$name],
      cwe: [($flaw.cwes | if type == "object" then .cwe else null end), $flaw.cwe],
      cvss: (
        [ ($flaw.cvssV4 | if type == "object" then .baseScore else null end), ($flaw.cvssV3 | if type == "object" then .baseScore else null end),
          ($flaw.cvssV2 | if type == "object" then .score else null end), ($flaw.cvssScore | text) ]
        | pick
      ),
      kev: (if $flaw.knownExploitedVulnerability == null then null else true end),
      kev_added: ($flaw.knownExploitedVulnerability | if type == "object" then .dateAdded else null end),
      kev_due: ($flaw.knownExploitedVulnerability | if type == "object" then .dueDate else null end),
      component: $component,
      location: {file: ([$context.path, $context.file] | pick | if . == null then null else split("?")[0] end)}
    }
  end
