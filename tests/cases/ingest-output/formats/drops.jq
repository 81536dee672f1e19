# Log records, one a line; the tool's own messages stand among them.
module { format: "drops", title: "Drops", detect: "has(\"drop\") and has(\"at\")", entries: [""], context: {host: "host"} };
select(.raw.drop) | .raw
