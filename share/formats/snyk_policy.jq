# Snyk policy file (`.snyk`): the issues that a team ignores, with a reason and an end.
# Facts: snyk/policy 1.x (README, lib/filter/ignore.ts) and its fixtures, old files with `path` lists included.
#
# The path says where in the dependency tree; its last package is kept, `*` is everywhere. `patch` is no exception.
# `reasonType: not-vulnerable` is a false positive, the rest is accepted risk.

module {
  format: "snyk_policy",
  title: "Snyk policy file (.snyk)",
  kind: "exception",
  container: ["yaml", "json"],
  detect: "(.ignore | type == \"object\") and ((.version | type == \"string\") or (.patch | type == \"object\") or ([.ignore[]] | .[0] | type == \"array\" or has(\"expires\") or has(\"path\")))",
  entries: ["ignore.*[]"],
  context: {
    issue: "ignore.*~"
  },
  report: {
    categories: "[]"
  }
};

def said: if . == null or . == "" or (tostring | ascii_downcase) == "none given" then null else . end;
# "a@1.0 > @scope/b@2.1" ends in @scope/b; the first character may be a scope's "@".
def last_package:
  split(" > ") | .[-1:][0]
  | if test("^.+@[^@/]*$") then capture("^(?<name>.+)@[^@/]*$") | .name else . end;

.context.issue as $issue
| (.tags.service // "") as $service
| (.raw
   | if has("path") or has("expires") and (.expires | type != "object")
     then . as $old | [.path // "*"] | flatten | map({key: ., value: $old})
     else to_entries end)[] as $at
| ($at.value // {}) as $rule
| select($at.key | type == "string")
| {
    id: (["snyk", $service, $issue, (if $at.key == "*" then "" else $at.key end)] | map(select(. != "")) | join(":")),
    disposition: (if $rule.reasonType == "not-vulnerable" then "false_positive" else "accepted" end),
    reason: ($rule.reason | said),
    approver: ($rule.ignoredBy | if type == "object" then .email // .name else . end),
    granted: $rule.created,
    expires: $rule.expires,
    state: "active",
    rule_id: $issue,
    component: (if $at.key == "*" then null else {name: ($at.key | last_package)} end)
  }
