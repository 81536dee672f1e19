.critical = ".cvss | tonumber > 8" | .clock = "if .cvss then .first_seen else 7 end"
