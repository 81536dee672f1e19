/* Identifiers of vulnerabilities and weaknesses, found in any text. */
#ifndef NORMALIZE_IDS_H
#define NORMALIZE_IDS_H

#include "json.h"

/* Both append a sorted JSON array of distinct strings; nothing, and false, where there is none. v: a text, a
 * number, or arrays of them. */
bool ids_cve(struct buf *out, json_val *v); /* CVE-…, GHSA-…, and ids of advisories */
/* CWE-79, also from 79, "cwe-079: text", "external/cwe/cwe-079". */
bool ids_cwe(struct buf *out, json_val *v);

bool ids_is_cve(struct slice s); /* CVE-2026-31337 and nothing else */

/* The first id in a text, or absent; the slice lies in `out`. */
struct slice ids_first_cve(struct buf *out, struct slice s);

#endif
