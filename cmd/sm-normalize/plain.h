/* Free text of an export: what counts as nothing, and its form in the stream. */
#ifndef NORMALIZE_PLAIN_H
#define NORMALIZE_PLAIN_H

#include "json.h"

bool plain_is_nothing(struct slice s); /* "", "N/A", "None", "null", "unknown", "-", "TBD" … in any case */

#define PLAIN_NOTHING_MAX 17              /* bytes of the longest of them */
extern const uint32_t plain_lengths[256]; /* of those with this first byte: a bit for each length */

static inline bool /* of a text that is not empty and begins with no blank */
plain_may_be_nothing(struct slice s)
{
    return s.n <= PLAIN_NOTHING_MAX && plain_lengths[(unsigned char)*s.p] >> s.n & 1;
}

static inline bool /* the same of what may go on behind it */
plain_may_begin_nothing(struct slice s)
{
    return s.n <= PLAIN_NOTHING_MAX && plain_lengths[(unsigned char)*s.p];
}

/* Each appends a JSON string, or nothing and returns false where there is none. v: a string, number, boolean,
 * or an array of these (joined by ", "). */
bool plain_text(struct buf *out, json_val *v); /* one line, NFC, no controls, at most TEXT_MAX characters */
bool plain_id(struct buf *out, json_val *v);   /* trimmed, otherwise as it is: identifiers */
/* The first line that is not blank, at most TITLE_MAX characters. */
bool plain_title(struct buf *out, json_val *v);
/* Lower case, each run of other characters than letters and digits `-`. */
bool plain_tool(struct buf *out, struct slice s);

/* One after the other: the texts of an array, or the parts of one text divided by line ends and any of
 * `marks`. */
struct parts {
    json_val *v;
    struct json_iter it;
    struct slice rest;
    const char *marks;
    bool text;
};
struct parts plain_parts(json_val *v, const char *marks);
bool plain_next(struct parts *p, struct slice *part); /* trimmed, never nothing */

#endif
