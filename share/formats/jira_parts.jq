# What Jira's REST API gives beside issues: changelogs of one issue, its remote links, lists of statuses, status categories,
# resolutions, priorities and issue types. Each file is one reject that says what it is and what to export in its place.
# Facts: 5 real files, Atlassian's API documentation.
#
# A changelog names its issue in the address of its page only, often by number. Entries of a list say what the issues
# say already.

module {
  format: "jira_parts",
  title: "Jira lists and changelogs without their issues (told, not read)",
  category: "other",
  kind: "ticket",
  detect: "(if type == \"array\" then .[0] elif (.values | type) == \"array\" then .values[0] else . end) | (has(\"fields\") | not) and (((.self | type) == \"string\" and (.self | test(\"/rest/api/.*/(resolution|status|statuscategory|priority|issuetype|remotelink)/\"))) or ((.items | type) == \"array\" and (.items[0] | has(\"fieldtype\") and has(\"toString\")) and has(\"created\")))",
  entries: ["", "[]", "values[]"],
  report: {
    categories: "[]"
  }
};

select(.source.report == 1 and .source.entry == 1)
| .raw
| if has("items") then error("Jira's changelog without its issue: export issues with expand=changelog")
  elif .self | contains("/remotelink/") then error("Jira's remote links without their issue: export the issues")
  else error("a list of Jira's statuses, resolutions or the like, no issues: export the issues, which name theirs")
  end
