/* A record being made: canonical fields by their places in the kind's table. */
#ifndef NORMALIZE_BUILD_H
#define NORMALIZE_BUILD_H

#include "fields.h"
#include "tags.h"

struct built {
    const struct kind *kind;
    struct finding f; /* f.f[] for every kind; the whole of it for findings */
    bool no_record;   /* a word said that the entry is none */
};

/* Takes an object that a program gave. NULL, or why the entry can't be used (valid until the next call).
 * Texts lie in pool. */
const char *build_take(struct built *b, json_val *given, const struct kind *usual, struct values *v,
                       struct pool *pool);

/* One field from a value: canonical, or left as it was where the value says nothing. */
void build_set(struct built *b, int field, json_val *value, struct values *v, struct pool *pool);
void build_tags(struct built *b, const struct tags *t); /* tags go before what the program said */
const char *
build_missing(const struct built *b); /* name of the first required field that is not there, or NULL */
void build_write(struct buf *out, const struct built *b); /* the record's text */

#endif
