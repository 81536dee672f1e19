# Snyk CLI JSON: `snyk test`, `snyk container test`, `snyk iac test`, one project or a list of them (--all-projects).
# Facts: 21 real files; Snyk's CLI sources. (Snyk Code writes SARIF.)
#
# Each path to a vulnerable package is an entry. What a .snyk policy or the platform ignores stands in an array of its own: an
# exception. A project that could not be tested is {"ok": false, "error": …} in the list: the scan is partial.
# severityWithCritical is of 2020, when `severity` ended at high.

module {
  format: "snyk",
  title: "Snyk CLI JSON report",
  category: "sca",
  detect: "def project: ((.vulnerabilities | type) == \"array\" and (has(\"projectName\") or has(\"packageManager\") or has(\"dependencyCount\") or (.vulnerabilities[0] | type == \"object\" and has(\"upgradePath\") and has(\"from\")))) or (.infrastructureAsCodeIssues | type) == \"array\"; if type == \"array\" then .[0] | project or (.ok == false and has(\"error\") and has(\"path\")) else project end",
  entries: [
    "vulnerabilities[]", "applications[].vulnerabilities[]", "infrastructureAsCodeIssues[]",
    "filtered.ignore[]", "filtered.patch[]", "applications[].filtered.ignore[]",
    "[].vulnerabilities[]", "[].applications[].vulnerabilities[]", "[].infrastructureAsCodeIssues[]",
    "[].filtered.ignore[]", "[].filtered.patch[]", "[].applications[].filtered.ignore[]"
  ],
  context: {
    project: "projectName", file: "displayTargetFile", target_file: "targetFile", manager: "packageManager", path: "path",
    platform: "platform", iac_file: "targetFilePath",
    app_file: "applications[].displayTargetFile", app_target_file: "applications[].targetFile", app_manager: "applications[].packageManager",
    list_project: "[].projectName", list_file: "[].displayTargetFile", list_target_file: "[].targetFile",
    list_manager: "[].packageManager", list_path: "[].path", list_platform: "[].platform", list_iac_file: "[].targetFilePath",
    list_app_file: "[].applications[].displayTargetFile", list_app_target_file: "[].applications[].targetFile",
    list_app_manager: "[].applications[].packageManager",
    error: "[].error"
  },
  report: {
    target: ".context | [.project, .list_project] | flatten | map(select(. != null and . != \"\") | image) | unique",
    categories: ".context | [[.manager, .list_manager] | flatten | .[] | select(. != null) | control] | unique | if . == [] then [\"sca\"] else . end",
    outcome: "if .context.error == null then null elif .context.list_project == null then \"failed\" else \"partial\" end"
  }
};

def pick: map(select(. != null and . != "")) | .[0];
def image: if startswith("docker-image|") then ltrimstr("docker-image|") else . end;
def control:
  { deb: "container", rpm: "container", apk: "container", linux: "container", dockerfile: "container",
    k8sconfig: "iac", helmconfig: "iac", terraformconfig: "iac", terraformplan: "iac", cloudformationconfig: "iac", armconfig: "iac", bicepconfig: "iac"
  }[ascii_downcase] // "sca";
# The package that is installed: "openssl/libssl3" is libssl3, built from openssl.
def binary: if type == "string" then split("/") | .[length - 1] else . end;
def first_of: if type == "array" then .[0] else . end;

. as $line
| (.context | ((.project // .list_project) | if . == null then null else image end)) as $project
| (.context | .manager // .list_manager // "") as $manager
| (.from | contains("applications[]")) as $inner
| (.context
   | if $inner then .app_file // .app_target_file // .list_app_file // .list_app_target_file
     else .file // .target_file // .list_file // .list_target_file
     end) as $file
| (.context.platform != null or .context.list_platform != null or ((.context | .project // .list_project // "") | startswith("docker-image|"))) as $container
| .raw as $v
| ($v.from // [] | if type == "array" then map(tostring) else [] end) as $from
| ([$v.packageName, $v.name, $v.moduleName] | pick) as $package
| if (.from | endswith("infrastructureAsCodeIssues[]")) then
    ([$v.id, $v.publicId] | pick) as $rule
    | ($v.path // $v.cloudConfigPath // [] | if type == "array" then map(tostring) | join(".") else . end) as $resource
    | (.context | .iac_file // .list_iac_file // .target_file // .list_target_file) as $iac
    | ([$rule, $iac, $resource] | map(select(. != null and . != "")) | join("|")) as $identity
    | (if $v.isIgnored == true then ["snyk-ignore", .tags.service // $project, $identity] | map(select(. != null)) | join(":") else null end) as $exception
    | {
        target: $project,
        finding_title: ([$v.title, $rule] | pick),
        severity: ([$v.severityWithCritical, $v.severity] | pick),
        state: (if $exception == null then "open" else "accepted" end),
        exception_id: $exception,
        category: "iac",
        rule_id: $rule,
        native_id: $identity,
        location: {file: $iac, line: (if ($v.lineNumber // -1) > 0 then $v.lineNumber else null end), resource: $resource}
      },
      (select($exception != null)
       | {kind: "exception", id: $exception, reason: ([$v.reason?, $v.ignored.reason?, "ignored in Snyk"] | pick), state: "active",
          target: (if .tags.service == null then $project else null end), native_id: $identity})
  elif (.from | endswith("vulnerabilities[]")) then
    {
      target: $project,
      finding_title: (if $v.type == "license" then [$v.title, $package] | map(select(. != null)) | join(" in ") else [$v.title, $v.id] | pick end),
      severity: ([$v.severityWithCritical, $v.severity] | pick),
      state: "open",
      category: (
        if $v.type == "license" then "other"
        elif $container then "container"
        else $v.packageManager // $manager | if . == "" then "sca" else control end
        end
      ),
      rule_id: $v.id,
      native_id: ([$v.id] + $from | map(select(. != null)) | join(">")),
      cve: [$v.identifiers.CVE?, $v.identifiers.GHSA?, $v.identifiers.ALTERNATIVE?, ($v.identifiers.CVE? | if . == null or . == [] then $v.id else null end)],
      cwe: $v.identifiers.CWE?,
      cvss: [$v.cvssScore, $v.CVSSv3],
      epss: $v.epssDetails.probability?,
      published_at: $v.publicationTime,
      component: {
        name: (if $inner then $package elif $manager == "deb" or $manager == "rpm" or $manager == "apk" then [$v.name, $package] | pick | binary else $package end),
        version: $v.version,
        fixed_version: ([($v.nearestFixedInVersion), ($v.fixedIn | first_of)] | pick),
        type: ([$v.packageManager, (if $inner then $line.context | .app_manager // .list_app_manager else $manager end)] | pick
               | if . == null then null else split(":")[0] end)
      },
      location: {
        file: $file,
        resource: (if $from | length > 1 then $from | join(" > ") else null end)
      }
    }
  else
    ($v.filtered.ignored? // [] | first_of // {}) as $ignored
    | {
        kind: "exception",
        id: (["snyk-ignore", .tags.service // $project, $v.id, $package] + ($ignored.path? // [] | map(select(type == "string"))) | map(select(. != null)) | join(":")),
        disposition: (
          if ($ignored.reasonType? // "") == "not-vulnerable" or (.from | endswith("patch[]")) then "false_positive" else "accepted" end
        ),
        reason: ([$ignored.reason?, $ignored.reasonType?, (if .from | endswith("patch[]") then "patched" else "ignored" end)] | pick),
        approver: ([$ignored.ignoredBy.name?, $ignored.ignoredBy.email?] | pick),
        granted: $ignored.created?,
        expires: $ignored.expires?,
        state: "active",
        scope: "scanner",
        target: (if .tags.service == null then $project else null end),
        rule_id: $v.id,
        component: {name: $package}
      }
  end
