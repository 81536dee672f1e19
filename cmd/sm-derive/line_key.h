/* What findings' lines have in common, as a short key: the form of the line, and the texts of its bound
 * fields and of its sources' tools and targets, as numbers. Lines with the same key differ only in what is
 * not bound. */
#ifndef DERIVE_LINE_KEY_H
#define DERIVE_LINE_KEY_H

#include "holes.h"
#include "texts.h"

struct line_keys {     /* zeroed before first use, but for bound */
    const bool *bound; /* F_COUNT; not component and sources */
    struct stencils stencils;
    struct stencil_line line;
    struct map forms;        /* pieces → number */
    struct form **at, *form; /* the latter of the line */
    size_t n_forms, cap;
    struct texts *texts; /* of each field, and of what a hole is otherwise */
    /* of the line asked about last */
    uint32_t key[STENCIL_HOLES + 1];
    size_t n;
    uint64_t hash;
};

bool line_keys_find(struct line_keys *k, struct slice line); /* false: there has been no line of its form */
/* The same of a valid line, which may be the first of its form; false: none can be made of it. */
bool line_keys_learn(struct line_keys *k, struct slice line);
/* The finding of the line of which a key was found last; false: the line is no valid text. */
bool line_keys_fill(const struct line_keys *k, struct slice line, struct subject_reader *reader);
size_t line_keys_memory(const struct line_keys *k);
void line_keys_forget(struct line_keys *k); /* all forms and numbers */
void line_keys_free(struct line_keys *k);

#endif
