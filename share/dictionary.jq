# What our words mean. A team's own dictionary is a jq program on this object and states only what differs:
#   .sla |= map(if .severity == "critical" then .days = 3 else . end)
{
  # what counts as an application (a predicate on an asset), and the inventory's words for its tier
  application: "true",
  tiers: {
    "1": "1", "tier 1": "1", "tier1": "1", "t1": "1", "critical": "1", "mission critical": "1", "business critical": "1", "high": "1", "gold": "1",
    "2": "2", "tier 2": "2", "tier2": "2", "t2": "2", "important": "2", "medium": "2", "silver": "2",
    "3": "3", "tier 3": "3", "tier3": "3", "t3": "3", "low": "3", "standard": "3", "bronze": "3"
  },

  # what is critical, when its clock starts, and how long it may stay open
  critical: ".severity == \"critical\"",
  clock: ".first_seen",
  sla: [
    {severity: "critical", days: 7},
    {severity: "high", days: 30},
    {severity: "medium", days: 90},
    {severity: "low", days: 180}
  ],
  sla_kev: false,

  # pipelines, tickets, incidents, releases
  gate: ".target == null or .category != null",
  gate_category: ".category",
  exception_ticket: "any((.labels // [])[]; test(\"^(security[-_ ]exception|risk[-_ ]accept(ed|ance)|accepted[-_ ]risk)$\"; \"i\")) or ((.type // \"\") | test(\"risk (acceptance|exception)|security exception|^exception( request)?$\"; \"i\"))",
  incident_ticket: "any((.labels // [])[]; test(\"^(security[-_ ])?incident$\"; \"i\")) or ((.type // \"\") | test(\"^(\\\\[system\\\\] )?(security )?incident$\"; \"i\"))",
  security_incident: "true",
  release: ".environment == null or .environment == \"production\" or .environment == \"prod\"",
  release_blocking: "(.severity == \"critical\" or .kev == true) and (.state == \"open\" or .state == \"in_progress\")",

  # what needs an ownership mapping
  infrastructure: ".category == \"cloud\" or .category == \"iac\" or .category == \"container\"",

  # whose text and version a merged finding shows, most trusted first
  trust: [],

  # what counts as covered by a control
  controls: {
    sast: {applies: "true", window_days: 31},
    sca: {applies: "true", window_days: 31},
    iac: {applies: "true", window_days: 31},
    secrets: {applies: "true", window_days: 31},
    container: {applies: "true", window_days: 31},
    dast: {applies: "true", window_days: 31},
    mobile: {applies: ".mobile == true", window_days: 31},
    cloud: {applies: "(.cloud_accounts // []) != []", window_days: 31},
    api: {applies: ".api_exposed == true", window_days: 31}
  },

  # house words beyond the built-in ones
  severity_words: {},
  state_words: {},

  # the dashboard
  owners: {},
  targets: {},
  thresholds: {scanner_events: 5},
  dashboard: [
    "critical_older_than_sla", "sla_compliance", "open_findings", "new_findings", "closed_findings",
    "open_age_median_days", "time_to_resolve_median_days", "release_pass_rate", "scanner_coverage",
    "exceptions_active", "exceptions_without_expiry", "missing_owner_ratio"
  ],

  # distortion, confidence, reading aids
  noisy: {share: 0.3, false_positive_share: 0.5, minimum: 20, rules: []},
  confidence: {manual_share: 0.05},
  samm: {half: 0.5, most: 0.8},
  epss_bound: 0.1,
  stale_days: 35,
  small_n: {few: 20, none: 5},
  flat: {ratio_points: 2, ratio_items: 3, days: 2, days_share: 0.1}
}
