module { id: "weak", title: "Weak", of: "asset", aggregate: "count", confidence: "B" };
.
