# Anchore policy evaluation (`anchore-cli evaluate check --detail`, Enterprise's API): gates and triggers of a policy bundle.
# Facts: four real files.
#
# A row is [image id, repo tag, trigger id, gate, trigger, check output, gate action, whitelisted, policy id]. "go" has passed.
# A whitelisted row is an accepted one.

module {
  format: "anchore_policy",
  title: "Anchore policy evaluation",
  category: "container",
  source_tool: "anchore",
  detect: "type == \"array\" and (.[0] | to_entries | .[0] | (.key | startswith(\"sha256:\")) and (.value | to_entries | .[0].value[0].detail.result.result | type) == \"object\")",
  entries: ["[].*.*[].detail.result"],
  context: {
    image: "[].*.*~",
    at: "[].*.*[].last_evaluation"
  },
  report: {
    target: ".context.image",
    at: ".context.at"
  }
};

# An image without tag and digest: what stays from month to month.
def untagged: if type == "string" then split("@")[0] // "" | if test(":[^/:]+$") then split(":")[:-1] | join(":") else . end else . end;

.context as $context
| [.raw.result[] | select(type == "object") | .result.rows // [] | .[]]
| .[]
| select(type == "array" and length > 6)
| . as $row
| ($row[6] // "" | tostring | ascii_downcase) as $action
| select($action != "go")
| ($row[7] | if type == "object" then . else null end) as $white
| ([$row[3], $row[4], $row[2]] | map(select(. != null) | tostring) | join("|")) as $identity
| (if $white == null then null else ["anchore-whitelist", ($context.image | untagged), $identity] | map(select(. != null)) | join(":") end) as $exception
| {
    target: $context.image,
    finding_title: ($row[5] // "" | tostring | split("\n")[0]),
    severity: ({stop: "critical", warn: "medium"}[$action] // "info"),
    source_severity: $row[6],
    state: (if $exception == null then "open" else "accepted" end),
    last_seen: $context.at,
    exception_id: $exception,
    category: "container",
    rule_id: ([$row[3], $row[4]] | map(select(. != null) | tostring) | join("/")),
    native_id: $identity,
    cve: [$row[2], $row[5]]
  },
  (select($exception != null)
   | {
       kind: "exception", id: $exception,
       reason: ($white.whitelist_name // $white.matched_rule_id // "on a whitelist"),
       state: "active",
       target: $context.image,
       native_id: $identity
     })
