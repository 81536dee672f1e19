# Burp Suite XML export of issues (Professional and Enterprise), with and without requests and responses.
# Facts: seven real files; the DTD that stands at the top of each.
#
# The export has no scan target, only the hosts of its issues. "False positive" is a severity in Burp: someone said so.
# A serial number is one issue's; a later scan gives another, so identity is type, host and path.

module {
  format: "burp_xml",
  title: "Burp Suite XML",
  category: "dast",
  source_tool: "burp",
  container: "xml",
  detect: ".root == \"issues\" and (.attributes | has(\"burpVersion\"))",
  entries: ["issues.issue[]"],
  context: {
    at: "issues.\"@exportTime\"",
    host: "issues.issue[].host"
  },
  report: {
    target: "[.context.host] | flatten | map(select(. != null) | text)",
    at: ".context.at"
  }
};

def one: if type == "array" then .[0] else . end;
def text: if type == "object" then .["#text"] else . end;
def lower: if type == "string" then ascii_downcase else "" end;
# "/cart [id parameter]", "/cart [sid cookie]".
def parameter: if type == "string" and test(" \\[.+ (parameter|cookie|header)\\]$") then capture(" \\[(?<name>.+) (parameter|cookie|header)\\]$") | .name else null end;
def method: if type == "object" then .["@method"] else null end;

.raw as $issue
| ($issue.host | text) as $host
| ([$host, $issue.path] | map(select(. != null)) | join("")) as $url
| ($issue.requestresponse | one | if type == "object" then .request | one | method else null end) as $method
| ([$issue.type, $url, ($issue.location | parameter)] | map(select(. != null)) | join("|")) as $identity
| ($issue.severity | lower == "false positive") as $false
| (if $false then ["burp-false-positive", .tags.service, $identity] | map(select(. != null)) | join(":") else null end) as $exception
| {
    target: $host,
    finding_title: ([$issue.name, $issue.type] | map(select(. != null)) | .[0]),
    severity: (if $false then "info" else $issue.severity end),
    source_severity: $issue.severity,
    confidence: $issue.confidence,
    state: (if $false then "false_positive" else "open" end),
    last_seen: .context.at,
    exception_id: $exception,
    category: "dast",
    rule_id: $issue.type,
    native_id: $identity,
    cve: [$issue.name],
    cwe: ($issue.vulnerabilityClassifications | if type == "string" then split("CWE-")[1:] | map("CWE-" + split(":")[0]) else null end),
    location: {
      url: (if $url == "" then null else $url end),
      method: $method,
      parameter: ($issue.location | parameter)
    }
  },
  (select($exception != null)
   | {kind: "exception", id: $exception, disposition: "false_positive", reason: "marked as a false positive in Burp", state: "active",
      native_id: $identity})
