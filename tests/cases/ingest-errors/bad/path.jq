module { format: "x", entries: ["a..b"] };
.