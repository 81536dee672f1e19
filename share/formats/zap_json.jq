# ZAP traditional JSON report ("traditional-json", "traditional-json-plus"), ZAP 2.7 to 2.16.
# Facts: three real reports, 25 of the XML form, ZAP's report templates.
#
# One alert with all its instances is one entry; its place is the first instance. ZAP has no "critical".
# Confidence 0 means that someone marked the alert as a false positive.

module {
  format: "zap_json",
  title: "ZAP JSON report",
  category: "dast",
  source_tool: "zap",
  detect: "has(\"@version\") and has(\"site\") and (.site | type == \"array\" or type == \"object\" or type == \"null\") and (has(\"vulnerabilities\") or has(\"scan\") | not)",
  entries: ["site[].alerts[]"],
  context: {
    at: "\"@generated\"",
    site: "site[].\"@name\""
  },
  optional: true,
  report: {
    target: ".context.site",
    at: ".context.at"
  }
};

def digit: if . == null then "" else tostring | split(" ") | join("") end;

(.raw.alertRef // .raw.pluginid) as $rule
| (.raw.alert // .raw.name) as $alert
| (.raw.instances // [] | if type == "array" then .[0] else . end) as $place
| ([.context.site, $rule, $alert] | map(select(. != null)) | join("|")) as $identity
| (if (.raw.confidence // .raw.reliability | digit) == "0" then
     ["zap-suppression", .tags.service, $identity] | map(select(. != null)) | join(":")
   else null end) as $exception
| {
    target: .context.site,
    finding_title: $alert,
    severity: {"3": "high", "2": "medium", "1": "low", "0": "info"}[.raw.riskcode | digit],
    source_severity: (.raw.riskdesc // .raw.riskcode),
    confidence: {"4": "high", "3": "high", "2": "medium", "1": "low"}[.raw.confidence // .raw.reliability | digit],
    state: (if $exception == null then "open" else "false_positive" end),
    last_seen: .context.at,
    exception_id: $exception,
    category: "dast",
    rule_id: $rule,
    native_id: $identity,
    cve: [$alert, .raw.otherinfo],
    cwe: .raw.cweid,
    location: {url: ($place.uri // .raw.uri), method: $place.method, parameter: $place.param}
  },
  (select($exception != null)
   | {
       kind: "exception",
       id: $exception,
       disposition: "false_positive",
       reason: "marked as a false positive in ZAP",
       state: "active",
       native_id: $identity
     })
