# ZAP XML report ("traditional-xml", "traditional-xml-plus"), ZAP 1.4 to 2.16.
# Facts: 25 real files; ZAP's report templates. The JSON form: zap_json, same tool, same ids.
#
# One alert with all its instances is one entry; its place is the first instance. ZAP has no "critical". Confidence 0 means that
# someone marked the alert as a false positive. 1.4 repeats an alert for each URL and calls confidence "reliability".

module {
  format: "zap_xml",
  title: "ZAP XML report",
  category: "dast",
  source_tool: "zap",
  container: "xml",
  detect: ".root == \"OWASPZAPReport\"",
  entries: ["OWASPZAPReport.site[].alerts[].alertitem[]"],
  context: {
    at: "OWASPZAPReport.\"@generated\"",
    old_at: "OWASPZAPReport.\"#text\"",
    site: "OWASPZAPReport.site[].\"@name\"",
    host: "OWASPZAPReport.site[].\"@host\""
  },
  report: {
    target: ".context.site // .context.host",
    at: ".context.at // (.context.old_at | generated)"
  }
};

def digit: if type == "string" then split(" ") | join("") else "" end;
def one: if type == "array" then .[0] else . end;
# "Report generated at Thu, 6 Dec 2018 10:53:11." of 1.4.
def generated: if type == "string" and contains("generated at ") then split("generated at ")[1] | rtrimstr(".") else null end;

.raw as $alert
| (.context.site // .context.host) as $site
| ([$alert.alertRef, $alert.pluginid] | map(select(. != null)) | .[0]) as $rule
| ([$alert.alert, $alert.name] | map(select(. != null)) | .[0]) as $name
| ($alert.instances.instance | one) as $place
| ([$alert.confidence, $alert.reliability] | map(select(. != null)) | .[0] | digit) as $confidence
| ([$site, $rule, $name] | map(select(. != null)) | join("|")) as $identity
| (if $confidence == "0" then ["zap-suppression", .tags.service, $identity] | map(select(. != null)) | join(":") else null end) as $exception
| {
    target: $site,
    finding_title: $name,
    severity: {"3": "high", "2": "medium", "1": "low", "0": "info"}[$alert.riskcode | digit],
    source_severity: ([$alert.riskdesc, $alert.riskcode] | map(select(. != null)) | .[0]),
    confidence: {"4": "high", "3": "high", "2": "medium", "1": "low"}[$confidence],
    state: (if $exception == null then "open" else "false_positive" end),
    last_seen: (.context.at // (.context.old_at | generated)),
    exception_id: $exception,
    category: "dast",
    rule_id: $rule,
    native_id: $identity,
    cve: [$name, $alert.otherinfo],
    cwe: $alert.cweid,
    location: {
      url: ([$place.uri, $alert.uri] | map(select(. != null)) | .[0]),
      method: $place.method,
      parameter: ([$place.param, $alert.param] | map(select(. != null)) | .[0])
    }
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
