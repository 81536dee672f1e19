module { format: "kind", kind: "finding2" };
.raw
