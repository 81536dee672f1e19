# Checkov JSON report: one framework, a list of several, or the bare summary of a run that found nothing to check.
# Facts: 27 real files; Checkov's Report and Record classes.
#
# Severities need a platform key and are null without one: medium. `checkov:skip` comments (and skips of the platform) stand in
# an array of their own: exceptions. A file that could not be parsed makes the scan partial. Paths start with "/" at the
# root of what was scanned ("//" in package scans). A secret's resource is its SHA-1.

module {
  format: "checkov",
  title: "Checkov JSON report",
  category: "iac",
  detect: "(if type == \"array\" then .[0] else . end) | (has(\"check_type\") and (.results | type) == \"object\" and (.results | has(\"failed_checks\") or has(\"passed_checks\") or has(\"skipped_checks\"))) or (has(\"passed\") and has(\"failed\") and has(\"checkov_version\"))",
  entries: ["results.failed_checks[]", "results.skipped_checks[]", "[].results.failed_checks[]", "[].results.skipped_checks[]"],
  context: {
    type: "check_type",
    list_type: "[].check_type",
    errors: "summary.parsing_errors",
    list_errors: "[].summary.parsing_errors"
  },
  report: {
    categories: "[.context.type, .context.list_type] | flatten | map(select(. != null) | control) | unique | if . == [] then [\"iac\"] else . end",
    outcome: "if [.context.errors, .context.list_errors] | flatten | any(type == \"number\" and . > 0) then \"partial\" else null end"
  }
};

def pick: map(select(. != null and . != "")) | .[0];
def control:
  if startswith("sca_image") then "container"
  elif startswith("sca") then "sca"
  elif startswith("sast") or startswith("cdk") then "sast"
  elif . == "secrets" then "secrets"
  else "iac"
  end;

(.context.type // .context.list_type // "") as $type
| .raw as $check
| ([$check.repo_file_path, $check.file_path] | pick // "" | tostring | split("\\") | join("/") | ltrimstr("/") | ltrimstr("/")) as $file
| ($check.vulnerability_details // {}) as $vulnerability
| ([$check.check_id, $file, $check.resource] | map(select(. != null and . != "") | tostring) | join("|")) as $identity
| if (.from | endswith("skipped_checks[]")) then
    {
      kind: "exception",
      id: (["checkov-suppression", .tags.service, $identity] | map(select(. != null)) | join(":")),
      reason: $check.check_result.suppress_comment,
      state: "active",
      scope: "scanner",
      native_id: $identity
    }
  else
    {
      finding_title: (
        [ (if $vulnerability.id == null then null else "\($vulnerability.id) in \($vulnerability.package_name)" end),
          $check.check_name, $check.short_description, $check.check_id ]
        | pick
      ),
      severity: [$check.severity, $vulnerability.severity, "medium"],
      source_severity: ($check.severity // $vulnerability.severity),
      state: "open",
      category: ($type | control),
      secret_hash: (if $type == "secrets" then $check.resource else null end),
      rule_id: ([$check.check_id, $check.bc_check_id] | pick),
      native_id: $identity,
      cve: [$vulnerability.id, $check.check_id],
      cwe: $check.cwe,
      cvss: $vulnerability.cvss,
      published_at: $vulnerability.published_date,
      component: {
        name: $vulnerability.package_name,
        version: $vulnerability.package_version,
        fixed_version: $vulnerability.lowest_fixed_version,
        type: $vulnerability.package_type
      },
      location: {
        file: $file,
        line: ($check.file_line_range | if type == "array" then .[0] else . end),
        resource: (if $type == "secrets" then null else $check.resource end)
      }
    }
  end
