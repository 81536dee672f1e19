/* JSON without a tree: a walk passes over the members of one object's text and builds nothing, for stages that read a few
 * fields and copy the rest as bytes. Depth is bounded by DEPTH_MAX. */
#ifndef SM_JSON_WALK_H
#define SM_JSON_WALK_H

#include "buf.h"
#include "mem.h"

struct json_walk {
    const char *p, *end;
    const char *why; /* set when json_walk_next returned -1 */
};

/* Walks one object's text. The text outside strings is checked for shape (braces, commas, literals), not the inside
 * of nested values beyond their brackets and strings. Returns false when text is not an object. */
bool json_walk(struct json_walk *w, struct slice text);
int json_walk_next(struct json_walk *w, struct slice *key, struct slice *value); /* 1 member, 0 end, -1 broken */

/* The decoded bytes of a raw string with quotes (as a walk gives it): itself when it has no escape, else a copy in
 * the pool. Absent when raw is no string or is broken. */
struct slice json_unquote(struct pool *pool, struct slice raw);
static inline bool /* absent, or the literal null */
json_is_null(struct slice raw)
{
    return !raw.p || slice_is(raw, "null");
}

/* The end of the JSON value that starts at p (white space before it allowed), or NULL with *why. Shape check as above. */
const char *json_skip(const char *p, const char *end, const char **why);

#endif
