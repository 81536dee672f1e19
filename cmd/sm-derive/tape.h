/* One line's structure, found without building anything: where its brackets, colons and commas stand, and
 * from that its top-level members as slices of the line. */
#ifndef DERIVE_TAPE_H
#define DERIVE_TAPE_H

#include "finding.h"

struct tape {     /* zeroed before first use */
    uint32_t *at; /* offsets of { } [ ] : , outside strings, in order */
    size_t n, cap;
    size_t component; /* where the object of that name opens; as sources */
    size_t sources;   /* where the array of that name opens; 0: there is none, or not found this way */
    size_t quotes;    /* that no backslash takes the meaning from */
    bool control, high, escape; /* there is a byte below blank, one above ASCII, a backslash */
    bool unclosed;              /* a string has no end */
};

/* Reads the structure of a text; of at most LINE_MAX_BYTES. */
void tape_read(struct tape *t, struct slice text);
/* From the place of an opening bracket on the tape to that of the one that closes it; SIZE_MAX: none does, or
 * they do not match, or nest deeper than DEPTH_MAX. */
size_t tape_close(const struct tape *t, const char *text, size_t open);

struct lines_shape { /* of the line before: the same keys are expected in the same places. Zeroed before first
                        use */
    struct shape_key *at;
    size_t n, cap;
    struct pool pool;
};

/* A line's members as a finding. The whole line is checked, here or, where its bytes are not plain, by
 * json_parse. NULL, or why it is no record (static text). *other_kind: the text is a record, but its last
 * kind is another one. Slices point into the line, or into the pool. */
const char *finding_scan(struct finding *f, struct slice line, struct tape *t, struct lines_shape *shape,
                         struct pool *pool, bool *other_kind);
/* JSON text of a member: of the field, or where it is -1 of that name; absent: there is none. */
struct slice finding_member(const struct finding *f, int field, struct slice name);
void tape_free(struct tape *t);
void lines_shape_free(struct lines_shape *s);

#endif
