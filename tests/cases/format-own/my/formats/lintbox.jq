# lintbox JSON report, version 2. The tool is made up: what a house's own scanner looks like.

module {
  format: "lintbox", title: "lintbox report", category: "sast",
  detect: "has(\"lintbox\") and (.issues | type == \"array\" or type == \"null\")",
  entries: ["issues[]"],
  context: {at: "run.finished", repo: "run.repository", ok: "run.complete"},
  report: {target: ".context.repo", at: ".context.at", outcome: "if .context.ok == false then \"failed\" else null end"}
};

{
  target: .context.repo,
  finding_title: .raw.text,
  severity: {"A": "critical", "B": "high", "C": "medium", "D": "low"}[.raw.grade // ""],
  source_severity: .raw.grade,
  last_seen: .context.at,
  rule_id: .raw.rule,
  cwe: .raw.cwe,
  location: {file: .raw.where.path, line: .raw.where.line}
}
