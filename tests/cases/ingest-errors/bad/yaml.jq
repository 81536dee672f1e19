module { format: "x", container: "yaml" };
.