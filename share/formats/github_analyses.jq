# GitHub code-scanning analyses: which tool looked at which repository when (GET …/code-scanning/analyses).
# Facts: GitHub's REST documentation. An analysis with an error was tried, and covers nothing.

module {
  format: "github_analyses",
  title: "GitHub code scanning analyses",
  category: "sast",
  kind: "activity",
  detect: "(if type == \"array\" then .[0] | if type == \"array\" then .[0] else . end else . end) | has(\"analysis_key\") and has(\"results_count\") and (.tool | type) == \"object\"",
  entries: ["", "[]", "[][]"],
  report: {
    categories: "[]"
  }
};

def repository:
  if . == null then null
  elif contains("/repos/") then split("/repos/") | (.[0] | split("//api.") | join("//") | split("/api/v3")[0]) + "/" + (.[1] | split("/")[0:2] | join("/"))
  else null
  end;
def control:
  { "trivy": "container", "grype": "container", "snyk container": "container", "docker scout": "container",
    "snyk open source": "sca", "osv-scanner": "sca", "dependency-check": "sca", "scorecard": "other",
    "checkov": "iac", "kics": "iac", "tfsec": "iac", "terrascan": "iac", "hadolint": "iac", "snyk iac": "iac",
    "gitleaks": "secrets", "trufflehog": "secrets", "zap": "dast", "owasp zap": "dast", "nuclei": "dast"
  }[ascii_downcase] // "sast";

{
  at: .raw.created_at,
  category: (.raw.tool.name // "" | control),
  source_tool: .raw.tool.name,
  target: (.raw.url | repository | if . == null then null else "git+" + . end),
  entries: .raw.results_count,
  outcome: (if (.raw.error // "") != "" then "failed" else "passed" end)
}
