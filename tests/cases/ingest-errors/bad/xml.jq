module { format: "x", container: "xml" };
.