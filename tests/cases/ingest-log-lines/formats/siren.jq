module { format: "siren", title: "Siren lines", category: "dast", detect: "has(\"siren\")", entries: [""] };
select(.raw.siren) | {finding_title: .raw.siren}
