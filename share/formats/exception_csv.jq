# Register of risk exceptions as a CSV file: one row for each exception.
# Facts: column names of two dozen public registers; columns in any case, with blanks, "_" or "-".
#
# What an exception covers is taken from cells that can be nothing else: ids, CVEs, purls, paths, rules, components, services.
# Words such as TBD or [date] are empty; "Never" and "Permanent" mean no expiry. A row that says nothing is a template.
# A register is kept by hand unless a column `provenance` says "system".

module {
  format: "exception_csv",
  title: "Exception register (CSV)",
  kind: "exception",
  provenance: "manual",
  container: "csv",
  detect: "[.header[] | ascii_downcase | split(\"_\") | join(\" \") | split(\"-\") | join(\" \")] | any(test(\"^(id|(exception|risk|waiver) id|exception|scope|finding|findings|finding ids?|related findings|asset or scope|control|policy violated|requirement|cve|cves|rule|rule id)$\")) and any(test(\"^(expires|expires at|expiry|expiry date|expiration|expiration date|expiry / review|expiry or review date|until|valid until|deferred until|approver|approvers|approved by|security approver|approval authority)$\")) and (any(. == \"kind\") | not)",
  report: {
    categories: "[]"
  }
};

def name: ascii_downcase | split("_") | join(" ") | split("-") | join(" ") | split("*") | join("");
def trimmed: if test("^\\s|\\s$") then capture("^\\s*(?<text>.*?)\\s*$"; "m") | .text else . end;
def unused: ascii_downcase | test("^(-+|–|—|∞|tbd|tbc|todo|n/a|na|none|nil|never|permanent|yyyy-mm-dd|dd.mm.yyyy)$|^\\[.*\\]$");
def texts: [.] | flatten | map(select(. != null) | trimmed | select(. != "" and (unused | not)));
def cells($row; $names): [$names[] as $name | $row[$name] | texts[]];
def cell($row; $names): cells($row; $names) | .[0];
def split_at($marks): [.[] | split("\n")[] | split(";")[] | if $marks == "," then split(",")[] else . end | trimmed | select(. != "")];
def each: if length == 0 then null else .[] end;

# "Review 2026-11-01" is that day; "30 days after release" is none.
def day: if . != null and test("^(review|until|expires|by)[: ]+[0-9]{4}-[0-9]{2}-[0-9]{2}$"; "i") then capture("(?<day>[0-9-]{10})$") | .day else . end;

(.raw | to_entries | map({key: (.key | name), value: .value}) | from_entries) as $row
| cells($row; ["scope", "finding", "findings", "related findings", "asset or scope", "exception", "description", "title"]) as $scope
| ($scope | split_at(",")) as $words
| ["approver", "approvers", "approved by", "security approver", "engineering approver", "approval authority", "required approvers"] as $approvers
| cells($row; $approvers) as $approver
| cells($row; ["service", "services", "system", "asset", "affected asset / service", "agent / system", "application", "project"]) as $services
| (cells($row; ["finding id", "finding ids", "fingerprint", "native id"]) | split_at(",")) as $ids
| cell($row; ["expires", "expires at", "expiry", "expiry date", "expiration", "expiration date", "expiry / review",
              "expiry or review date", "until", "valid until", "deferred until", "cleanup due"]) as $expires
| cell($row; ["reason", "exception reason", "justification", "business justification", "rationale", "acceptance rationale",
              "why needed", "risk and reason"]) as $reason
| (cell($row; ["id", "exception id", "risk id", "waiver id"])
   // ([$services[0], ($scope + $ids)[0]] | map(select(. != null)) | if length == 0 then null else join(": ") end)) as $id
| select($id != null and [$scope, $ids, $approver, $services, $expires, $reason] != [[], [], [], [], null, null])
| ($services | split_at("")) as $services
| (cells($row; ["rule", "rules", "rule id", "check", "check id", "plugin id"]) | split_at(",")) as $rules
| (cells($row; ["path", "paths", "file", "files", "impacted files / patterns", "impacted files"])
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
      cell($row; ["disposition", "decision", "final decision", "risk treatment", "type", "resolution"])
      | if . != null and test("false.?positive|not.?(affected|applicable|exploitable)"; "i") then "false_positive" else "accepted" end
    ),
    reason: ($reason | if . == null then null else split("\n") | join(" ") end),
    approver: (if $approver == [] then null else $approver | join(", ") end),
    granted: cell($row; ["granted", "granted at", "approval date", "approved at", "approved on", "ciso accept date",
                         "effective date", "start date", "date raised", "date", "created date", "created"]),
    expires: ($expires | day),
    state: (
      cell($row; ["status", "current status", "state", "risk accepted"])
      // (if $approver != [] or ($approvers | any(in($row)) | not) then "active" else "requested" end)
    ),
    control: cell($row; ["compensating control", "compensating controls", "compensating control(s)",
                         "temporary compensating controls", "mitigations", "mitigation", "controls"]),
    url: (cells($row; ["url", "link", "evidence link", "evidence", "ticket", "linked risk / action"]) | map(select(test("^https?://"))) | .[0]),
    service: $service,
    product: cell($row; ["product"]),
    rule_id: $rule,
    cve: [cells($row; ["cve", "cves", "cve id", "vulnerability", "vulnerability id"]), $scope],
    component: (
      (cells($row; ["component", "package", "library"]) + $words | map(select(startswith("pkg:"))) | .[0]) as $purl
      | {name: (if $purl != null then null else cell($row; ["component", "package", "library"]) end), purl: $purl}
    ),
    finding_id: ($finding | if . != null and test("^[0-9a-f]{32}$") then . else null end),
    native_id: ($finding | if . != null and test("^[0-9a-f]{32}$") then null else . end),
    path: $path,
    provenance: cell($row; ["provenance"])
  }
