/* Vulnerability ids that mean the same: one CVE and one id of GHSA, GO, PYSEC, RUSTSEC, OSV or MAL, learnt
 * from records that name exactly one CVE. Two CVEs are never the same. */
#ifndef DEDUP_ALIAS_H
#define DEDUP_ALIAS_H

#include "json.h"
#include "names.h"
#include "tally.h"

struct alias_pair {
    uint32_t id, cve; /* names */
};

struct aliases { /* zeroed before first use */
    struct alias_pair *pair;
    size_t n, cap, settled;
    uint32_t *cve_of; /* by name, after aliases_settle; NO_NAME: the id stands for itself */
    size_t names;
};

/* What a list of ids of one record teaches (an intel record: its cve and its aliases, as two lists). */
void aliases_learn(struct aliases *a, struct names *names, json_val *ids, json_val *more);
/* When everything has been read. A pair that would join two CVEs is dropped (the CVE first by bytes stays),
 * with a note. */
void aliases_settle(struct aliases *a, const struct names *names, struct tally *notes);
uint32_t aliases_group(const struct aliases *a, uint32_t id); /* the CVE that id stands for, else id */
void aliases_free(struct aliases *a);

#endif
