# ServiceNow CMDB: business applications and services (Table API, JSON list export).
# Facts: ServiceNow docs (CMDB commands, Table API, business application form).
#
# Retired items are none. A value is text, null, or an object with display_value, value and link. The criticality column
# is spelt `busines_criticality`; its leading digit is the tier.

module {
  format: "servicenow_cmdb",
  title: "ServiceNow CMDB services and applications",
  kind: "asset",
  detect: "[.result, .records] | flatten | map(select(. != null)) | .[0] | (has(\"busines_criticality\") or (.sys_class_name | if type == \"object\" then .value // .display_value else . end | startswith(\"cmdb_ci\"))) and has(\"name\")",
  entries: ["result[]", "records[]"],
  report: {
    categories: "[]"
  }
};

def shown: if type == "object" then .display_value // .value else . end | if . == "" then null else . end;
def coded: if type == "object" then .value // .display_value else . end | if . == "" then null else . end;

.raw as $r
| ($r.name | shown) as $name
| select($name != null
    and ([$r.operational_status, $r.install_status | coded, shown] | any(. == "Retired") | not)
    and ($r.operational_status | coded) != "6" and ($r.install_status | coded) != "7")
| {
    name: $name,
    aliases: [$r.number | shown | select(. != null)],
    product: ([$r.parent, $r.business_service] | map(shown | select(. != null)) | .[0]),
    service: $name,
    owner: (
      [$r.owned_by, $r.managed_by, $r.supported_by, $r.support_group, $r.managed_by_group, $r.assignment_group]
      | map(shown | select(. != null and (test("^[0-9a-f]{32}$") | not))) | .[0]
    ),
    tier: (
      [$r.busines_criticality, $r.business_criticality, $r.emergency_tier] | map(shown | select(. != null)) | .[0]
      | if . != null and test("^[1-9]( |$)") then .[0:1] else . end
    ),
    environment: ([$r.environment, $r.used_for] | map(shown | select(. != null)) | .[0]),
    hosts: [$r.fqdn, $r.url | shown | select(. != null)]
  }
