/* Bytes: a slice points at bytes that somebody else owns; a buf owns bytes that grow. */
#ifndef SM_BUF_H
#define SM_BUF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct slice {
    const char *p; /* NULL: absent. Not NUL-ended */
    size_t n;
};

struct buf {
    char *p; /* owned; NULL while empty */
    size_t n, cap;
};

#define SLICE_INIT(literal) {"" literal, sizeof(literal) - 1} /* for static tables */
#define SLICE(literal) ((struct slice)SLICE_INIT(literal))

struct slice slice_of(const char *s);                   /* of a NUL-ended string; NULL gives the absent slice */
bool slice_is(struct slice s, const char *text);        /* equal bytes; absent equals nothing */
bool slice_same(struct slice a, struct slice b);        /* equal bytes; two absent ones are the same */
int slice_compare(struct slice a, struct slice b);      /* by bytes, absent first; <0, 0, >0 */
struct slice slice_trim(struct slice s);                /* without ASCII white space at both ends */
bool slice_ends(struct slice s, const char *text);
bool slice_starts(struct slice s, const char *text);
bool slice_is_folded(struct slice s, const char *text); /* equal, ASCII case ignored */

void buf_room(struct buf *b, size_t n);                 /* n bytes may be written at p + n */
void buf_add(struct buf *b, const char *p, size_t n);
void buf_slice(struct buf *b, struct slice s);
void buf_text(struct buf *b, const char *s);            /* NUL-ended, without the NUL */
void buf_byte(struct buf *b, char c);
void buf_int(struct buf *b, int64_t v);                 /* decimal */
void buf_number(struct buf *b, double v);               /* shortest JSON number that reads back the same; null if not finite */
void buf_format(struct buf *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void buf_json(struct buf *b, const char *p, size_t n);  /* a JSON string with quotes: escapes `"` `\` and controls, as jq prints */
void buf_json_slice(struct buf *b, struct slice s);     /* the same; absent: null */
void buf_reset(struct buf *b);                          /* length 0, memory kept (given back beyond 16 MiB) */
void buf_free(struct buf *b);
struct slice buf_as_slice(const struct buf *b);
const char *buf_string(struct buf *b);                  /* NUL-ended view of the bytes */

#endif
