module { format: "x", entries: [ };
.