{application, tiers, critical, clock, sla, controls: {sast: .controls.sast}, noisy, confidence, stale_days, flat,
 dashboard: ["critical_older_than_sla", "sla_compliance"], targets: {sla_compliance: 0.5}, owners: {sla_compliance: "CTO"}}
