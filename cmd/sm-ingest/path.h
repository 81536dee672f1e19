/* Paths into an export, as formats write them:
 *     path = [ step { "." step } ] [ "~" | "[" name "=" value "]" ]
 *     step = ( name | quoted name | "*" | "**" | ) { "[]" }
 * A path may start with "[]". `*` is any member, `[]` each element of an array, `**` any depth. "~" at the end takes
 * the name of the last member instead of its value. "[name=value]" at the end is "[]", but only those elements that are
 * objects with that member, a string or number of that text: `tag[@name=HOST_END]`. */
#ifndef SM_INGEST_PATH_H
#define SM_INGEST_PATH_H

#include "buf.h"
#include "mem.h"

enum step_kind { STEP_NAME, STEP_ANY, STEP_ELEMENT, STEP_DEEP };

struct step {
    enum step_kind kind;
    struct slice name; /* decoded; in the path's pool */
};

struct path {
    char *text;        /* as written */
    struct step *at;
    size_t n;
    bool member_name;  /* ends in "~" */
    struct slice member, value; /* ends in "[member=value]"; member.p NULL: it does not */
};

/* All of the path is in the pool. false: *why, static text. */
bool path_read(struct pool *pool, struct path *p, struct slice text, const char **why);
bool path_takes(const struct path *p, struct slice text); /* is this compact value one that the path ends at */
bool path_is_many(const struct path *p, size_t from); /* is a step from `from` on no plain name */

/* The part of p along `own`: how many first steps take the same elements. Where p has `*` and own a name, p takes that
 * name: *p, whose steps are its own, is changed. Nothing is along a `**`. */
size_t path_common(const struct path *a, const struct path *b); /* first steps that are written the same */
size_t path_align(struct path *p, const struct path *own);
void path_copy(struct pool *pool, struct path *to, const struct path *from); /* its steps; the texts are shared */
bool path_same(const struct path *a, const struct path *b);

#endif
