# What makes two findings the same finding: the stable key of sm-dedup (sm-dedup(1), Identity).
#
# Input: a finding with source_tool, category, target, rule_id, cve, cwe, component, location, finding_title and the
# fields that are not part of the common schema. What changes while the flaw stays the same is not shown to it:
# severity, dates, state, owner, a tool's own id. Output: one object,
#   version     of these rules; findings of last month are keyed by today's rules
#   domain      keys of different domains never meet
#   parts       what must be equal, in this order; null is a value of its own. A part is
#                 text                   compared folded (Unicode NFKC, case, dashes, blanks)
#                 {path: text}           compared as it is; a moved file is one that differs in its path only
#                 {vulnerability: id}    compared by alias group (a CVE and its GHSA are the same)
#                 {package: component}   compared by the name in the purl, canonical for its type, without version
#   occurrence  true: every location in the file is a finding of its own, kept from report to report by pairing
#   told        or null: what tells occurrences apart wherever in the file they stand (a secret's hash). Two that are told by
#               different texts are never one; one that is told by nothing, as tools start and stop, is paired by its place
#   near        or null: {in: parts, any: texts}. Findings of two tools with equal `in` that share one of `any` are one
#               where their lines are at most 3 apart and nothing else is as near
# Never put into the parts of a key: a line, a version, a description, a masked secret, a fingerprint (tools start and stop them).

# The tool's rule; where it has none the weakness, and where that is unknown too the title.
def rule: .rule_id // .cwe[0]? // .finding_title;

# One vulnerability, or null: the only CVE; else the rule, where it is one of the ids; else, with no CVE, an id that
# other databases know. A finding with several CVEs is one advisory of its tool, so it goes by its rule.
def is_cve: startswith("CVE-");
def is_alias: startswith("GHSA-") or startswith("GO-") or startswith("PYSEC-") or startswith("RUSTSEC-")
  or startswith("OSV-") or startswith("MAL-");
def vulnerability:
  (.cve // []) as $ids
  | if ($ids | length) == 1 then $ids[0] else .rule_id as $rule | ($ids | map(select(is_cve))) as $cves
  | if ($cves | length) == 1 then $cves[0]
    elif ($ids | map(select(. == $rule)) | length) > 0 then $rule
    elif ($cves | length) > 1 then null
    else (($ids | map(select(is_alias))) + $ids)[0]
    end end;
def vulnerability_or_rule: vulnerability as $id | if $id == null then rule else {vulnerability: $id} end;

# One rule in the spellings of several tools, and of one tool in its versions: AVD-DS-0002, avd-ds-2, DS-0002 and DS002 are one.
def without_zeros: if startswith("0") and length > 1 then .[1:] | if startswith("0") and length > 1 then .[1:]
  | if startswith("0") and length > 1 then .[1:] else . end else . end else . end;
def rule_family:
  rule | if type != "string" then . else ascii_downcase as $r
  | if $r | test("^avd-[a-z]+-[0-9]+$") then $r | split("-") | .[1] + "-" + (.[2] | without_zeros)
    elif $r | test("^[a-z]+-[0-9][0-9][0-9][0-9]$") then $r | split("-") | .[0] + "-" + (.[1] | without_zeros)
    elif $r | test("^ds[0-9]+$") then "ds-" + ($r[2:] | without_zeros)
    elif $r | test("^k[cs]v[0-9]+$") then $r[:3] + "-" + ($r[3:] | without_zeros)
    else . end end;

# The path of a URL: scheme, host, fragment and query dropped. Names of query fields count where no parameter is named.
def url_path: split("#")[0] | split("?")[0] | split("://") | if length > 1 then .[1] | split("/")[1:] | "/" + join("/") else .[0] end;
def query_names: split("#")[0] | split("?") | if length > 1 then .[1] | split("&") | map(split("=")[0]) | unique | join("&") else null end;

def at: .location // {};
def key($domain; $parts): {version: 1, domain: $domain, parts: $parts, occurrence: false};
def near: at as $at | if $at.file and $at.line and .cwe then {in: [{path: $at.file}], any: .cwe} else null end;
def occurrences($domain; $parts): {version: 1, domain: $domain, parts: $parts, occurrence: true, near: near};

if .category == "sca" or .category == "container" then key("pkg"; [vulnerability_or_rule, {package: (.component // {})}])
elif .category == "sast" then occurrences("code"; [rule, {path: at.file}])
elif .category == "secrets" then
  occurrences("secret"; [rule, {path: at.file}]) + (if .secret_hash then {told: .secret_hash, near: null} else {} end)
elif .category == "iac" then
  if at.resource then key("resource"; [rule_family, at.resource])
  else occurrences("config"; [rule_family, {path: at.file}]) end
elif .category == "cloud" then key("resource"; [rule_family, at.resource // at.file])
elif .category == "dast" or .category == "api" then
  key("web"; [rule, at.method,
              (if at.url then {path: (at.url | url_path)} else at.file end),
              at.parameter // (if at.url then (at.url | query_names) else null end)])
elif .category == "mobile" then key("mobile"; [rule])
else key("other"; [rule, .finding_title])
end
