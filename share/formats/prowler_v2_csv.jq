# Prowler 2 CSV (`prowler -M csv`).
# Facts: six real files; Prowler 2's source. Older files without CHECK_SEVERITY are not read.
#
# A resource stands only inside the text, which is therefore the place. The file has no time.

module {
  format: "prowler_v2_csv",
  title: "Prowler 2 CSV",
  category: "cloud",
  source_tool: "prowler",
  container: "csv",
  detect: "any(.header[]; . == \"CHECK_RESULT\") and any(.header[]; . == \"CHECK_SEVERITY\")",
  context: {
    account: "ACCOUNT_NUM"
  },
  report: {
    target: ".context.account"
  }
};

def check: (.TITLE_TEXT // "") | if test("^\\[[^\\]]+\\]") then capture("^\\[(?<id>[^\\]]+)\\]") | .id else null end;

.raw
| select(.CHECK_RESULT // "" | ascii_downcase | startswith("fail"))
| {
    target: .ACCOUNT_NUM,
    finding_title: ([.TITLE_TEXT, .CHECK_RESULT_EXTENDED, .TITLE_ID] | map(select(. != null and . != "")) | .[0]),
    severity: .CHECK_SEVERITY,
    state: "open",
    category: "cloud",
    rule_id: (check // .TITLE_ID),
    native_id: ([check // .TITLE_ID, .ACCOUNT_NUM, .REGION, .CHECK_RESULT_EXTENDED] | map(select(. != null and . != "")) | join("|")),
    location: {
      url: .CHECK_DOC,
      resource: (if (.CHECK_RESOURCE_ID // "") != "" then .CHECK_RESOURCE_ID else [.REGION, .CHECK_RESULT_EXTENDED] | map(select(. != null and . != "")) | join(": ") end)
    }
  }
