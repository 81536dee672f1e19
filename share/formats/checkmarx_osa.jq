# Checkmarx OSA: vulnerabilities of a scan (CxSAST's REST API `osa/vulnerabilities`), alone or in one list with `osa/libraries`.
# Facts: eight real files; Checkmarx' API reference.
#
# Lists may be nested: the two answers of the API in one array. A library is no finding, it names the component.

module {
  format: "checkmarx_osa",
  title: "Checkmarx OSA vulnerabilities",
  category: "sca",
  source_tool: "checkmarx-osa",
  detect: "def ours: type == \"object\" and has(\"cveName\") and (has(\"libraryId\") or has(\"sourceFileName\")) and has(\"state\"); type == \"array\" and (.[0] | if type == \"array\" then .[0] | ours else ours end)",
  entries: ["[][]", "[]"],
  lookup: {
    library: {in: "**[]", key: "id", by: "libraryId"}
  }
};

def word: if type == "object" then .name else . end;

.raw as $flaw
| .lookup.library as $library
| select($flaw | has("cveName"))
| ($flaw.state | word | if type == "string" then ascii_downcase | split("_") | join(" ") else "" end) as $state
| ([$flaw.cveName, $library.name // $flaw.libraryId] | map(select(. != null and . != "")) | join(":")) as $native
| (if $state == "not exploitable" then ["checkmarx-osa-not-exploitable", .tags.service, $native] | map(select(. != null)) | join(":")
   else null end) as $exception
| {
    finding_title: ([$flaw.cveName, $library.name // $flaw.sourceFileName] | map(select(. != null and . != "")) | join(" in ")),
    severity: [($flaw.severity | word), $flaw.score],
    state: (if $exception == null then "open" else "false_positive" end),
    exception_id: $exception,
    rule_id: $flaw.cveName,
    native_id: $native,
    cve: $flaw.cveName,
    cvss: $flaw.score,
    published_at: $flaw.publishDate,
    component: {name: ($library.name // $flaw.sourceFileName), version: $library.version},
    location: {file: ([$flaw.sourceFileName, $library.sourceFileName] | map(select(. != null and . != "")) | .[0])}
  },
  (select($exception != null)
   | {kind: "exception", id: $exception, disposition: "false_positive",
      reason: "not exploitable", state: "active", native_id: $native})
