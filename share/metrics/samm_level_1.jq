module { id: "samm_level_1", title: "SAMM 1: basic metrics and quick wins", of: "asset", aggregate: "ratio",
         samm: { level: 1, criterion: null,
                 attach: "the actions that its criteria name" },
         unit: "ratio", direction: "higher",
         owner: "Head of AppSec", audience: ["security"], cadence: "annual", effort_minutes: 0,
         says: "applications meet it",
         none: "No application is in the inventory.",
         needs: { of: ".actions.recorded", note: "No action is recorded, so the data can not show it." },
         why: "It answers SAMM's question whether you use basic metrics about recorded security defects to carry out quick win improvement activities.",
         caveat: "All criteria of the level must hold for one and the same application." };
select(.application) | (.actions.cited and .actions.owned and .actions.quick_win)
