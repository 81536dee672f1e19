module { format: "x", entries: ["a[]", "a[].b[]"] };
.