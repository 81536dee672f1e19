module { id: "escape_rate", title: "Found first in production", of: "finding", aggregate: "ratio",
         unit: "ratio", direction: "lower", target: 0.1, by: ["product", "tier"],
         owner: "Head of Engineering", audience: ["executives", "security", "engineering"], cadence: "monthly", effort_minutes: 0,
         says: "new findings were found first in production",
         none: "No finding is new.",
         needs: { of: ".new and .found_in != null", note: "No finding says where it was found." },
         why: "What customers, attackers or bug hunters find first has escaped every control before.",
         caveat: "A finding that does not say where it was found counts as not found in production." };
select(.new) | (.found_in == "production" or .found_in == "bug_bounty" or .found_in == "incident")
