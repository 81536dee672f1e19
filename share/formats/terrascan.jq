# Terrascan JSON (`terrascan scan -o json`).
# Facts: nine real files; Terrascan's source.
#
# Skipped violations stand in an array of their own, with the comment. Scan errors name IaC types that a folder simply does not
# have, so they are no failed scan.

module {
  format: "terrascan",
  title: "Terrascan JSON report",
  category: "iac",
  detect: "(.results | type) == \"object\" and (.results | (has(\"violations\") or has(\"scan_errors\")) and has(\"scan_summary\") or has(\"violations\") and has(\"skipped_violations\"))",
  entries: ["results.violations[]", "results.skipped_violations[]"],
  context: {
    at: "results.scan_summary.scanned_at"
  },
  report: {
    at: ".context.at"
  }
};

def text: select(. != null and . != "");

. as $line
| .raw
| ([.resource_type, .resource_name] | map(text) | join(".")) as $resource
| ([.rule_id, $resource, .file] | map(text) | join("|")) as $native
| if $line.from == "results.skipped_violations[]" then
    {
      kind: "exception",
      id: (["terrascan-skip", $line.tags.service, $native] | map(text) | join(":")),
      reason: ([.skip_comment, "skipped"] | map(text) | .[0]),
      state: "active",
      scope: "scanner",
      native_id: $native
    }
  else
    {
      finding_title: ([.description, .rule_name, .rule_id] | map(text) | .[0]),
      severity: .severity,
      state: "open",
      last_seen: $line.context.at,
      category: "iac",
      rule_id: .rule_id,
      native_id: $native,
      location: {file: .file, line: .line, resource: (if $resource == "" then null else $resource end)}
    }
  end
