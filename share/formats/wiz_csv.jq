# Wiz CSV exports: issues (Title, Severity, Status, Issue ID) and vulnerability findings (Name, VendorSeverity, FindingStatus).
# Facts: five real files; DefectDojo's parser.
#
# A rejected or ignored issue is accepted, for the reason in Resolution or Note. The subscription is what was scanned; project
# names are Wiz' own business names and may be many, so they stand for no product.

module {
  format: "wiz_csv",
  title: "Wiz CSV",
  category: "cloud",
  source_tool: "wiz",
  container: "csv",
  detect: "(any(.header[]; . == \"Title\") and any(.header[]; . == \"Severity\") and any(.header[]; . == \"Issue ID\") and any(.header[]; . == \"Status\") and any(.header[]; . == \"Resource external ID\" or . == \"Wiz URL\" or . == \"Control ID\")) or (any(.header[]; . == \"Name\") and any(.header[]; . == \"VendorSeverity\") and any(.header[]; . == \"FindingStatus\"))",
  context: {
    subscription: "Subscription ID",
    external: "SubscriptionExternalId"
  },
  report: {
    target: "[.context.subscription, .context.external] | flatten | map(select(. != null)) | unique"
  }
};

def text: select(. != null and . != "");
def first_text: map(text) | .[0];

.tags as $tags
| .raw
| map_values(if type == "array" then map(text) | .[0] else . end)
| ([.Status, .FindingStatus] | first_text // "" | ascii_downcase | split(" ") | join("_")) as $status
| ({open: "open", in_progress: "in_progress", resolved: "resolved", rejected: "accepted", ignored: "accepted"}[$status] // $status) as $state
| ([.["Issue ID"], .ID] | first_text) as $id
| (if $state == "accepted" then ["wiz-ignore", $id] | map(text) | join(":") else null end) as $exception
| ([.["Resource external ID"], .["Resource Name"], .AssetID, .ProviderUniqueId, .AssetName] | first_text) as $resource
| if has("FindingStatus") then
    {
      target: ([.SubscriptionExternalId, .SubscriptionId] | first_text),
      finding_title: ([.DetailedName, .Name] | map(text) | join(": ")),
      severity: ([.Severity, .VendorSeverity, .CVSSSeverity] | map(text)),
      state: $state,
      first_seen: .FirstDetected,
      last_seen: .LastDetected,
      exception_id: $exception,
      category: "cloud",
      rule_id: .Name,
      native_id: $id,
      cve: [.Name],
      cvss: ([.Score, .CVSSScore] | first_text),
      component: {name: .DetailedName, version: .Version, fixed_version: .FixedVersion},
      kev: (.HasCisaKevExploit | text // null),
      location: {file: .LocationPath, url: ([.WizURL, .Link] | first_text), resource: $resource}
    }
  else
    {
      target: ([.["Subscription ID"], .["Subscription Name"]] | first_text),
      finding_title: .Title,
      severity: .Severity,
      state: $state,
      first_seen: .["Created At"],
      last_seen: ([.["Updated At"], .["Status Changed At"]] | first_text),
      owner: (.["Assignee"] | text // null),
      exception_id: $exception,
      category: "cloud",
      rule_id: ([.["Control ID"], .Title] | first_text),
      native_id: $id,
      location: {url: ([.["Wiz URL"], .["Cloud Provider URL"]] | first_text), resource: $resource}
    }
  end,
  (select($exception != null)
   | {
       kind: "exception",
       id: $exception,
       reason: ([.Note, .Resolution, .ResolutionReason, .IgnoreReason, $status] | first_text),
       state: "active",
       native_id: $id
     })
