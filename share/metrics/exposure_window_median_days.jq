module { id: "exposure_window_median_days", title: "Exposure in released software, median", of: "finding", aggregate: "median",
         unit: "days", direction: "lower", by: ["severity", "tier"],
         owner: "Head of Engineering", audience: ["security", "engineering"], cadence: "monthly", effort_minutes: 0,
         says: "the median time that findings were exposed in released software",
         none: "No finding belongs to a service with a recorded release.",
         why: "It counts the days on which a flaw was both known and running for customers.",
         caveat: "Only services whose releases are recorded count, and a release is taken to carry every open flaw." };
select(.open or .closed) | .exposure_days
