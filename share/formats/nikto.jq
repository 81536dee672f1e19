# Nikto: JSON (`-Format json`, one host or a list of them), XML (`-Format xml`, niktoscan once or nested in itself) and CSV.
# Facts: 18 real files; Nikto's report plugins.
#
# Nikto has no severity: all is info. An unresolvable host is reported as an item of its own: the scan failed. scanend is
# often 1970; the time is when the host was begun. The CSV has a title and no header: its cells are told by their place, and
# its report has no target.

module {
  format: "nikto",
  title: "Nikto JSON, XML and CSV report",
  category: "dast",
  container: ["json", "xml", "csv"],
  detect: "if type == \"object\" and has(\"header\") then (.header | length == 1 and (.[0] | startswith(\"Nikto - v\"))) elif type == \"object\" and has(\"root\") and has(\"children\") then .root == \"niktoscan\" else (if type == \"array\" then .[0] else . end) | (.vulnerabilities | type) == \"array\" and has(\"host\") and has(\"port\") end",
  entries: [
    "vulnerabilities[]", "[].vulnerabilities[]",
    "niktoscan.scandetails[].item[]", "niktoscan.niktoscan[].scandetails[].item[]"
  ],
  context: {
    host: "host",
    hosts: "[].host",
    xml_host: "niktoscan.scandetails[].\"@targethostname\"",
    inner_host: "niktoscan.niktoscan[].scandetails[].\"@targethostname\"",
    ip: "ip",
    ips: "[].ip",
    xml_ip: "niktoscan.scandetails[].\"@targetip\"",
    inner_ip: "niktoscan.niktoscan[].scandetails[].\"@targetip\"",
    port: "port",
    ports: "[].port",
    xml_port: "niktoscan.scandetails[].\"@targetport\"",
    inner_port: "niktoscan.niktoscan[].scandetails[].\"@targetport\"",
    start: "niktoscan.scandetails[].\"@starttime\"",
    inner_start: "niktoscan.niktoscan[].scandetails[].\"@starttime\"",
    item: "vulnerabilities[].msg",
    items: "[].vulnerabilities[].msg"
  },
  optional: true,
  report: {
    target: "if hosts == [] or ([.context.hosts, .context.host, .context.xml_host] | flatten | any(. == \"\")) then hosts + ips else hosts end",
    at: "if .from == \"report\" then [.context.start, .context.inner_start] | flatten else null end",
    outcome: "if [.context.item, .context.items] | flatten | any(type == \"string\" and startswith(\"ERROR:\")) then (if .entries == 1 then \"failed\" else \"partial\" end) else null end"
  }
};

def texts: flatten | map(select(. != null and . != "") | tostring);
def hosts: .context | [.host, .hosts, .xml_host, .inner_host] | texts;
def ips: .context | [.ip, .ips, .xml_ip, .inner_ip] | texts;
def ports: .context | [.port, .ports, .xml_port, .inner_port] | texts;

# A relative place, as a URL of the host.
def absolute($host; $port):
  (. // "") as $path
  | if $host == null or ($path | contains("://")) then .
    else
      (if $port == "443" or $port == "8443" then "https" else "http" end) as $scheme
      | (if $port == null or $port == "80" or $port == "443" then "" else ":" + $port end) as $shown
      | "\($scheme)://\($host)\($shown)\(if $path | startswith("/") then $path else "/" + $path end)"
    end;

# A row of the CSV as an item; the row that begins a host has a banner and no method.
def item:
  if (.["_extra"] | type) == "array" then
    ([.[] | select(type == "string")] | .[0]) as $host
    | .["_extra"] as $cells
    | {host: $host, ip: $cells[0], port: $cells[1], id: $cells[2], method: $cells[3], url: $cells[4], msg: $cells[5]}
    | select(.method != "" or .url != "")
  else . end;

.from as $from
| (if $from == "row" then .raw | item else .raw end) as $item
| (if $from == "row" then [$item.host, $item.ip] | texts[0] else hosts[0] // ips[0] end) as $host
| (if $from == "row" then $item.port else ports[0] end) as $port
| ([.context.start, .context.inner_start] | texts[0]) as $start
| $item
| ([.id, .["@id"]] | texts[0]) as $rule
| ([.url, .uri] | texts[0]) as $path
| {
    target: (if $from == "row" then null else $host end),
    finding_title: ([.msg, .description, $rule] | texts[0]),
    severity: "info",
    state: "open",
    last_seen: $start,
    category: "dast",
    rule_id: $rule,
    native_id: ([$host, $port, $rule, $path] | texts | join("|")),
    cve: [.msg, .references, .description],
    location: {
      url: ([.namelink, .iplink, ($path | absolute($host; $port))] | texts[0]),
      method: ([.method, .["@method"]] | texts[0])
    }
  }
