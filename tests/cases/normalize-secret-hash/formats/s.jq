module { format: "s", category: "secrets", kind: "finding", detect: "true", entries: ["[]"] };
{ finding_title: "a secret", rule_id: "aws-key", secret_hash: .raw.h, location: { file: "a.env", line: .raw.n } }
