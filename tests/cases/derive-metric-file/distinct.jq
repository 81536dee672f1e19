module { id: "products", title: "Distinct", of: "finding", aggregate: "distinct" };
.product
