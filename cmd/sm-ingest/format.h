/* Formats: what a `module` directive under share/formats says about recognising and cutting an export. */
#ifndef SM_INGEST_FORMAT_H
#define SM_INGEST_FORMAT_H

#include "container.h"
#include "path.h"

struct lookup_rule {
    struct path *in;       /* arrays looked through, in order */
    size_t ins;
    struct path *key, *by; /* joined; a key of no steps is the element's index, "#" */
    size_t keys, bys;
    char cut;              /* 0: none */
    bool all;
};

struct lookup {
    char *name;
    struct lookup_rule *rules; /* tried in order */
    size_t n;
};

struct context {
    char *name;
    struct path path;
    bool optional; /* often missing: looked for no further ahead than LOOK_AHEAD_OPTIONAL */
};

struct format { /* all of it is in the pool of its struct formats */
    const char *name, *kind, *file;
    const char *program;      /* the path that -f gave, for sm-normalize to find it too; NULL: found by its name */
    unsigned containers;
    const char *detect;       /* NULL: never recognised, only named */
    char **over;
    size_t overs;
    struct slice directive;   /* as JSON */
    bool complete;            /* what follows has been read */
    const char *title, *category; /* may be NULL */
    struct path *entries;
    size_t n_entries;
    char **lists;             /* XML: names that are arrays also where they stand once */
    size_t n_lists;
    struct path reports;
    struct context *contexts;
    size_t n_contexts;
    struct lookup *lookups;
    size_t n_lookups;
};

struct formats { /* zeroed before first use */
    struct format *at;
    size_t n;
    struct pool pool;
};

/* All formats on the path, in order of name, as far as recognition needs them: of more than a hundred, one is mostly used.
 * A damaged one: false, why receives "FILE: reason". */
bool formats_load(struct formats *f, struct buf *why);
bool formats_complete(struct formats *all, const struct format *f, struct buf *why); /* the rest of one of them */
/* The one format of that name or path, complete. */
bool formats_load_one(struct formats *f, const char *name, struct buf *why);
void formats_free(struct formats *f);
bool format_takes_documents(const struct format *f); /* a document is an entry: a line of a log, or one record of a tool */
bool format_is_reference(const char *kind); /* asset, exception, intel, ticket: read before what they are joined to */

#endif
