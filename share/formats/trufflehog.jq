# TruffleHog 3 (one object a line, or a list), TruffleHog 2 (reason, stringsFound), and trufflehog3, the Python fork.
# Facts: 14 real files; TruffleHog's source.
#
# A secret is high, one that TruffleHog has tried and that works is critical; trufflehog3's rules have a severity. Raw, RawV2,
# stringsFound, secret, diff and context hold the secret and are never read. TruffleHog's own log objects are no entries.
# SourceMetadata.Data has one member, named after where it looked.

module {
  format: "trufflehog",
  title: "TruffleHog JSON",
  category: "secrets",
  detect: "(if type == \"array\" then .[0] else . end) | (has(\"SourceMetadata\") and has(\"DetectorName\")) or (has(\"reason\") and has(\"stringsFound\")) or (has(\"rule\") and has(\"secret\") and has(\"path\") and (.rule | type) == \"object\")",
  entries: ["", "[]"],
  context: {
    repos: "SourceMetadata.Data.*.repository",
    list_repos: "[].SourceMetadata.Data.*.repository",
    images: "SourceMetadata.Data.Docker.image",
    list_images: "[].SourceMetadata.Data.Docker.image"
  },
  optional: true,
  report: {
    target: ".context | [.repos, .list_repos, .images, .list_images] | flatten | map(select(. != null and . != \"\")) | unique"
  }
};

def text: select(. != null and . != "");
def first_text: map(text) | .[0];

.raw
| if has("SourceMetadata") then
    (.SourceMetadata.Data | if type == "object" then [to_entries[] | .value | select(type == "object")] | .[0] else null end // {}) as $at
    | ([$at.file, $at.path, $at.key, $at.link] | first_text) as $file
    | {
        target: ([$at.repository, $at.image] | first_text),
        finding_title: ([.DetectorName, "\(.DetectorType)"] | first_text | "\(.) secret"),
        severity: (if .Verified == true then "critical" else "high" end),
        source_severity: (if .Verified == true then "verified" else "unverified" end),
        confidence: (if .Verified == true then "high" else null end),
        state: "open",
        first_seen: $at.timestamp,
        owner: $at.email,
        category: "secrets",
        rule_id: .DetectorName,
        native_id: ([.DetectorName, $at.commit, $file, $at.line, $at.layer, .Redacted] | map(text | tostring) | join("|")),
        location: {
          file: $file,
          line: $at.line,
          url: $at.link,
          resource: ([$at.bucket, $at.channel_name, $at.page] | first_text)
        },
        introduced_at: (if $at.commit == null then null else $at.timestamp end),
        introduced_by: (if $at.commit == null then null else "commit" end)
      }
  elif has("reason") then
    {
      finding_title: .reason,
      severity: "high",
      state: "open",
      first_seen: .date,
      category: "secrets",
      rule_id: .reason,
      native_id: ([.reason, .commitHash, .path] | map(text) | join("|")),
      location: {file: .path},
      introduced_at: .date,
      introduced_by: (if .commitHash == null then null else "commit" end)
    }
  elif (.rule | type) == "object" then
    {
      finding_title: ([.rule.message, .rule.id] | first_text),
      severity: ([.rule.severity, "high"] | first_text),
      source_severity: .rule.severity,
      state: "open",
      first_seen: .date,
      owner: .author,
      category: "secrets",
      rule_id: .rule.id,
      native_id: ([.id, ([.rule.id, .commit, .path, .line] | map(text | tostring) | join("|"))] | first_text),
      location: {file: .path, line: .line},
      introduced_at: .date,
      introduced_by: (if .commit == null then null else "commit" end)
    }
  else empty
  end
