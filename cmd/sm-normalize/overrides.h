/* -m [KIND.]FIELD=EXPR: what the caller says about single fields, as jq on the raw record with `.record` in
 * it. */
#ifndef NORMALIZE_OVERRIDES_H
#define NORMALIZE_OVERRIDES_H

#include "build.h"
#include "jq/reads.h"
#include "line.h"

struct overrides;

/* args: the texts of the options. NULL where there are none. A wrong one is exit 2. */
struct overrides *overrides_new(const char *const *args, size_t n, const struct program_variable *as_of);
void overrides_free(struct overrides *o);
/* The option that looks for more in a lean line than its format's program does, or NULL. program: what that
 * reads of the line, NULL: all. *where: the member. */
const char *overrides_read_more(const struct overrides *o, const struct reads *program, const char **where);

/* Sets the fields that the options give for this record; one that yields nothing leaves its field. */
void overrides_apply(struct overrides *o, struct built *b, const struct line *l, struct values *v,
                     struct pool *pool);

#endif
