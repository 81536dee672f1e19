module { format: "x", lookup: {a: {in: "b[]", key: "c"}} };
.