module { format: "twin_b", title: "B", detect: "has(\"twin\")", entries: ["items[]"] };
.raw
