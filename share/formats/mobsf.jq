# MobSF API report (static analysis of Android and iOS apps, v2 to v4), mobsfscan's JSON, and the older list of issues that
# QARK writes (`apk_exploit_dict`), which people import under the same name.
# Facts: eight real reports, three of mobsfscan; MobSF's and mobsfscan's source; DefectDojo's parser.
#
# Every section exists in two shapes, object and list, so a section (or an element of its list) is one raw line and gives
# many findings. A report of MobSF 4 is told by names that stand after `appsec`, which mobsf_scorecard reads. MobSF calls what it merely lists "info", "secure" or "normal"; mobsfscan's INFO is a low.
# `secrets` holds plain credentials and is never read.

module {
  format: "mobsf",
  title: "MobSF report, mobsfscan JSON",
  category: "mobile",
  source_tool: "mobsf",
  detect: "if type == \"array\" then (.[0] | has(\"apk_exploit_dict\") and has(\"severity\")) elif has(\"mobsfscan_version\") then (.results | type) == \"object\" else ((.version | type == \"string\" and test(\"^v[0-3][.]\")) or (.version | type == \"string\" and test(\"^v[0-9]\")) and has(\"virus_total\")) and (has(\"app_type\") or has(\"file_name\")) and (has(\"code_analysis\") or has(\"manifest_analysis\") or has(\"binary_analysis\") or has(\"permissions\")) end",
  entries: [
    "code_analysis[]", "manifest_analysis[]", "network_security[]", "certificate_analysis[]", "binary_analysis[]",
    "permissions[]", "android_api[]", "ios_api[]", "ats_analysis[]", "insecure_connections[]", "results[]", "[]"
  ],
  context: {
    at: "timestamp",
    package: "package_name",
    packagename: "packagename",
    bundle: "bundle_id",
    app: "app_name",
    file: "file_name",
    mobsfscan: "mobsfscan_version",
    qark: "[].category"
  },
  optional: ["packagename", "bundle", "mobsfscan", "qark"],
  report: {
    source_tool: "tool",
    target: "app",
    at: ".context.at"
  }
};

def pick: map(select(type == "string" and . != "")) | .[0];
def app: .context | [.package, .packagename, .bundle, .app, .file] | pick;
def tool: if .context.qark != null then "qark" elif .context.mobsfscan != null then "mobsfscan" else "mobsf" end;
def lower: if type == "string" then ascii_downcase else "" end;
def plain: split("<br>") | join(" ") | split("<strong>") | join("") | split("</strong>") | join("");
def members: to_entries | map(select(.value | type == "object"));

# One finding, before its report's fields are added.
def found($section; $rule; $title; $level): {section: $section, rule: $rule, title: $title, level: $level};

# {rule: {files: {path: "12,40"}, metadata: {…}}}; mobsfscan has files: [{file_path, match_lines}].
def place:
  if type == "object" then to_entries | .[0] | {file: .key, line: (.value | if type == "string" then split(",")[0] else null end)}
  elif type == "array" then .[0] | {file: .file_path, line: (.match_lines | if type == "array" then .[0] else null end)}
  else null
  end;
def rules($section):
  members[]
  | (.value.metadata // .value) as $about
  | found($section; .key; .key; ($about | .severity // .level // .stat))
    + {cwe: $about.cwe, cvss: $about.cvss, location: (.value.files // .value.path | place)};

def stated($section):
  found($section;
        ([.rule, .title, .name, .issue, .description, .desc] | pick // "" | plain);
        ([.title, .name, .issue, .description, .desc] | pick // "" | plain);
        (.severity // .stat // .status))
  + {cwe: .cwe, cvss: .cvss};

# One shared object with a verdict for each hardening, or the findings of an iOS binary.
def hardenings:
  (.name // null) as $name
  | members[]
  | found("binary_analysis"; .key; ([.key, $name] | map(select(. != null)) | join(": ")); .value.severity // .value.status // .value.stat)
    + {cwe: .value.cwe, cvss: .value.cvss, location: {file: $name}};

def findings($from):
  if $from == "code_analysis[]" then
    (if (.findings | type) == "object" then .findings else . end) | rules("code_analysis")
  elif $from == "android_api[]" or $from == "ios_api[]" then
    rules($from | rtrimstr("[]"))
  elif $from == "results[]" then
    rules("results") | .meaning = {error: "high", warning: "medium", info: "low"}[.level | lower]
  elif $from == "manifest_analysis[]" then
    (if has("manifest_findings") then .manifest_findings // [] | .[] else . end) | stated("manifest_analysis")
  elif $from == "network_security[]" then
    (if has("network_findings") then .network_findings // [] | .[] else . end) | stated("network_security")
  elif $from == "ats_analysis[]" then
    (if has("ats_findings") then .ats_findings // [] | .[] else . end) | stated("ats_analysis")
  elif $from == "certificate_analysis[]" then
    .certificate_findings // [] | .[] | found("certificate_analysis"; .[2] // .[1]; .[2] // .[1]; .[0])
  elif $from == "binary_analysis[]" then
    if (.findings | type) == "object" then .findings | hardenings
    elif has("issue") or has("status") or has("severity") then stated("binary_analysis")
    else hardenings
    end
  elif $from == "permissions[]" then
    if has("status") and has("name") and (.status | type) == "string" then found("permissions"; .name; .name; .status)
    else members[] | found("permissions"; .key; .key; .value.status // .value.severity)
    end
  elif $from == "insecure_connections[]" then
    found("insecure_connections"; "insecure_connections"; "Insecure connections"; null)
    + {location: {url: (.urls | if type == "array" then .[0] else null end)}}
  else
    ([.name, .category] | pick) as $name
    | found("qark"; $name; $name; .severity)
    + {meaning: {vulnerability: "high", error: "high"}[.severity | lower], location: {file: .file_object, line: .line_number}}
  end;

. as $line
| .from as $from
| .raw
| findings($from)
| {
    source_tool: ($line | tool),
    target: ($line | app),
    finding_title: .title,
    severity: (
      .meaning
      // {dangerous: "high", insecure: "high", secure: "info", good: "info", normal: "info", signature: "info",
          signatureorsystem: "info", hotspot: "info"}[.level | lower]
      // .level
    ),
    source_severity: .level,
    state: "open",
    last_seen: $line.context.at,
    category: "mobile",
    rule_id: .rule,
    native_id: ([.section, .rule, .location.file] | map(select(. != null)) | join("|")),
    cwe: .cwe,
    cvss: .cvss,
    location: .location
  }
