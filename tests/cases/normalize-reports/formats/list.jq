module { format: "list", kind: "asset" };
.raw
