/* What the caller of sm-ingest said about a file: -t KEY=VALUE and --path. The same for all entries of a
 * file. */
#ifndef NORMALIZE_TAGS_H
#define NORMALIZE_TAGS_H

#include "fields.h"

enum tag {
    TAG_PRODUCT,
    TAG_SERVICE,
    TAG_OWNER,
    TAG_TIER,
    TAG_ENVIRONMENT,
    TAG_TARGET,
    TAG_SOURCE_TOOL,
    TAG_FIELDS
};
extern const char
    *const tag_fields[TAG_FIELDS]; /* the fields that they set, in every kind that has such a field */

struct tags {                       /* zeroed before first use */
    struct buf text;                /* the object read last */
    struct slice value[TAG_FIELDS]; /* JSON text, canonical; absent: no such tag */
    const struct kind *kind;        /* NULL: no such tag, or no such kind */
    int64_t at;                     /* tag at, else the last day of tag month; DATE_NONE */
    struct pool pool;
    struct json_doc doc;
};

/* Reads the object, unless it is the one read before. false: the tag `kind` names no kind. */
bool tags_read(struct tags *t, struct slice object, struct values *v);
void tags_free(struct tags *t);

#endif
