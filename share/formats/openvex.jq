# OpenVEX documents, 0.0.1 (strings for vulnerability and products) to 0.2.0.
# Facts: OPENVEX-SPEC.md, openvex_json_schema.json, the documents of vexctl and Trivy.
#
# `not_affected` is a false positive, until a later statement about the same pair says otherwise: that one has the same
# id and is `revoked`. A product that is an image or a repository is the target, another package is the component;
# subcomponents are the component, and hold for that product only. A statement without products covers nothing in particular: its CVE alone.

module {
  format: "openvex",
  title: "OpenVEX document",
  kind: "exception",
  detect: "(.\"@context\" | startswith(\"https://openvex.dev/ns\")) and (.statements | type == \"array\")",
  entries: ["statements[]"],
  context: {
    author: "author",
    at: "timestamp"
  },
  report: {
    categories: "[]"
  }
};

def texts: [.] | flatten | map(select(type == "string" and . != ""));
def each: if length == 0 then null else .[] end;
def identity: if type == "object" then .identifiers.purl // ."@id" else . end;
def decoded: split("%2F") | join("/") | split("%2f") | join("/") | split("%3A") | join(":") | split("%3a") | join(":");

# What was scanned, where the package is a thing that is scanned: pkg:oci/pay?repository_url=reg.example%2Fshop%2Fpay
def scanned:
  if . == null then null
  elif test("^pkg:(oci|docker)/") then
    (capture("^pkg:[a-z]+/(?<name>[^@?#]+)") | .name | decoded) as $name
    | if test("[?&]repository_url=") then
        (capture("[?&]repository_url=(?<url>[^&#]+)") | .url | decoded)
        | if split("/")[-1] == ($name | split("/")[-1]) then . else . + "/" + $name end
      else $name end
  elif test("^pkg:(github|gitlab|bitbucket)/") then
    capture("^pkg:(?<host>[a-z]+)/(?<name>[^@?#]+)") | "\(.host)\(if .host == "bitbucket" then ".org" else ".com" end)/\(.name)"
  elif test("^[a-z0-9.-]+[.:][a-z0-9.:-]*/[^ ]+(:[^/ ]+|@sha256:[0-9a-f]+)$") then .
  elif test("^pkg:golang/[^/@]+[.][^/@]+/") then capture("^pkg:golang/(?<name>[^@?#]+)") | .name
  else null end;

.raw as $r
| .context as $c
| ($r.vulnerability | if type == "object" then [.name, ."@id", .aliases] else . end | texts) as $ids
| ($ids | any(test("^(CVE|GHSA|GO|PYSEC|RUSTSEC|OSV|MAL|DSA|DLA|USN|RHSA|ELSA|ALAS|SNYK)-"))) as $known
| if $ids == [] then error("a statement about no vulnerability") else . end
| ([$r.products] | flatten | map(select(. != null)) | each) as $product
| ([$product | select(type == "object") | .subcomponents] | flatten | map(select(. != null)) | each) as $part
| ($product | identity) as $whole
| ($part | identity) as $inner
| (if $inner != null or ($whole // "" | test("^pkg:(oci|docker)/|^[a-z0-9.-]+[.:][a-z0-9.:-]*/[^ ]+(:[^/ ]+|@sha256:[0-9a-f]+)$")) then ($whole | scanned) // (if $inner != null then $whole else null end) else null end) as $target
| ($inner // (if $target == null then $whole else null end)) as $component
| {
    id: ([("openvex", $ids[0], $whole, $inner) | select(. != null)] | join(":")),
    disposition: "false_positive",
    reason: ([$r.justification, ($r.impact_statement // $r.status_notes)] | texts | if . == [] then $r.status else join(": ") end),
    approver: $c.author,
    granted: ($r.timestamp // $c.at),
    state: (if $r.status == "not_affected" then "active" else "revoked" end),
    control: (if $r.justification == "inline_mitigations_already_exist" then $r.action_statement // $r.impact_statement else null end),
    target: $target,
    rule_id: (if $known then null else $ids[0] end),
    cve: $ids,
    component: (
      if $component == null then null
      elif $component | startswith("pkg:") then {purl: $component}
      else {name: $component} end
    )
  }
