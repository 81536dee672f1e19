.clock = "(.published_at // .first_seen)" | .sla_kev = true | .sla = [{severity: "critical", days: 3, from: "2026-10-01"}, {severity: "critical", days: 14},
  {severity: "high", tier: "1", days: 10}, {severity: "high", category: "sca", days: 20}, {severity: "high", days: 45},
  {severity: "low", days: null}]
