# Any kind of record as a plain CSV file whose columns are named like the fields of sm-record(5), in any case, with blanks,
# "_" or "-". The kind stands in the column `kind`, or is given: sm-ingest -f csv -t kind=release releases.csv (default finding).
#
# Without either, the columns tell an incident log (when it was detected, when resolved or why), a list of activities
# (pentests, reviews, threat models: what kind, when, of what, by whom) and a list of decisions (decision, and when).
#
# Dotted columns make objects (component.name, location.file). Lists are split at ";", ",", newline. Columns of no known
# name are left out. For incidents and activities (pentests, reviews, threat models) the usual other names are known too.
# Typed by people unless a column `provenance` says otherwise.

module {
  format: "csv",
  title: "Plain CSV of any kind",
  category: "manual",
  provenance: "manual",
  container: ["csv", "markdown", "xlsx", "sqlite"],
  detect: "[.header // (.markdown[])] | any(.[]; map(ascii_downcase | split(\"_\") | join(\" \") | split(\"-\") | join(\" \")) | any(. == \"kind\") or (any(test(\"^(incident( id)?|detected( at)?|discovered( at)?)$\")) and any(test(\"^(detected|discovered|opened|reported|started)( at)?$\")) and any(test(\"^((resolved|closed|recovered)( at)?|root cause.*|known (before|defect)|previously known)$\"))) or (any(test(\"^(type|activity|engagement type)$\")) and any(test(\"^((end|start|report)( date)?|date|completed|finished)$\")) and any(test(\"^(services?|application|scope|asset)$\")) and any(test(\"^(vendor|tester|performed by|reviewer|assessor|methodology)$\"))) or (any(. == \"decision\") and any(. == \"date\" or . == \"at\")))",
  report: {
    categories: "if .tags.kind == \"finding\" then [\"manual\"] else [] end"
  }
};

# kind → field → the columns it is taken from, the first that has a value
def columns: {
  finding: {
    source_tool: ["source tool", "tool", "scanner"], product: ["product"], service: ["service"],
    finding_title: ["finding title", "title", "name", "summary"], severity: ["severity"], source_severity: ["source severity"],
    cvss: ["cvss", "cvss score"], confidence: ["confidence"], state: ["state", "status"],
    first_seen: ["first seen", "found", "date"], last_seen: ["last seen"], owner: ["owner", "team"], exception_id: ["exception id"],
    category: ["category"], target: ["target"], rule_id: ["rule id", "rule"], native_id: ["native id", "id"],
    cve: ["cve", "cves"], cwe: ["cwe", "cwes"],
    "component.name": ["component.name", "component"], "component.version": ["component.version"],
    "component.fixed_version": ["component.fixed version"], "component.purl": ["component.purl", "purl"],
    "component.type": ["component.type"],
    "location.file": ["location.file", "file"], "location.line": ["location.line", "line"], "location.url": ["location.url", "url"],
    "location.method": ["location.method"], "location.parameter": ["location.parameter"],
    "location.resource": ["location.resource", "resource"],
    tier: ["tier"], environment: ["environment"], kev: ["kev"], kev_added: ["kev added"], kev_due: ["kev due"],
    epss: ["epss"], epss_date: ["epss date"], introduced_at: ["introduced at"], introduced_by: ["introduced by"],
    published_at: ["published at"], found_in: ["found in"], ticket: ["ticket"],
    "fix.version": ["fix.version"], "fix.ticket": ["fix.ticket"], "fix.ref": ["fix.ref"], "fix.note": ["fix.note"],
    reviewed_by: ["reviewed by"], reviewed_at: ["reviewed at"]
  },
  asset: {
    name: ["name"], aliases: ["aliases"], product: ["product"], service: ["service"], owner: ["owner"], tier: ["tier"],
    environment: ["environment"], repos: ["repos", "repo"], images: ["images", "image"], hosts: ["hosts", "host"],
    cloud_accounts: ["cloud accounts", "cloud account"], api_exposed: ["api exposed"], mobile: ["mobile"], controls: ["controls"]
  },
  exception: {
    id: ["id"], disposition: ["disposition"], reason: ["reason"], approver: ["approver"], granted: ["granted"],
    expires: ["expires"], state: ["state", "status"], control: ["control"], url: ["url"], scope: ["scope"], service: ["service"],
    product: ["product"], rule_id: ["rule id", "rule"], cve: ["cve", "cves"], "component.name": ["component.name", "component"],
    "component.version": ["component.version"], "component.purl": ["component.purl", "purl"],
    finding_id: ["finding id"], native_id: ["native id"], path: ["path"]
  },
  ticket: {
    key: ["key", "id"], title: ["title", "summary"], state: ["state", "status"], resolution: ["resolution"], owner: ["owner", "assignee"],
    created: ["created"], resolved: ["resolved"], due: ["due"], reopened_at: ["reopened at"], severity: ["severity"],
    service: ["service"], project: ["project"], type: ["type"], labels: ["labels"], url: ["url"], cve: ["cve", "cves"],
    finding_ids: ["finding ids", "finding id"]
  },
  activity: {
    at: ["at", "end", "end date", "finished", "completed", "date", "report date", "start", "start date"],
    category: ["category", "type", "activity", "engagement type", "kind"], source_tool: ["source tool", "tool"],
    product: ["product"], service: ["service", "services", "application", "scope", "asset"], target: ["target"],
    entries: ["entries", "findings", "total"], outcome: ["outcome", "status", "state"]
  },
  gate: {
    at: ["at"], service: ["service"], name: ["name"], category: ["category"], outcome: ["outcome", "result", "status"], ref: ["ref"]
  },
  release: {
    at: ["at", "date", "released at"], service: ["service"], version: ["version", "tag"], environment: ["environment"],
    outcome: ["outcome", "result", "status"]
  },
  incident: {
    id: ["id", "incident id", "number", "key"], detected: ["detected", "detected at", "discovered", "opened at", "reported at", "created"],
    started: ["started", "started at", "start", "impact start", "occurred"],
    resolved: ["resolved", "resolved at", "closed at", "end", "recovered at"], severity: ["severity", "priority", "sev"],
    service: ["service", "service id", "systems affected"], cause: ["cause", "root cause", "root cause category", "root cause code"],
    known_defect: ["known defect", "known before", "known", "previously known", "documented"],
    finding_id: ["finding id", "linked finding"]
  },
  intel: {
    cve: ["cve"], aliases: ["aliases"], kev_added: ["kev added"], kev_due: ["kev due"], epss: ["epss"], epss_date: ["epss date"],
    published: ["published"]
  },
  action: {
    at: ["at", "date"], metric: ["metric"], decision: ["decision"], owner: ["owner"], type: ["type"], area: ["area"],
    services: ["services", "service"], products: ["products", "product"], audience: ["audience"]
  }
};

def lists: {cve: 1, cwe: 1, aliases: 1, repos: 1, images: 1, hosts: 1, cloud_accounts: 1, controls: 1, reopened_at: 1, labels: 1,
            finding_ids: 1, services: 1, products: 1};

def name: ascii_downcase | split("_") | join(" ") | split("-") | join(" ");
def trimmed: if test("^\\s|\\s$") then capture("^\\s*(?<text>.*?)\\s*$"; "m") | .text else . end;
def texts: [.] | flatten | map(select(. != null) | trimmed | select(. != ""));
def items: [.[] | split("\n")[] | split(";")[] | split(",")[] | trimmed | select(. != "")];

# The kind that the columns of a row tell.
def told:
  keys
  | if any(. == "decision") then "action"
    elif any(test("^(detected|discovered|incident)( at| id)?$")) then "incident"
    elif any(test("^(vendor|tester|performed by|reviewer|assessor|methodology)$")) and any(test("^(type|activity|engagement type)$")) then "activity"
    else null
    end;

# A severity of 1 is the worst incident, not a low score.
def rank: {"1": "critical", "2": "high", "3": "medium", "4": "low", "5": "info"}[.] // .;
def under($top): to_entries | map(select(.key | startswith($top + ".")) | {key: (.key | ltrimstr($top + ".")), value: .value}) | from_entries;

(.raw | to_entries | map({key: (.key | name), value: .value}) | from_entries) as $row
| (.tags.kind // ([$row.kind] | texts | .[0]) // ($row | told) // "finding" | ascii_downcase) as $kind
| (columns[$kind] // {}) as $columns
| ($columns
   | to_entries
   | map(
       .key as $field
       | ([.value[] as $column | $row[$column] | texts | select(. != [])] | .[0]) as $cells
       | select($cells != null)
       | {key: $field,
          value: ($cells
                  | if lists[$field] and [$kind, $field] != ["intel", "cve"] then items
                    elif $field == "severity" and $kind == "incident" then .[0] | rank
                    else .[0] end)})
   | from_entries) as $flat
| (["component", "location", "fix"] | map(. as $top | {key: $top, value: ($flat | under($top))}) | map(select(.value != {})) | from_entries) as $objects
| ($flat | with_entries(select(.key | contains(".") | not))) as $fields
| ([$row.provenance] | texts | .[0]) as $provenance
| {kind: $kind} + $fields + $objects + (if $provenance == null then {} else {provenance: $provenance} end)
# An activity that covers several services is an activity of each.
| if .kind != "activity" then .
  else ([.service // ""] | items | if . == [] then [null] else . end)[] as $service | . + {service: $service}
  end
