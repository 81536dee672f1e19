module { format: "lists", title: "Lists of items", detect: "type == \"array\" and (.[0] | if type == \"array\" then .[0] else . end | has(\"item_no\"))",
         entries: ["[]", "[][]"], reports: "" };
.raw
