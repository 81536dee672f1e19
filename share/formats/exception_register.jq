# Register of risk exceptions as a table: CSV, an Excel sheet, an SQLite table or query, Markdown tables and lists.
# Facts: column names and cell habits of two dozen public registers; columns in any case, with blanks, "_" or "-".
#
# `columns` holds every name that is known, for all of them. What an exception covers is taken from cells that can be
# nothing else: ids, CVEs, purls, paths, rules, components, services. Words such as TBD or [date] are empty; "Never" and
# "Permanent" mean no expiry. A row that says nothing is a template. A Markdown section with `Field | Value` rows or
# `- Field: value` items is one row; its heading names it where nothing else does.
# A register is kept by hand unless a column `provenance` says "system".

module {
  format: "exception_register",
  title: "Exception register (CSV, XLSX, SQLite, Markdown)",
  kind: "exception",
  provenance: "manual",
  container: ["csv", "markdown", "xlsx", "sqlite"],
  detect: "any((.header // .markdown[]) | map(ascii_downcase | split(\"*\") | join(\"\") | split(\"_\") | join(\" \") | split(\"-\") | join(\" \")); any(test(\"^(id|(exception|risk|waiver|register|request) (id|number|no[.]?|ref(erence)?)|ref(erence)?|exception|scope|findings?|finding ids?|related findings|story|asset or scope|control|policy violated|affected requirement|requirements?( ?[(]s[)])?( affected)?|cves?|cve ids?|rule|rule id|heading)$\")) and any(test(\"^(expires|expires at|expires on|expiry|expiry date|expiration|expiration date|expiry / review|expiry or review date|until|until date|valid until|deferred until|cleanup due|approvers?|approved by|security approver|engineering approver|approval authority|required approvers|authority and second line concurrence)$\")) and (any(. == \"kind\") | not))",
  report: {
    categories: "[]"
  }
};

def columns: {
  id: ["id", "exception id", "exception number", "exception no", "exception no.", "exception ref", "exception reference", "risk id",
       "waiver id", "register id", "request id", "request number", "ref", "reference"],
  scope: ["scope", "finding", "findings", "related findings", "asset or scope", "exception", "story", "description", "title",
          "affected requirement", "requirement", "requirements affected", "requirement(s) affected", "control", "policy violated"],
  service: ["service", "services", "system", "asset", "affected asset", "affected service", "affected asset / service",
            "agent / system", "application", "project"],
  finding: ["finding id", "finding ids", "fingerprint", "native id"],
  rule: ["rule", "rules", "rule id", "check", "check id", "plugin id"],
  path: ["path", "paths", "file", "files", "impacted files / patterns", "impacted files"],
  cve: ["cve", "cves", "cve id", "cve ids", "vulnerability", "vulnerability id"],
  component: ["component", "package", "library"],
  product: ["product"],
  reason: ["reason", "exception reason", "justification", "business justification", "rationale", "acceptance rationale",
           "why needed", "risk and reason"],
  approver: ["approver", "approvers", "approved by", "security approver", "engineering approver", "approval authority",
             "required approvers", "authority and second line concurrence"],
  granted: ["granted", "granted at", "approval date", "approved at", "approved on", "ciso accept date", "effective date",
            "start date", "date raised", "date", "created date", "created", "requested"],
  expires: ["expires", "expires at", "expires on", "expiry", "expiry date", "expiration", "expiration date", "expiry / review",
            "expiry or review date", "until", "until date", "valid until", "deferred until", "cleanup due"],
  state: ["status", "current status", "state", "risk accepted"],
  disposition: ["disposition", "decision", "final decision", "risk treatment", "type", "resolution"],
  control: ["compensating control", "compensating controls", "compensating control(s)", "temporary compensating controls",
            "mitigations", "mitigation", "controls", "isolation / mitigation boundary"],
  url: ["url", "link", "evidence link", "evidence", "ticket", "linked risk / action"]
};

def name: ascii_downcase | split("_") | join(" ") | split("-") | join(" ") | split("*") | join("");
def trimmed: if test("^\\s|\\s$") then capture("^\\s*(?<text>.*?)\\s*$"; "m") | .text else . end;
def unused: ascii_downcase | test("^(-+|–|—|∞|tbd|tbc|todo|n/a|na|none|nil|never|permanent|indefinite|yyyy-mm-dd|dd.mm.yyyy)$|^\\[[^x ].*\\]$");
def box: {"[x]": "yes", "☒": "yes", "☑": "yes", "[ ]": "no", "☐": "no"}[ascii_downcase] // .;
def texts: [.] | flatten | map(select(. != null) | tostring | trimmed | select(. != "" and (unused | not)) | box);
def split_at($marks): [.[] | split("\n")[] | split(";")[] | if $marks == "," then split(",")[] else . end | trimmed | select(. != "")];
def each: if length == 0 then null else .[] end;

# "Review 2026-11-01" is that day; "30 days after release" is none.
def day: if . != null and test("^(review|until|expires|by)[: ]+[0-9]{4}-[0-9]{2}-[0-9]{2}$"; "i") then capture("(?<day>[0-9-]{10})$") | .day else . end;

(.raw | to_entries | map({key: (.key | name), value: .value}) | from_entries) as $row
| (columns | with_entries({key: .key, value: [.value[] as $name | $row[$name] | texts[]]})) as $is
| select(
    ($row | keys as $names | [columns | .expires, .approver | .[]] | any(. as $name | $names | any(. == $name)))
    or ($row | has("status") and (has("reason") or has("justification")))
  )
| ([$row.heading | texts[]] | .[0]) as $heading
| ($is.scope | split_at(",")) as $words
| ($is.finding | split_at(",")) as $ids
| $is.expires[0] as $expires
| $is.reason[0] as $reason
| ($is.id[0]
   // ($heading | if . == null then null elif test("^[A-Za-z]+-[0-9A-Za-z-]*[0-9]") then capture("^(?<id>[A-Za-z]+-[0-9A-Za-z-]*[0-9])") | .id else . end)
   // ([$is.service[0], ($is.scope + $ids)[0]] | map(select(. != null)) | if length == 0 then null else join(": ") end)) as $id
| select($id != null and ([$is | .scope, .finding, .approver, .service, .expires, .reason, .cve, .rule, .path, .component | .[]] != []))
| ($is.service | split_at("")) as $services
| ($is.rule | split_at(",")) as $rules
| ($is.path
   | if length > 0 then split_at(",")
     else $words | map(select(test("^[^ :]*/[^ :]*[.*/][^ :]*$|^[^ :]*[.*][^ :]*/[^ :]*$"))) end) as $paths
# A record covers one service, finding, rule and path: a row that lists several of a sort gives several records.
| ($services | each) as $service
| ($ids | each) as $finding
| ($rules | each) as $rule
| ($paths | each) as $path
| ([[$services, $service], [$ids, $finding], [$rules, $rule], [$paths, $path]]
   | map(select(.[0] | length > 1) | .[1])) as $part
| {
    id: (if $part == [] then $id else "\($id) (\($part | join(", ")))" end),
    disposition: (
      $is.disposition[0]
      | if . != null and test("false.?positive|not.?(affected|applicable|exploitable)"; "i") then "false_positive" else "accepted" end
    ),
    reason: ($reason | if . == null then null else split("\n") | join(" ") end),
    approver: (if $is.approver == [] then null else $is.approver | join(", ") end),
    granted: $is.granted[0],
    expires: ($expires | day),
    state: (
      $is.state[0]
      // (if $is.approver != [] or (columns.approver | any(in($row)) | not) then "active" else "requested" end)
    ),
    control: $is.control[0],
    url: ($is.url + (.raw._links // []) | map(select(test("^https?://"))) | .[0]),
    service: $service,
    product: $is.product[0],
    rule_id: $rule,
    cve: [$is.cve, $is.scope + [$heading | select(. != null)]],
    component: (
      ($is.component + $words | map(select(startswith("pkg:"))) | .[0]) as $purl
      | {name: (if $purl != null then null else $is.component[0] end), purl: $purl}
    ),
    finding_id: ($finding | if . != null and test("^[0-9a-f]{32}$") then . else null end),
    native_id: ($finding | if . != null and test("^[0-9a-f]{32}$") then null else . end),
    path: $path,
    provenance: ([$row.provenance | texts[]] | .[0])
  }
