/* Vulnerability ids that mean the same: one CVE and one id of GHSA, GO, PYSEC, RUSTSEC, OSV or MAL, learnt
 * from records that name exactly one CVE. Two CVEs are never the same. */
#ifndef DEDUP_ALIAS_H
#define DEDUP_ALIAS_H

#include "hash.h"
#include "json.h"
#include "names.h"
#include "tally.h"

struct alias_pair {
    uint32_t id, cve; /* names */
};

struct aliases { /* zeroed before first use */
    struct alias_pair *pair;
    size_t n, cap, settled;
    struct map groups; /* after aliases_settle: hash of an id → hash of its CVE */
    bool given;        /* by --aliases: records teach nothing */
};

/* What a list of ids of one record teaches (an intel record: its cve and its aliases, as two lists). The
 * advisory of a distribution (by its rule, or among the ids) teaches nothing: it names what it fixes
 * together. */
void aliases_learn(struct aliases *a, struct names *names, json_val *ids, json_val *more, struct slice rule);
/* Takes pairs from a file of JSON lines with `cve` and maybe `aliases` (intel records, findings, or nothing
 * but these two), and from now on from nothing else. Exit 2 where the file can't be read. */
void aliases_read(struct aliases *a, struct names *names, const char *path);
/* When everything has been read. A pair that would join two CVEs is dropped (the CVE first by bytes stays),
 * with a note. */
void aliases_settle(struct aliases *a, const struct names *names, struct tally *notes);
uint64_t aliases_hash(struct slice id);
uint64_t aliases_group(const struct aliases *a,
                       uint64_t id); /* of the CVE that id stands for, else id; of hashes */
void aliases_free(struct aliases *a);

#endif
