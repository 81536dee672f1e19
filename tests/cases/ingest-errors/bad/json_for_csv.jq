module { format: "x", container: "csv" };
.