# Trivy's ignore file (`.trivyignore`): an id a line, of vulnerabilities, misconfigurations, secrets and licences alike.
# Facts: Trivy's guide and pkg/result/ignore.go.
#
# The comment right above a line is its reason. Trivy drops a line whose `exp:` is no day: it protects nothing, and is
# rejected here. Other words with a colon mean nothing. Trivy counts the day of `exp:` as over; here it is the last one.

module {
  format: "trivyignore",
  title: "Trivy ignore file (.trivyignore)",
  kind: "exception",
  container: "text",
  detect: "(.lines | length) > 0 and (.lines[0] | test(\"^(CVE-[0-9]{4}-[0-9]{4,}|GHSA(-[0-9a-z]{4}){3}|AVD-[A-Z]+-[0-9]+|(DS|KSV|KCV)-?[0-9]{3,4})( |$)\")) and ([.lines[] | test(\"^[A-Za-z0-9][A-Za-z0-9._-]*( +(WITH +[A-Za-z0-9.-]+|[A-Za-z0-9_]+:[^ ]*))*$\")] | all)",
  report: {
    categories: "[]"
  }
};

def day: test("^[0-9]{4}-[0-9]{2}-[0-9]{2}$");

(.raw.text | split("\t") | join(" ") | split(" ") | map(select(. != ""))) as $words
| $words[0] as $id
| ($words[1:] | map(select(startswith("exp:")) | ltrimstr("exp:"))) as $ends
| if $ends | map(day) | all then . else error("exp:\($ends | join(", ")) is no day: Trivy drops this line") end
| ($id | test("^(CVE|GHSA)-"; "i")) as $vulnerability
| {
    id: ([("trivyignore", .tags.service, $id) | select(. != null)] | join(":")),
    disposition: "accepted",
    reason: .raw.above,
    expires: $ends[0],
    state: "active",
    rule_id: (if $vulnerability then null else $id end),
    cve: (if $vulnerability then $id else null end)
  }
