/* What memory holds of the findings: where the text of each is, and what decides which of them are the same.
 */
#ifndef DEDUP_INDEX_H
#define DEDUP_INDEX_H

#include "coverage.h"
#include "keys.h"
#include "names.h"
#include "paged.h"
#include "rule.h"
#include "sort.h"
#include "state.h"
#include "texts.h"

struct run;

struct entry { /* one finding that was read */
    struct text_at text;
    struct hash128 id;
    int64_t first_seen;
    uint32_t row;            /* its first one */
    uint32_t moved_from;     /* scope that it had last month, where it has another now; else NO_NAME */
    uint32_t service, scope; /* the finding's names, where it is the root of one (group.c) */
    uint32_t named;          /* then too: the entry whose id is the finding's */
    uint32_t scene;          /* early.h */
    bool has_id : 1;         /* its identity is settled: an output of sm-dedup */
    bool previous : 1;       /* from --previous */
    bool renamed : 1;        /* its target has another name now (renamed.h) */
    bool plain : 1;          /* it may take the short way (intact.h) */
    bool as_bytes : 1,
        blocks : 1;    /* it has a form; whether it blocks a release is known from its own fields */
    bool changed : 1;  /* its service or when it was seen last are other than the line says */
    bool digested : 1; /* of a report that last month's output knows already: it adds nothing */
};

struct row { /* one tool that saw it at one target: a finding as normalized has one, a merged one a row for
                each source */
    struct hash128 key;
    uint64_t family;      /* key without the path */
    uint64_t place, told; /* of an occurrence: keys.h */
    uint64_t native;      /* hash of the tool's own id; 0: none */
    uint64_t order;       /* hash of what identifies it: breaks ties that nothing else does */
    uint64_t report;      /* which report it stood in */
    int64_t seen;         /* when a report showed it last */
    int64_t made;         /* when its report was made, as far as the findings in it tell */
    uint32_t entry;
    uint32_t tool, category, target, service; /* names; service as written */
    uint32_t scope;                           /* name: service folded, else target */
    uint64_t vulnerability;                   /* hash of the id; 0: none */
    uint32_t type, variant;                   /* of the package (keys.h) */
    uint32_t line, base;                      /* 0: none; base: hash of the file's last part */
    uint8_t state;                            /* as the tool says, without exceptions */
    uint8_t exact;                            /* rule by which two tools with this key have one finding */
    bool occurrence, known;                   /* known: of an entry with an id */
    bool newest;                              /* of its tool and target (near.c) */
    bool stale; /* new, but of a report that last month's output has taken in already */
};

struct joint { /* of an entry: entries that are the same finding have one root and are linked in a ring. These
                  are looked at anywhere at any time, so they stand apart from the entries */
    uint32_t parent, next;
};

struct near { /* where a row looks for findings of other tools (near.h): a weakness in a file */
    uint64_t place, what;
    uint32_t row;
};

struct link { /* why two entries became one; kept for --explain only */
    uint32_t a, b;
    uint32_t distance; /* of lines */
    enum rule rule;
};

struct index { /* zeroed before first use */
    struct entry *entry;
    size_t entries, entry_cap;
    struct joint *joint; /* of each entry, from index_joints on */
    struct row *row;
    size_t rows, row_cap;
    struct sort_item
        *owned; /* ids of findings: their own, and those they had before they were merged; value: entry */
    size_t ids, id_cap;
    struct near *near;
    size_t nears, near_cap;
    struct paged entry_file, joint_file, row_file, near_file;
    size_t memory;                  /* bytes that the index may have in memory */
    bool any_known, any_occurrence; /* among the rows */
    bool any_type, any_untyped;     /* packages */
    size_t looked;                  /* at random since the last trim */
    struct link *link;
    size_t links, link_cap;
    bool keep_links;
    struct buf projected, scratch;
    struct json_doc doc;
    struct pool pool;
};

/* Takes one finding: puts its text by, adds its entry and rows. NULL, or why it can't be used (nothing is
 * added). */
const char *index_take(struct run *run, struct record *r, bool previous);
void index_add(struct index *x, const struct entry *e);
void index_joints(struct index *x); /* when all have been taken: each entry is a finding of its own */
uint32_t index_root(struct index *x, uint32_t entry);
void index_join(struct index *x, uint32_t a, uint32_t b, enum rule rule, uint32_t distance);
size_t index_rows_end(const struct index *x, uint32_t entry); /* its rows are row[entry.row … end) */
struct place row_place(const struct row *r);                  /* for coverage, once the scope is known */
#define INDEX_PASSED 16384u /* rows or entries between two trims; some 4 MB */
/* Called on the way through rows or entries: what lies behind need not stay in memory. number: of the row or
 * entry */
void index_pass(struct index *x, size_t number);
void index_look(struct index *x); /* the same, for each look at random */
bool index_in_file(const struct index *x);
/* How often one has to go through all of n items of that many bytes, each time taking a part of them into
 * memory. */
size_t index_parts(const struct index *x, size_t n, size_t bytes);
void index_free(struct index *x);

#endif
