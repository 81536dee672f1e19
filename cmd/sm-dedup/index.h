/* What memory holds of the findings: where the text of each is, and what decides which of them are the same.
 */
#ifndef DEDUP_INDEX_H
#define DEDUP_INDEX_H

#include "coverage.h"
#include "keys.h"
#include "names.h"
#include "state.h"

struct run;

struct entry {       /* one finding that was read */
    uint64_t offset; /* in the spool */
    uint32_t length;
    uint32_t parent; /* union-find: entries that are the same finding have one root */
    struct hash128 id;
    int64_t first_seen;
    uint32_t row;        /* its first one */
    uint32_t moved_from; /* scope that it had last month, where it has another now; else NO_NAME */
    bool has_id;         /* its identity is settled: an output of sm-dedup */
    bool previous;       /* from --previous */
    bool digested;       /* of a report that last month's output knows already: it adds nothing */
};

struct row { /* one tool that saw it at one target: a finding as normalized has one, a merged one a row for
                each source */
    struct hash128 key;
    uint64_t family; /* key without the path */
    uint64_t native; /* hash of the tool's own id; 0: none */
    uint64_t order;  /* hash of what identifies it: breaks ties that nothing else does */
    uint64_t report; /* which report it stood in */
    int64_t seen;    /* when a report showed it last */
    int64_t made;    /* when its report was made, as far as the findings in it tell */
    uint32_t entry;
    uint32_t tool, category, target, service; /* names; service as written */
    uint32_t scope;                           /* name: service folded, else target */
    uint32_t vulnerability, type;
    uint32_t line, base;    /* 0: none; base: hash of the file's last part */
    uint8_t state;          /* as the tool says, without exceptions */
    bool occurrence, known; /* known: of an entry with an id */
    bool stale;             /* new, but of a report that last month's output has taken in already */
};

struct owned_id {
    struct hash128 id;
    uint32_t entry;
};

struct index { /* zeroed before first use */
    struct entry *entry;
    size_t entries, entry_cap;
    struct row *row;
    size_t rows, row_cap;
    struct owned_id *owned; /* ids of findings: their own, and those they had before they were merged */
    size_t ids, id_cap;
    struct buf projected, scratch;
    struct json_doc doc;
    struct pool pool;
};

/* Takes one finding: spools its text, adds its entry and rows. NULL, or why it can't be used (nothing is
 * added). */
const char *index_take(struct run *run, const struct record *r, bool previous);
uint32_t index_root(struct index *x, uint32_t entry);
void index_join(struct index *x, uint32_t a, uint32_t b);
struct place row_place(const struct row *r); /* for coverage, once the scope is known */
void index_free(struct index *x);

#endif
