# GitLab pipelines and jobs: REST lists of a project, one pipeline with its details, one object a line.
# Facts: 3 real lists, GitLab's API documentation.
#
# Each finished pipeline or job is one gate. A job that failed and may fail is skipped: it holds nothing back. Which gates
# are security gates the dictionary says, by default those whose name, or whose report, tells the control. The names of
# pipelines tell none; a pipeline counts where the dictionary says so.

module {
  format: "gitlab_pipelines",
  title: "GitLab pipelines and jobs",
  category: "other",
  kind: "gate",
  detect: "(if type == \"array\" then .[0] | if type == \"array\" then .[0] else . end else . end) | (has(\"stage\") and has(\"allow_failure\") and (.pipeline | type) == \"object\") or (has(\"sha\") and has(\"ref\") and has(\"status\") and (.web_url // \"\" | contains(\"/pipelines/\")))",
  entries: ["", "[]", "[][]"],
  report: {
    categories: "[]"
  }
};

def first_of: map(select(. != null and . != "")) | .[0];
def control:
  ascii_downcase
  | if test("secret|gitleaks|trufflehog") then "secrets"
    elif test("kics|checkov|tfsec|terrascan|\\biac\\b") then "iac"
    elif test("sast|semgrep|codeql|bandit|gosec|brakeman|sonar|checkmarx|static.analysis") then "sast"
    elif test("dast|zap|nuclei|api.?fuzz") then "dast"
    elif test("container.?scan|trivy|grype|clair|image.?scan") then "container"
    elif test("dependenc|gemnasium|\\bsca\\b|snyk|npm.?audit|pip.?audit|osv|licen[cs]e") then "sca"
    elif test("mobsf|mobile") then "mobile"
    elif test("security") then "other"
    else null
    end;

.raw as $gate
| ($gate.artifacts // [] | map(.file_type? // "") | map({sast: "sast", secret_detection: "secrets", dependency_scanning: "sca", container_scanning: "container", dast: "dast", api_fuzzing: "api", coverage_fuzzing: "api", license_scanning: "sca", cluster_image_scanning: "container"}[.]) | map(select(. != null)) | .[0]) as $report
| {
    at: ([$gate.finished_at, $gate.updated_at, $gate.started_at, $gate.created_at] | first_of),
    name: (if $gate.stage != null then "\($gate.stage) / \($gate.name)" else [$gate.name, "pipeline"] | first_of end),
    category: ($report // ([$gate.stage, $gate.name] | map(select(. != null)) | join(" ") | control)),
    outcome: (
      if $gate.status == "failed" and $gate.allow_failure == true then "skipped"
      elif $gate.status == "failed" and ($gate.failure_reason // "" | test("runner_system_failure|stuck_or_timeout|scheduler_failure|job_execution_timeout|data_integrity")) then "error"
      else $gate.status
      end
    ),
    ref: ([(if $gate.tag == true or ($gate.ref // "" | test("^v?[0-9]+\\.[0-9]")) then $gate.ref else null end), $gate.pipeline.sha?, $gate.commit.id?, $gate.sha, $gate.ref] | first_of),
    target: ($gate.web_url // $gate.pipeline.web_url? | if . == null then null else "git+" + (split("/-/")[0] | split("/pipelines/")[0]) end)
  }
