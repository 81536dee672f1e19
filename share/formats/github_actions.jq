# GitHub Actions workflow runs and jobs, check runs, commit statuses: REST lists, one object a line, webhook bodies, pages of
# `gh api --paginate` and `--slurp`; and `gh run list --json …`, `gh run view --json jobs,…`.
# Facts: 5 real files, GitHub's REST documentation, gh's field lists.
#
# Each finished run, job or check run is one gate; the dictionary says which gates are security gates, by default those
# whose name tells the control. A run that was repeated keeps its id and shows its last attempt. Runs and their jobs, or
# jobs and check runs, describe the same work: export one of them.

module {
  format: "github_actions",
  title: "GitHub Actions runs, jobs and check runs",
  category: "other",
  kind: "gate",
  detect: "(if type == \"array\" then .[0] | if type == \"array\" then .[0] else . end else . end) | (.workflow_run // .workflow_job // .check_run // .) | ((has(\"workflow_runs\") or has(\"check_runs\")) and has(\"total_count\")) or ((.jobs | type) == \"array\" and (has(\"total_count\") or (.jobs[0] | has(\"databaseId\") and has(\"steps\")))) or (has(\"status\") and has(\"conclusion\") and (has(\"run_number\") or has(\"run_attempt\") or (has(\"head_sha\") and has(\"check_suite\")) or has(\"workflowName\") or has(\"databaseId\"))) or (has(\"conclusion\") and (has(\"workflowName\") or has(\"databaseId\") or has(\"headSha\") or has(\"headBranch\") or (.url // \"\" | tostring | contains(\"/actions/runs/\")))) or (has(\"context\") and has(\"state\") and (.url // \"\" | tostring | contains(\"/statuses/\")))",
  entries: ["", "[]", "[][]", "workflow_runs[]", "jobs[]", "check_runs[]"],
  context: { total: "total_count", run_url: "url", run_name: "workflowName", run_branch: "headBranch", run_sha: "headSha" },
  optional: true,
  report: {
    categories: "[]",
    outcome: "if (.context.total | type) == \"number\" and .context.total > .entries then \"partial\" else null end"
  }
};

def first_of: map(select(. != null and . != "")) | .[0];
def time: if . == null or . == "" or startswith("0001-") then null else . end;

# The control that a name tells.
def control:
  ascii_downcase
  | if test("secret|gitleaks|trufflehog|detect-secrets") then "secrets"
    elif test("codeql|semgrep|sast|bandit|gosec|brakeman|sonar|checkmarx|code.?scan|static.analysis") then "sast"
    elif test("dast|zap|nuclei|burp") then "dast"
    elif test("container|image.?scan|trivy|grype|clair|docker.?scan") then "container"
    elif test("dependen|\\bsca\\b|snyk|npm.?audit|pip.?audit|osv|dependabot|licen[cs]e") then "sca"
    elif test("checkov|kics|tfsec|terrascan|\\biac\\b|terraform.?(scan|security)") then "iac"
    elif test("mobsf|mobile.?(scan|security)") then "mobile"
    elif test("security") then "other"
    else null
    end;

# https://api.github.com/repos/o/r/… and https://github.com/o/r/… → https://github.com/o/r
def repository:
  if . == null then null
  else
    (if contains("/repos/") then split("/repos/") | (.[0] | split("//api.") | join("//") | split("/api/v3")[0]) + "/" + (.[1] | split("/")[0:2] | join("/"))
     else split("/") | .[0:5] | join("/")
     end)
  end;

(.raw.workflow_run // .raw.workflow_job // .raw.check_run // .raw) as $gate
| (.raw.repository.html_url? // $gate.repository.html_url? // ([$gate.html_url, $gate.url, .context.run_url] | first_of | repository)) as $repository
| ([$gate.workflow_name, $gate.workflowName, .context.run_name] | first_of) as $workflow
| ([$gate.name, $gate.displayTitle, (if $gate.context | type == "string" then $gate.context else null end)] | first_of) as $name
| ([$gate.head_branch, $gate.headBranch, $gate.check_suite.head_branch?, .context.run_branch] | first_of) as $branch
| ([$gate.head_sha, $gate.headSha, .context.run_sha, ($gate.url // "" | if contains("/statuses/") then split("/statuses/")[1] else null end)] | first_of) as $sha
| (if $workflow != null and $name != null and $workflow != $name then "\($workflow) / \($name)" else $name // $workflow end) as $title
| {
    at: ([$gate.completed_at, $gate.completedAt, $gate.run_started_at, $gate.startedAt, $gate.started_at, $gate.created_at, $gate.createdAt] | map(time) | first_of),
    name: $title,
    category: ([$title, $gate.path, $gate.app.slug?] | map(select(. != null)) | join(" ") | control),
    outcome: ([$gate.conclusion, $gate.status, $gate.state] | first_of),
    ref: (if $branch != null and ($branch | test("^v?[0-9]+\\.[0-9]")) then $branch else $sha // $branch end),
    target: (if $repository == null then null else "git+" + $repository end)
  }
