# Nikto JSON (`-Format json`): one host, or a list of them.
# Facts: 18 real files; Nikto's report plugins.
#
# Nikto has no severity: all is info. An unresolvable host is reported as an item of its own: the scan failed.

module {
  format: "nikto",
  title: "Nikto JSON report",
  category: "dast",
  detect: "(if type == \"array\" then .[0] else . end) | (.vulnerabilities | type) == \"array\" and has(\"host\") and has(\"port\")",
  entries: ["vulnerabilities[]", "[].vulnerabilities[]"],
  context: {
    host: "host",
    hosts: "[].host",
    ip: "ip",
    ips: "[].ip",
    port: "port",
    ports: "[].port",
    item: "vulnerabilities[].msg",
    items: "[].vulnerabilities[].msg"
  },
  optional: true,
  report: {
    target: ".context | [[.hosts], [.host], [.ips], [.ip]] | map(flatten | map(select(. != null and . != \"\"))) | map(select(. != [])) | .[0]",
    outcome: "if [.context.item, .context.items] | flatten | any(type == \"string\" and startswith(\"ERROR:\")) then (if .entries == 1 then \"failed\" else \"partial\" end) else null end"
  }
};

def text: select(. != null and . != "");
def first_text: map(text) | .[0];

([.context.hosts, .context.host, .context.ips, .context.ip] | map(if type == "string" then text else empty end) | .[0]) as $host
| ([.context.ports, .context.port] | map(if type == "string" then text elif type == "number" then tostring else empty end) | .[0]) as $port
| .raw
| {
    target: $host,
    finding_title: ([.msg, .description, "\(.id)"] | first_text),
    severity: "info",
    state: "open",
    category: "dast",
    rule_id: ([.id] | map(text | tostring) | .[0]),
    native_id: ([$host, $port, .id, .url] | map(text | tostring) | join("|")),
    cve: [.msg, .references],
    location: {
      url: (
        if $host == null or (.url // "" | contains("://")) then .url
        else "\(if $port == "443" or $port == "8443" then "https" else "http" end)://\($host)\(if $port == null or $port == "80" or $port == "443" then "" else ":" + $port end)\(.url // "" | if startswith("/") then . else "/" + . end)"
        end
      ),
      method: .method
    }
  }
