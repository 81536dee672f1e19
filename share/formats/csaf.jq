# CSAF documents, 2.0 and 2.1: what a producer says about products and vulnerabilities (VEX profile and others).
# Facts: csaf_json_schema.json, the examples of oasis-tcs/csaf.
#
# known_not_affected is a false positive. known_affected without a fix planned is an accepted risk, in a VEX only.
# A document that is no final one has decided nothing: `requested`. A pair that is affected, fixed or looked into is
# `revoked`, so that it ends what an earlier document said. A product is known by its purl, else by its name.

module {
  format: "csaf",
  title: "CSAF document (VEX)",
  kind: "exception",
  detect: "(.document.csaf_version | type == \"string\") and (.vulnerabilities | type == \"array\")",
  entries: ["vulnerabilities[]"],
  context: {
    document: "document.tracking.id",
    category: "document.category",
    status: "document.tracking.status",
    publisher: "document.publisher.name",
    at: "document.tracking.initial_release_date"
  },
  lookup: {
    not_affected: {in: ["product_tree.**.product[]", "product_tree.**.full_product_name[]", "product_tree.full_product_names[]"],
                   key: "product_id", by: "product_status.known_not_affected", all: true},
    affected: {in: ["product_tree.**.product[]", "product_tree.**.full_product_name[]", "product_tree.full_product_names[]"],
               key: "product_id", by: "product_status.known_affected", all: true},
    fixed: {in: ["product_tree.**.product[]", "product_tree.**.full_product_name[]", "product_tree.full_product_names[]"],
            key: "product_id", by: "product_status.fixed", all: true},
    open: {in: ["product_tree.**.product[]", "product_tree.**.full_product_name[]", "product_tree.full_product_names[]"],
           key: "product_id", by: "product_status.under_investigation", all: true}
  },
  report: {
    categories: "[]"
  }
};

def list: [.] | flatten | map(select(. != null));
def about($id): list | map(select((.product_ids == null and .group_ids == null) or (.product_ids | list | any(. == $id))));

.raw as $r
| .context as $c
| .lookup as $found
| [($r.cve // empty), ($r.ids | list[] | .text)] as $ids
| ($r.product_status // {}) as $status
| if $ids == [] then error("a vulnerability without an id") else . end
| ({known_not_affected: $found.not_affected, known_affected: $found.affected, fixed: $found.fixed, under_investigation: $found.open}
   | to_entries[]) as $group
| ($status[$group.key] | list[]) as $id
| ([$group.value | list[] | select(.product_id == $id)] | .[0]) as $product
| ($product.product_identification_helper | if . == null then null else .purl // (.purls | list | .[0]) end) as $purl
| ($r.flags | about($id)) as $flags
| ($r.threats | about($id) | map(select(.category == "impact"))) as $impacts
| ($r.remediations | about($id)) as $remedies
| ($group.key == "known_affected" and $c.category == "csaf_vex" and ($remedies | any(.category == "no_fix_planned"))) as $accepted
| {
    id: ([("csaf", $ids[0], ($product.name // $id)) | select(. != null)] | join(":")),
    disposition: (if $accepted then "accepted" else "false_positive" end),
    reason: (
      [$flags[].label, $impacts[].details, (if $accepted then $remedies[] | select(.category == "no_fix_planned") | .details else empty end)]
      | map(select(. != null)) | if . == [] then $group.key else join(": ") end
    ),
    approver: $c.publisher,
    granted: ([$flags[].date, $impacts[].date, $c.at] | map(select(. != null)) | .[0]),
    state: (
      if $group.key != "known_not_affected" and ($accepted | not) then "revoked"
      elif $c.status == "final" or $c.status == null then "active"
      else "requested" end
    ),
    control: ([$remedies[] | select(.category == "mitigation" or .category == "workaround") | .details] | map(select(. != null)) | .[0]),
    rule_id: (if $ids | any(test("^(CVE|GHSA)-")) then null else $ids[0] end),
    cve: $ids,
    component: (if $purl != null then {purl: $purl} else {name: ($product.name // $id)} end)
  }
