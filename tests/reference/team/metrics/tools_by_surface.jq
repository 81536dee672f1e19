module { id: "tools_by_surface", title: "Tools by surface", of: ["finding", "activity"], aggregate: "distinct", unit: "tools", direction: "none",
         by: ["surface", "surface+category"], owner: "AppSec", why: "Shows what looks at code and what at what runs.", caveat: "By category." };
select(.kind == "activity" and .in_period or .kind == "finding" and .new)
| {value: .source_tool, by: {surface: (if .category == "dast" or .category == "api" then "running" elif .category == "sca" then "packages" else null end)}}
