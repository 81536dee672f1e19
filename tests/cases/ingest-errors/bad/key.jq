module { format: "x", entry: ["a"] };
.