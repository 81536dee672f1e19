# Nuclei: JSON lines (-j, -jsonl), a list (-json-export), one object; versions 2 and 3.
# Facts: 18 real files; Nuclei's source.
#
# Zero bytes are a clean scan: name the format for it. `request`, `response` and `curl-command` are never read. What was
# scanned is the origin of `host`.

module {
  format: "nuclei",
  title: "Nuclei JSON",
  category: "dast",
  detect: "(if type == \"array\" then .[0] else . end) | (has(\"template-id\") or has(\"templateID\")) and (.info | type) == \"object\"",
  entries: ["", "[]"],
  context: {
    host: "host",
    hosts: "[].host",
    at: "timestamp",
    times: "[].timestamp"
  },
  optional: true,
  report: {
    target: ".context | [.host, .hosts] | flatten | map(select(. != null and . != \"\")) | unique",
    at: "if .from == \"report\" then .context | [.at, .times] | flatten else null end"
  }
};

def text: select(. != null and . != "");
def first_text: map(text) | .[0];

.raw
| (.["template-id"] // .templateID) as $template
| ([.["matcher-name"], .matcher_name] | first_text) as $matcher
| ([.["matched-at"], .matched, .host, .ip] | first_text) as $where
| (.info.classification | if type == "object" then . else {} end) as $class
| {
    target: ([.host, .url, .ip] | first_text),
    finding_title: ([([.info.name, $template] | first_text), $matcher] | map(text) | join(": ")),
    severity: .info.severity,
    state: "open",
    last_seen: .timestamp,
    category: "dast",
    rule_id: $template,
    native_id: (
      [$template, $matcher, $where, (.["extracted-results"] // .extracted_results | if type == "array" then .[0] else . end)]
      | map(text | tostring) | join("|")
    ),
    cve: [$class["cve-id"], $template],
    cwe: $class["cwe-id"],
    cvss: $class["cvss-score"],
    location: {url: $where},
    epss: $class["epss-score"]
  }
