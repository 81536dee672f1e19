# SARIF 2.1.0 of any tool. A run is one report.
# Facts: 55 real files of 26 tools; the OASIS standard (clauses in brackets).
#
# Rules stand in the driver or in an extension (CodeQL) and are found by index, else by id, else by the id cut at its last "/" [3.27.5-7].
# Files are kept relative to the root of the repository: base ids that are relative themselves are put in front, the absolute
# root (a build machine's folder) is not, so that a finding keeps its identity from one machine to the next [3.14.14].
# Several locations are one result: the first is the place. `automationDetails.id` names a run, not a service.

module {
  format: "sarif",
  title: "SARIF 2.1.0",
  category: "sast",
  detect: "(.runs | type) == \"array\" and ((.version | type == \"string\" and startswith(\"2.\")) or (.[\"$schema\"] | type == \"string\" and (ascii_downcase | contains(\"sarif\"))) or (.runs[0] | has(\"results\") or has(\"tool\"))) and (.version | type != \"string\" or (startswith(\"1.\") | not))",
  entries: ["runs[].results[]"],
  reports: "runs[]",
  context: {
    tool: "runs[].tool.driver.name",
    end: "runs[].invocations[].endTimeUtc",
    start: "runs[].invocations[].startTimeUtc",
    successful: "runs[].invocations[].executionSuccessful",
    repo: "runs[].versionControlProvenance[].repositoryUri",
    bases: "runs[].originalUriBaseIds",
    image: "runs[].properties.imageName",
    image_tags: "runs[].properties.repoTags",
    rule_tags: "runs[].tool.driver.rules[].properties.tags[]"
  },
  lookup: {
    rule: [
      {in: "runs[].tool.extensions[].rules[]", key: ["#", "#"], by: ["rule.toolComponent.index", "rule.index"]},
      {in: "runs[].tool.driver.rules[]", key: "#", by: "rule.index"},
      {in: "runs[].tool.driver.rules[]", key: "#", by: "ruleIndex"},
      {in: ["runs[].tool.driver.rules[]", "runs[].tool.extensions[].rules[]"], key: "id", by: "ruleId"},
      {in: ["runs[].tool.driver.rules[]", "runs[].tool.extensions[].rules[]"], key: "id", by: "rule.id"},
      {in: ["runs[].tool.driver.rules[]", "runs[].tool.extensions[].rules[]"], key: "id", by: "ruleId", cut: "/"}
    ],
    artifact: {in: "runs[].artifacts[]", key: "#", by: "locations[].physicalLocation.artifactLocation.index"}
  },
  report: {
    source_tool: ".context.tool",
    target: "target",
    at: "at",
    categories: "controls",
    outcome: "if [.context.successful] | flatten | any(. == false) then \"failed\" else null end"
  }
};

def pick: map(select(. != null and . != "")) | .[0];
def one: if type == "array" then .[0] else . end;
def list: if type == "array" then map(select(. != null)) else [] end;
def lower: if type == "string" then ascii_downcase else "" end;

def at: [(.context.end | one), (.context.start | one)] | pick;

# The repository, else (Trivy) the image; the tag of an image says more than its tar file.
def target:
  .context
  | [ (.repo | one),
      (.image | if lower | endswith(".tar") or endswith(".tar.gz") then null else . end),
      (.image_tags | one),
      .image ]
  | pick;

# The control that a tool is. Trivy does several jobs and says which in the tags of its rules; what is not here is taken
# by its tags, else for sast.
def control:
  { "trivy": "by tags",
    "grype": "sca", "snyk open source": "sca", "osv-scanner": "sca", "dependency-check": "sca", "govulncheck": "sca",
    "pip-audit": "sca", "cargo-audit": "sca", "black duck": "sca", "mend": "sca", "retire.js": "sca", "nancy": "sca",
    "owasp dependency-check": "sca", "osv scanner": "sca", "snyk": "sca",
    "snyk container": "container", "docker scout": "container", "dockle": "container", "clair": "container",
    "gitleaks": "secrets", "trufflehog": "secrets", "detect-secrets": "secrets", "ggshield": "secrets", "whispers": "secrets",
    "credscan": "secrets", "credential scanner": "secrets", "betterleaks": "secrets", "noseyparker": "secrets", "kingfisher": "secrets",
    "checkov": "iac", "kics": "iac", "tfsec": "iac", "defsec": "iac", "terrascan": "iac", "snyk iac": "iac", "hadolint": "iac",
    "kubescape": "iac", "kube-linter": "iac", "kubesec": "iac", "cfn-lint": "iac", "templateanalyzer": "iac", "zizmor": "iac",
    "cfn_nag": "iac", "kube-score": "iac", "ansible-lint": "iac", "psrule": "iac", "regula": "iac", "conftest": "iac",
    "zap": "dast", "owasp zap": "dast", "nuclei": "dast", "nikto": "dast", "hawkscan": "dast", "stackhawk": "dast", "burp suite": "dast",
    "prowler": "cloud", "scoutsuite": "cloud",
    "mobsf": "mobile", "mobsfscan": "mobile",
    "codeql": "sast", "semgrep": "sast", "semgrep oss": "sast", "semgrep pro": "sast", "snykcode": "sast", "eslint": "sast",
    "gosec": "sast", "bandit": "sast", "brakeman": "sast", "flawfinder": "sast", "nodejsscan": "sast", "njsscan": "sast"
  }[.context.tool | lower];

def packages: if .context.image == null then "sca" else "container" end;

def tagged($tags):
  packages as $packages
  | $tags
  | map({"vulnerability": $packages, "misconfiguration": "iac", "secret": "secrets", "license": "other"}[lower])
  | map(select(. != null));

# What a run covered; for an unknown tool also sast, as its other rules are.
def controls:
  control as $control
  | tagged(.context.rule_tags | if type == "array" then . else [.] end) as $tagged
  | if $control == null then $tagged + ["sast"] | unique
    elif $control != "by tags" then [$control]
    elif $tagged == [] then [packages]
    else $tagged | unique
    end;

# "The value '{0}' of [x](1)" with its arguments, without its links.
def placed($n; $arguments): split("{\($n)}") | join($arguments[$n] // "{\($n)}" | tostring);
def unlinked:
  "^(?<a>.*?)\\[(?<b>[^\\[\\]]*)\\]\\([0-9]+\\)(?<c>.*)$" as $link
  | if contains("](") and test($link) then capture($link) | .a + .b + .c else . end;
def message:
  (.raw.message.arguments | list) as $a
  | .raw.message.text // .lookup.rule.messageStrings[.raw.message.id // ""].text // ""
  | placed(0; $a) | placed(1; $a) | placed(2; $a) | placed(3; $a) | placed(4; $a);
# Trivy's message begins with the package or file, the same for many results: its rule says what is wrong.
def headline:
  split("\n") | map(select(. != "")) | .[0] // ""
  | if startswith("Package: ") or startswith("Artifact: ") then null else unlinked | unlinked | unlinked end;

# A base that is relative is a folder of the repository; an absolute one is the root itself.
def folder($bases; $id):
  $bases[$id // ""].uri // ""
  | ltrimstr(" ")
  | if . == "" or contains(":") or startswith("/") then "" elif endswith("/") then . else . + "/" end;
def relative($bases):
  if .uri | contains(":") or startswith("/") then .uri
  else folder($bases; $bases[.uriBaseId // ""].uriBaseId) + folder($bases; .uriBaseId) + .uri
  end;

# Semgrep without an account has the same words for all; Gitleaks' parts name a commit and its author, not the secret.
def print: if type == "object" then .value else . end;
def fingerprint:
  [ (.fingerprints // {} | to_entries | sort_by(.key) | map(.value | print) | map(select(. != "requires login")) | pick),
    (.partialFingerprints // {} | to_entries | sort_by(.key)
     | map(select(.key | in({author: 1, email: 1, date: 1, commitSha: 1, commitMessage: 1}) | not))
     | map("\(.key):\(.value | print)")
     | join(" ")),
    .guid ]
  | pick;

def weakness:
  (.id // "" | tostring) as $id
  | if (.toolComponent.name | lower | contains("cwe")) and ($id | test("^[0-9]+$")) then "CWE-" + $id else $id end;

# The package, from where the tool left it: a purl, properties (Black Duck), or the message (Trivy, Grype, OSV-Scanner).
def parsed($pattern): if test($pattern) then capture($pattern) else null end;
def package($message; $name):
  if $name | startswith("pkg:") then {purl: $name}
  elif .properties.component | type == "string" then
    .properties | {name: .component, version: .componentVersion, type: .componentOrigin}
  else
    $message
    | if startswith("Package: ") then
        split("\n") | map(split(": ") | select(length == 2) | {key: .[0], value: .[1]}) | from_entries
        | {name: .Package, version: .["Installed Version"], fixed_version: .["Fixed Version"]}
      elif startswith("Package '") then
        parsed("^Package '(?<name>.+)@(?<version>[^@']+)' is vulnerable to")
      elif contains(" package: ") then
        parsed(" in (?<type>[^ ]+) package: (?<name>.+), version (?<version>[^ ]+) was found at")
      else null
      end
  end;

# What sm-render wrote holds the members of the record: they say more than what was made of them.
def ours:
  {
    product: .product, service: .service, confidence: .confidence, state: .state, first_seen: .first_seen,
    last_seen: .last_seen, owner: .owner, exception_id: .exception_id, category: .category, target: .target,
    rule_id: .rule_id, native_id: .native_id, cve: .cve, cwe: .cwe, component: .component, location: .location, tier: .tier,
    environment: .environment, kev: .kev, kev_added: .kev_added, kev_due: .kev_due, epss: .epss, epss_date: .epss_date,
    introduced_at: .introduced_at, introduced_by: .introduced_by, published_at: .published_at, found_in: .found_in,
    source_severity: .source_severity, cvss: .cvss, resolved_at: .resolved_at, ticket: .ticket, fix: .fix,
    provenance: .provenance, reviewed_by: .reviewed_by, reviewed_at: .reviewed_at
  };

select(.raw.kind | lower | . != "pass" and . != "notapplicable")
| .raw as $result
| .lookup.rule as $rule
| message as $message
| ($rule.properties.tags | list) as $rule_tags
| ($rule_tags + ($result.properties.tags | list)) as $tags
| ($result.locations | list | .[0]) as $place
| ($place.logicalLocations | list | .[0].fullyQualifiedName // "") as $name
| ([$place.physicalLocation.artifactLocation, .lookup.artifact.location] | map(select(.uri != null and .uri != "")) | .[0]) as $file
| (.context.bases // {}) as $bases
| ($file | if . == null then null else relative($bases) end) as $path
| ([$result.ruleId, $result.rule.id, $rule.id] | pick) as $rule_id
| ($result | fingerprint) as $fingerprint
| ($result.suppressions | list) as $suppressions
| ($suppressions | length > 0 and (any((.status // .state) | lower | . == "rejected" or . == "underreview") | not)) as $suppressed
| (if ($suppressions | .[0].properties.category?) == "not-vulnerable" then "false_positive" else "accepted" end) as $disposition
# A suppression is of this place only: without a fingerprint the line tells it from the rule's other results in the file.
| ($fingerprint
   // if $suppressed then [$rule_id, $path, $place.physicalLocation.region.startLine] | map(select(. != null) | tostring) | join("|") else null end) as $native
# Snyk has the ids of a package's vulnerability in its rule only: "(CVE-2020-8203) lodash@4.17.15".
| (if .context.tool | lower | startswith("snyk") then $rule.fullDescription.text else null end) as $snyk
| ($result.properties.sm | if type == "object" then . else null end) as $sm
| (if $sm != null then $sm.exception_id
   elif $suppressed then
     [ ($suppressions | map(.guid) | pick),
       (["sarif-suppression", .context.tool, .tags.service // target, $fingerprint // ([$rule_id, $path] | map(select(. != null)) | join(":"))]
        | map(select(. != null)) | join(":")) ]
     | pick
   else null end) as $exception
| {
    source_tool: .context.tool,
    target: target,
    finding_title: (
      [ ($message | headline), $rule.shortDescription.text, $rule.fullDescription.text, $rule.name, $rule_id ] | pick
    ),
    severity: [
      $result.properties["security-severity"],
      $rule.properties["security-severity"],
      ([$result.level, $rule.defaultConfiguration.level, "warning"] | pick)
    ],
    confidence: (
      [ ($tags | map(select(lower | endswith(" confidence")) | split(" ") | .[0]) | .[0]),
        $rule.properties.precision,
        ($result.rank | if type != "number" or . < 0 then null elif . >= 66 then "high" elif . >= 33 then "medium" else "low" end) ]
      | pick
    ),
    state: (
      if $suppressed then $disposition elif $result.baselineState | lower == "absent" then "resolved" else "open" end
    ),
    first_seen: $result.provenance.firstDetectionTimeUtc,
    last_seen: at,
    exception_id: $exception,
    category: (
      control as $control
      | if $control != null and $control != "by tags" then $control
        else [tagged($rule_tags)[0], (if $control == null then "sast" else packages end)] | pick
        end
    ),
    rule_id: $rule_id,
    native_id: $native,
    cve: [$rule_id, $rule.id, $message, $snyk],
    cwe: [
      $rule.properties.cwe, $result.properties.cwe,
      ($tags | map(select(lower | contains("cwe")))),
      ([$rule.relationships | list | .[].target] + ($result.taxa | list) | map(weakness | select(lower | contains("cwe"))))
    ],
    component: (
      if $snyk != null and ($name | test("^.+@[^@]+$")) then
        ($rule_tags | map(lower | select(. != "security" and (startswith("cwe") | not))) | .[0] // "") as $manager
        | ($name | capture("^(?<name>.+)@(?<version>[^@]+)$"))
        | {name: (if $manager | . == "deb" or . == "rpm" or . == "apk" then .name | split("/") | .[length - 1] else .name end),
           version: .version, type: $manager}
      else $result | package($message; $name)
      end
    ),
    location: {
      file: ($path | if . == null or startswith("http://") or startswith("https://") then null else . end),
      url: ($path | if . == null or startswith("http://") or startswith("https://") then . else null end),
      line: $place.physicalLocation.region.startLine,
      resource: (if $path != null or $name == "" or ($name | startswith("pkg:")) then null else $name end)
    }
  }
  + (if $sm == null then {} else $sm | ours + {finding_title: (.finding_title // $message)} end),
  (select($suppressed and $exception != null and ($sm == null or $sm.state == "accepted" or $sm.state == "false_positive"))
   | ($suppressions[0]) as $suppression
   | {
       kind: "exception",
       id: $exception,
       reason: ([$suppression.justification, $suppression.kind] | pick),
       disposition: $disposition,
       approver: ($suppression.properties | [.alias, .ignoredBy.name?, .ignoredBy.email?] | pick),
       granted: ($suppression.properties | [.timeUtc, .ignoredOn] | pick),
       expires: ($suppression.properties | [.expiryUtc, .expiration] | pick),
       state: "active"
     }
     + (if $sm != null then $sm | {disposition: .state, service: .service, rule_id: .rule_id, native_id: .native_id, cve: .cve, path: .location.file}
        else {native_id: $native} end))
