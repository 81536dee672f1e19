module { id: "cvss_max", title: "Max", of: "finding", aggregate: "max", none: "No score." };
select($as_of == .as_of and .period == "2026-10" and $dictionary.stale_days == 35) | .cvss
