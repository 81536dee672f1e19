module { format: "x", container: "tape" };
.