# MobSF application security scorecard: /api/v1/scorecard, and a full report of MobSF 4, whose `appsec` is the same card.
# Facts: three real reports; MobSF's source (appsec.py).
#
# Since version 4 MobSF's own list of what speaks against an app is this card, so it is read in place of the sections, which
# hold every permission and API call as well. Hotspots want a look and are low; what is secure stands as info.

module {
  format: "mobsf_scorecard",
  title: "MobSF scorecard",
  category: "mobile",
  source_tool: "mobsf",
  detect: "if has(\"appsec\") then (.appsec.high | type) == \"array\" and ((has(\"app_type\") | not) or (.version | type == \"string\" and test(\"^v([4-9]|[1-9][0-9])\"))) else (.high | type) == \"array\" and (.warning | type) == \"array\" and (.secure | type) == \"array\" and (.info | type) == \"array\" end",
  over: ["mobsf"],
  entries: [
    "appsec.high[]", "appsec.warning[]", "appsec.info[]", "appsec.secure[]", "appsec.hotspot[]",
    "high[]", "warning[]", "info[]", "secure[]", "hotspot[]"
  ],
  context: {
    at: "timestamp",
    package: "package_name",
    bundle: "bundle_id",
    app: "app_name",
    card_app: "appsec.app_name",
    file: "file_name",
    card_file: "appsec.file_name"
  },
  report: {
    target: "app",
    at: ".context.at"
  }
};

def pick: map(select(type == "string" and . != "")) | .[0];
def app: .context | [.package, .bundle, .app, .card_app, .file, .card_file] | pick;

(.from | ltrimstr("appsec.") | rtrimstr("[]")) as $list
| ([.raw.title, .raw.description] | pick) as $title
| {
    target: app,
    finding_title: $title,
    severity: {high: "high", warning: "medium", info: "info", secure: "info", hotspot: "low"}[$list],
    source_severity: $list,
    state: "open",
    last_seen: .context.at,
    category: "mobile",
    rule_id: $title,
    native_id: ([.raw.section, $title] | map(select(. != null)) | join("|"))
  }
