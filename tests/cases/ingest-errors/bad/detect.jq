module { format: "x", detect: "has(", entries: ["a[]"] };
.