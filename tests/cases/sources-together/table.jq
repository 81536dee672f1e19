# One line for each finding: what the five sources and the feeds say about it. From the findings and the metrics, slurped.
(map(select(.kind == "metric" and .dimensions.service != null and (.dimensions | keys) == ["service"])
     | {key: "\(.id) \(.dimensions.service)", value: "\(.numerator)/\(.denominator)"}) | from_entries) as $rate
| (map(select(.kind == "release" and (.environment == null or .environment == "production"))) | sort_by(.at)
   | map({key: (.service // ""), value: .version}) | from_entries) as $release
| [.[] | select(.kind == "finding")] | sort_by(.service // "~", .finding_title, .severity) | .[]
| [.finding_title, .service, .owner, .tier, .state, .exception_id, .ticket,
   (if .kev then "kev" else null end), .epss,
   (if .release_blocking then "blocks" else null end),
   $rate["gate_pass_rate \(.service)"], $release[.service // ""], $rate["release_pass_rate \(.service)"]]
| map(. // "-" | tostring) | join("\t")
