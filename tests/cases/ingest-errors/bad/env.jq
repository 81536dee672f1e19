module { format: "x", detect: "env.HOME", entries: ["a[]"] };
.