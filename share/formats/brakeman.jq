# Brakeman JSON (`brakeman -f json`), versions 3 to 7.
# Facts: five real files; Brakeman's report writer.
#
# Brakeman has no severity (and said 0, 1, 2 before it had words): its confidence says how sure it is, and is taken for both. Ignored warnings stand in an array of
# their own; `obsolete` is fingerprints of the ignore file only.

module {
  format: "brakeman",
  title: "Brakeman JSON report",
  category: "sast",
  detect: "(.warnings | type) == \"array\" and (.scan_info | type) == \"object\" and (.scan_info | has(\"brakeman_version\"))",
  entries: ["warnings[]", "ignored_warnings[]"],
  context: {
    at: "scan_info.end_time",
    errors: "errors[].error"
  },
  report: {
    at: ".context.at",
    outcome: "if .context.errors == null then null elif .entries == 0 then \"failed\" else \"partial\" end"
  }
};

def text: select(. != null and . != "");

. as $line
| .raw
| if $line.from == "ignored_warnings[]" then
    {
      kind: "exception",
      id: (["brakeman-ignore", $line.tags.service, .fingerprint] | map(text) | join(":")),
      reason: ([.note, "ignored in brakeman.ignore"] | map(text) | .[0]),
      state: "active",
      scope: "scanner",
      native_id: .fingerprint
    }
  else
    (.confidence // "" | tostring | ascii_downcase) as $sure
    | {
        finding_title: ([.warning_type, .message] | map(text) | join(": ")),
        severity: {high: "high", "0": "high", medium: "medium", "1": "medium", weak: "low", low: "low", "2": "low"}[$sure],
        source_severity: .confidence,
        confidence: ({"0": "high", "1": "medium", "2": "low"}[$sure] // .confidence),
        state: "open",
        category: "sast",
        rule_id: ([.check_name, .warning_code] | map(text | tostring) | .[0]),
        native_id: .fingerprint,
        cve: .message,
        cwe: .cwe_id,
        location: {file: .file, line: .line, parameter: .user_input, url: (if .file == null then .link else null end)}
      }
  end
