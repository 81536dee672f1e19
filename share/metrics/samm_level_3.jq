module { id: "samm_level_3", title: "SAMM 3: effectiveness of the metrics", of: "asset", aggregate: "ratio",
         samm: { level: 3, criterion: null,
                 attach: "the actions that its criteria name" },
         unit: "ratio", direction: "higher",
         owner: "Head of AppSec", audience: ["security"], cadence: "annual", effort_minutes: 0,
         says: "applications meet it",
         none: "No application is in the inventory.",
         needs: { of: ".actions.recorded", note: "No action is recorded, so the data can not show it." },
         why: "It answers SAMM's question whether you regularly evaluate the effectiveness of your security metrics so that its input helps drive your security strategy.",
         caveat: "All criteria of the level must hold for one and the same application." };
select(.application) | (.actions.metric_review and (.findings.measured and .findings.verified == .findings.open) and .findings.intel and .actions.strategic)
