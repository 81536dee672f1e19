/* Bytes: a slice points at bytes that somebody else owns; a buf owns bytes that grow. */
#ifndef SM_BUF_H
#define SM_BUF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

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

/* What runs for every field of every record is inline, so that the length of a literal is no work. */

static inline struct slice /* of a NUL-ended string; NULL gives the absent slice */
slice_of(const char *s)
{
    return (struct slice){s, s ? strlen(s) : 0};
}

static inline bool /* equal bytes; absent equals nothing */
slice_is(struct slice s, const char *text)
{
    size_t n = strlen(text);
    return s.p && s.n == n && memcmp(s.p, text, n) == 0;
}

static inline bool /* equal bytes; two absent ones are the same */
slice_same(struct slice a, struct slice b)
{
    return a.n == b.n && !a.p == !b.p && (!a.n || memcmp(a.p, b.p, a.n) == 0);
}

int slice_compare(struct slice a, struct slice b);      /* by bytes, absent first; <0, 0, >0 */
struct slice slice_trim(struct slice s);                /* without ASCII white space at both ends */
bool slice_ends(struct slice s, const char *text);
/* How many first bytes are the same. */
static inline size_t
slice_common(struct slice a, struct slice b)
{
    size_t i = 0;
    while (i < a.n && i < b.n && a.p[i] == b.p[i])
        i++;
    return i;
}

bool slice_starts(struct slice s, const char *text);
bool slice_starts_folded(struct slice s, const char *text); /* ASCII case ignored */
bool slice_is_folded(struct slice s, const char *text);     /* equal, the same */

static inline struct slice /* from a place in it on */
slice_from(struct slice s, const char *p)
{
    return (struct slice){p, s.n - (size_t)(p - s.p)};
}

static inline struct slice /* up to there */
slice_before(struct slice s, const char *p)
{
    return (struct slice){s.p, (size_t)(p - s.p)};
}

static inline const char * /* the first byte that is c, or NULL */
slice_byte(struct slice s, char c)
{
    return s.n ? memchr(s.p, c, s.n) : NULL;
}

void buf_grow(struct buf *b, size_t n);                 /* room for n more bytes than there is */

static inline void /* n bytes may be written at p + n */
buf_room(struct buf *b, size_t n)
{
    if (b->cap - b->n < n)
        buf_grow(b, n);
}

static inline void
buf_add(struct buf *b, const char *p, size_t n)
{
    if (!n)
        return;
    buf_room(b, n);
    memcpy(b->p + b->n, p, n);
    b->n += n;
}

static inline void
buf_slice(struct buf *b, struct slice s)
{
    buf_add(b, s.p, s.n);
}

/* The bytes of s at `to`, which has room for them; gives where they end. They are mostly few: their ends overlap. */
static inline char *
slice_put(char *to, struct slice s)
{
    if (s.n > 32) {
        memcpy(to, s.p, s.n);
    } else if (s.n >= 16) {
        memcpy(to, s.p, 16);
        memcpy(to + s.n - 16, s.p + s.n - 16, 16);
    } else if (s.n >= 8) {
        memcpy(to, s.p, 8);
        memcpy(to + s.n - 8, s.p + s.n - 8, 8);
    } else if (s.n >= 4) {
        memcpy(to, s.p, 4);
        memcpy(to + s.n - 4, s.p + s.n - 4, 4);
    } else {
        for (size_t i = 0; i < s.n; i++)
            to[i] = s.p[i];
    }
    return to + s.n;
}

#define SLICE_SPARE 32
/* The same of a text that has so many bytes behind it that may be read, at a place that has so many more than the
 * text that may be written: what stands there is nothing. */
static inline char *
slice_put_spare(char *to, struct slice s)
{
    memcpy(to, s.p, 16);
    if (s.n > 16) {
        memcpy(to + 16, s.p + 16, 16);
        if (s.n > SLICE_SPARE)
            memcpy(to + SLICE_SPARE, s.p + SLICE_SPARE, s.n - SLICE_SPARE);
    }
    return to + s.n;
}

static inline void /* NUL-ended, without the NUL */
buf_text(struct buf *b, const char *s)
{
    buf_add(b, s, strlen(s));
}

static inline void
buf_byte(struct buf *b, char c)
{
    buf_room(b, 1);
    b->p[b->n++] = c;
}

static inline struct slice
buf_as_slice(const struct buf *b)
{
    return (struct slice){b->p ? b->p : "", b->n};
}

void buf_lower(struct buf *b, struct slice s);          /* in ASCII lower case */
void buf_int(struct buf *b, int64_t v);                 /* decimal */
void buf_number(struct buf *b, double v);               /* shortest JSON number that reads back the same; null if not finite */
void buf_format(struct buf *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void buf_json(struct buf *b, const char *p, size_t n);  /* a JSON string with quotes: escapes `"` `\` and controls, as jq prints */
void buf_json_slice(struct buf *b, struct slice s);     /* the same; absent: null */
void buf_reset(struct buf *b);                          /* length 0, memory kept (given back beyond 16 MiB) */
void buf_free(struct buf *b);
const char *buf_string(struct buf *b);                  /* NUL-ended view of the bytes */

#endif
