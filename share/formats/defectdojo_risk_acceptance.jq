# DefectDojo risk acceptances (API v2): decisions about findings of that instance.
# Facts: dojo/risk_acceptance/models.py, its API serializer.
#
# Findings are known by their number in DefectDojo: the native id of a DefectDojo export. One record for each.

module {
  format: "defectdojo_risk_acceptance",
  title: "DefectDojo risk acceptances (API)",
  kind: "exception",
  detect: "if type == \"array\" then . elif (.results | type == \"array\") then .results else [.] end | .[0] | has(\"accepted_findings\") and has(\"decision\")",
  entries: ["results[]", "[]"],
  report: {
    categories: "[]"
  }
};

def said: if . == null or . == "" or . == "No proof has been supplied" then null else . end;

.raw as $r
| ([$r.accepted_findings] | flatten | map(if type == "object" then .id else . end | select(. != null) | tostring)) as $findings
| $findings[]
| {
    id: (if $findings | length > 1 then "defectdojo:\($r.id) (\(.))" else "defectdojo:\($r.id)" end),
    disposition: "accepted",
    reason: ([$r.name, $r.recommendation_details] | map(said | select(. != null)) | if . == [] then null else join(": ") end),
    approver: ($r.accepted_by | said),
    granted: $r.created,
    expires: $r.expiration_date,
    state: (if $r.expiration_date_handled != null then "expired" else "active" end),
    control: (if $r.decision == "M" then $r.decision_details | said else null end),
    url: ($r.path | said | if . != null and test("^https?://") then . else null end),
    native_id: .
  }
