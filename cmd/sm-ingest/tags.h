/* Tags: what the user says about an export, with -t for all files and with --path from their names. A pattern is
 * matched against the end of a path, from the start of a folder or file name on. `{name}` takes one or more characters
 * other than `/`, as few as let the rest match, the leftmost first. A -t goes before a --path, a later one before an
 * earlier. */
#ifndef SM_INGEST_TAGS_H
#define SM_INGEST_TAGS_H

#include "buf.h"

struct tag {
    struct slice key, value; /* owned */
};

struct tags { /* zeroed before first use */
    struct tag *at;
    size_t n, cap;
    char **patterns;
    size_t n_patterns, cap_patterns;
};

bool tags_add(struct tags *t, const char *argument, const char **why);       /* KEY=VALUE */
bool tags_pattern(struct tags *t, const char *pattern, const char **why);

/* The tags of a file as a JSON object. matched: did a pattern match, or is there none. why: NULL, or what is wrong
 * with a value that a pattern took (left out), static text. */
void tags_object(const struct tags *t, const char *path, struct buf *out, bool *matched, const char **why);
/* The value of a tag for that file; absent: none. Valid until the next call. */
struct slice tags_get(const struct tags *t, const char *path, const char *key);
void tags_free(struct tags *t);

#endif
