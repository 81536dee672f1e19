module { format: "tide", title: "Tide table", container: "csv", category: "infrastructure", detect: ".header | index(\"TID\") != null and index(\"Swell\") != null" };
{finding_title: .raw.Swell}
