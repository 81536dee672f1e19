module { format: "twin_c", title: "C", detect: "false", over: ["twin_a"] };
.raw
