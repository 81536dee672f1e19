# What stands in raw is the record: a list gives several.
module {
  format: "toy", title: "Toy", category: "sast",
  report: { source_tool: ".context.tool", target: ".context.target", at: ".context.at", outcome: ".context.outcome",
            categories: ".context.categories // \"sast\"" }
};
def records: if type == "array" then .[] else . end;
.raw | records
