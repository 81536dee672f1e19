module { id: "scanner_coverage", title: "Systems covered by the controls that apply to them", of: "asset", aggregate: "ratio",
         unit: "ratio", direction: "higher", target: 0.95, by: ["tier", "control", "tier+control", "service", "control+service"],
         owner: "Head of AppSec", audience: ["executives", "security", "engineering"], cadence: "monthly", effort_minutes: 0,
         says: "controls that apply to a system had a recent successful scan",
         none: "No control applies to any system.",
         why: "Where nothing scans, nothing is found, and a small number of findings means nothing.",
         caveat: "It shows that a scan ran and succeeded, not that it looked at everything." };
.covered as $covered | (.service // .name) as $service | .applicable | to_entries | .[] | select(.value) | .key as $control
| {value: $covered[$control], by: {control: $control, service: $service}}
