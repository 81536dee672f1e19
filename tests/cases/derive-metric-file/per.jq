module { id: "per_product", title: "Per product", formula: ".open_findings / .products" };
# a formula has no program
