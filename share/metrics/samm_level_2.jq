module { id: "samm_level_2", title: "SAMM 2: standardized metrics", of: "asset", aggregate: "ratio",
         samm: { level: 2, criterion: null,
                 attach: "the actions that its criteria name" },
         unit: "ratio", direction: "higher",
         owner: "Head of AppSec", audience: ["security"], cadence: "annual", effort_minutes: 0,
         says: "applications meet it",
         none: "No application is in the inventory.",
         needs: { of: ".actions.recorded", note: "No action is recorded, so the data can not show it." },
         why: "It answers SAMM's question whether you improve your security assurance program upon standardized metrics.",
         caveat: "All criteria of the level must hold for one and the same application." };
select(.application) | ((.findings.measured and .findings.mostly_classified) and (.actions.report and .actions.owned) and .actions.sharing)
