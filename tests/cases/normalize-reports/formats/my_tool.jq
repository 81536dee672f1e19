module { format: "my_tool", category: "container" };
.raw
