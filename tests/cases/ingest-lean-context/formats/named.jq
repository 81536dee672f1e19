module { format: "named", kind: "finding", category: "sca", entries: "items[]",
         context: { at: "at", owner: "owner", team: "team", repo: "items[].repo", labels: "labels" },
         report: { target: "[.context | to_entries[] | \"\\(.key)=\\(.value)\"] | join(\";\")", at: ".context.at" } };
.context as $c | { finding_title: .raw.title, owner: ($c.owner // $c.team), target: ($c | [.repo, .labels[0]?] | map(select(. != null)) | .[0]) }
