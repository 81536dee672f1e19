module { format: "twin_a", title: "A", detect: "has(\"twin\")", entries: ["items[]"] };
.raw
