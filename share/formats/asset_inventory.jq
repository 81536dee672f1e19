# Asset inventory as a table (CSV, an Excel sheet, an SQLite table or query): one row for each service (or for each environment of it; rows of one name are united).
# Columns are known by the names that inventories use for them, in any case, with blanks, "_" or "-".
#
# Tier, environment and yes/no keep the inventory's words: the dictionary's `tiers` says which are tier 1.
# Lists are split at ";", ",", newline, and for repositories, images and hosts also at blanks.
# A column `provenance` ("manual") says that the list is kept by hand.

module {
  format: "asset_inventory",
  title: "Asset inventory (CSV, XLSX, SQLite)",
  kind: "asset",
  container: ["csv", "xlsx", "sqlite"],
  detect: "[.header[] | ascii_downcase | split(\"_\") | join(\" \") | split(\"-\") | join(\" \")] | any(test(\"^(name|service|service name|application|application name|app|app name|system)$\")) and ([any(test(\"^(owner|(product|business|technical) owner|team)$\")), any(test(\"^((business )?tier|(business )?criticality)$\")), any(test(\"^(environment|env|stage)$\")), any(test(\"^(repos?|repository|repositories|git|scm)$\"))] | map(select(.)) | length >= 2) and (any(test(\"^(kind|severity|expires|expiry|expiration|approver|detected|detected at|summary|cve)$\")) | not)",
  report: {
    categories: "[]"
  }
};

def name: ascii_downcase | split("_") | join(" ") | split("-") | join(" ");
def trimmed: if test("^\\s|\\s$") then capture("^\\s*(?<text>.*?)\\s*$"; "m") | .text else . end;
def texts: [.] | flatten | map(select(. != null) | tostring | trimmed | select(. != ""));
def cell($row; $names): [$names[] as $name | $row[$name] | texts[]] | .[0];
def cells($row; $names): [$names[] as $name | $row[$name] | texts[]];
def split_at($marks): [.[] | split("\n")[] | split(";")[] | split(",")[] | if $marks == " " then split(" ")[] else . end | trimmed | select(. != "")];

(.raw | to_entries | map({key: (.key | name), value: .value}) | from_entries) as $row
| cell($row; ["name", "service", "service name", "application", "application name", "app", "app name", "system"]) as $name
| select($name != null)
| {
    name: $name,
    aliases: (cells($row; ["alias", "aliases", "also known as"]) | split_at("")),
    product: (
      cell($row; ["product", "product name", "portfolio"])
      // (cell($row; ["application", "application name", "app", "app name"]) | if . == $name then null else . end)
    ),
    service: (cell($row; ["service", "service name"]) // $name),
    owner: cell($row; ["owner", "product owner", "team", "business owner", "technical owner"]),
    tier: cell($row; ["tier", "business tier", "criticality", "business criticality", "priority"]),
    environment: cell($row; ["environment", "env", "stage"]),
    repos: (cells($row; ["repo", "repos", "repository", "repositories", "git", "scm"]) | split_at(" ")),
    images: (cells($row; ["image", "images", "container image", "container images"]) | split_at(" ")),
    hosts: (cells($row; ["host", "hosts", "hostname", "hostnames", "url", "urls", "domain", "domains"]) | split_at(" ")),
    cloud_accounts: (
      cells($row; ["cloud account", "cloud accounts", "account", "account id", "subscription", "subscription id", "project", "project id"])
      | split_at("")
    ),
    api_exposed: cell($row; ["api", "api exposed", "api exposure", "internet facing", "external", "exposure"]),
    mobile: cell($row; ["mobile", "mobile app", "ios", "android"]),
    controls: (cells($row; ["control", "controls"]) | split_at(" ")),
    provenance: cell($row; ["provenance"])
  }
