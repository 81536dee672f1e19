/* One finding's line, walked once from end to end: the whole of it is checked against the grammar, and only
 * what is counted is kept, as slices of the line. Lines of one stream repeat their keys in one order: each
 * key foretells the next one, for speed only. */
#ifndef DERIVE_WALK_H
#define DERIVE_WALK_H

#include "finding.h"

#define WALK_OTHERS 32 /* keys that are no field of ours, that one foretells */

enum walk_member { WALK_NAME, WALK_PURL, WALK_FIXED_VERSION, WALK_COMPONENT_MEMBERS };

struct walk_source { /* JSON texts; absent: not there */
    struct slice tool, target;
};

struct walk { /* zeroed before first use */
    struct walk_key *keys;
    size_t n_keys;
    /* of the line walked last */
    bool plain;                          /* it has no escapes, and was no trouble */
    bool component_known, sources_known; /* what follows holds; else they have to be parsed */
    struct slice component[WALK_COMPONENT_MEMBERS];
    struct walk_source *sources;
    size_t n_sources, cap_sources;
};

/* A line's members as a finding. The whole line is checked, here or, where it is not this simple, by
 * json_parse. NULL, or why it is no record (static text). *other_kind: the text is a record, but its last
 * kind is another one. Slices point into the line, or into the pool. */
const char *finding_walk(struct finding *f, struct slice line, struct walk *w, struct pool *pool,
                         bool *other_kind);
/* JSON text of a member: of the field, or where it is -1 of that name; absent: there is none. */
struct slice finding_member(const struct finding *f, int field, struct slice name);
/* As if a line had been walked, of a caller who finds the members himself. */
void walk_begin(struct walk *w, bool plain);
void finding_take_other(struct finding *f, struct slice key, struct slice value,
                        struct pool *pool); /* no field of ours */
bool walk_is_utf8(struct slice s);
void walk_free(struct walk *w);

#endif
