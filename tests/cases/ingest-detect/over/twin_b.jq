module { format: "twin_b", title: "B", detect: "has(\"twin\")", entries: ["items[]"], over: ["twin_c"] };
.raw
