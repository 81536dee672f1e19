#include "read.h"

#include <stdlib.h>
#ifdef __SSE2__ /* every x86-64 has it */
#include <emmintrin.h>
#endif

#include "../mem.h"
#include "../text.h"

#define STACK_KEPT \
    (1u << 16)             /* values of containers not closed; one huge record must not hold their memory */
#define EXACT_DIGITS 15    /* integers with more are ids: strings */
#define NUMBER_TEXT_MAX 63 /* longer numbers are strings too */

static void
more_stack(struct reader *r)
{
    r->stack = xgrow(r->stack, &r->cap, r->top + 2, sizeof *r->stack);
}

static inline void
push(struct reader *r, struct val v)
{
    if (r->top + 2 > r->cap)
        more_stack(r);
    r->stack[r->top++] = v;
}

/* A container of what was pushed since `from`. */
static struct val
close_array(struct reader *r, size_t from)
{
    size_t n = r->top - from;
    struct val *items = memory_take(&r->memory, n * sizeof *items);
    if (n)
        memcpy(items, r->stack + from, n * sizeof *items);
    r->top = from;
    return (struct val){.kind = K_ARRAY, .form = READ, .n = (uint32_t)n, .items = items};
}

/* Room for the members of an object that is being read, behind its header. */
static struct member *
new_members(struct reader *r, size_t cap)
{
    char *header = memory_take(&r->memory, READ_HEADER + cap * sizeof(struct member));
    return (struct member *)(void *)(header + READ_HEADER);
}

static struct member *
more_members(struct reader *r, const struct member *m, size_t n, size_t *cap)
{
    *cap = n < 4 ? 8 : 2 * n;
    struct member *more = new_members(r, *cap);
    if (n)
        memcpy(more, m, n * sizeof *m);
    return more;
}

static struct val
object_of(struct reader *r, struct member *m, size_t n, const struct shape *s)
{
    *(const struct shape **)(void *)((char *)m - READ_HEADER) = s;
    if (!s)
        n = val_drop_repeated(&r->memory, m, n);
    return (struct val){.kind = K_OBJECT, .form = READ, .n = (uint32_t)n, .members = m};
}

static inline void
skip_white(struct reader *r)
{
    while ((unsigned char)*r->p <= ' ' && (*r->p == ' ' || *r->p == '\n' || *r->p == '\r' || *r->p == '\t'))
        r->p++;
}

/* The first quote, backslash or control from p on. *odd is set where there are bytes before it that are no
 * ASCII, or DEL, which is escaped when it is printed. */
static inline const char *
string_stop(const char *p, bool *odd)
{
#ifdef __SSE2__
    const __m128i quote = _mm_set1_epi8('"'), back = _mm_set1_epi8('\\'), control = _mm_set1_epi8(0x1f),
                  del = _mm_set1_epi8(0x7f);
    unsigned seen = 0;
    for (;; p += 16) {
        __m128i w = _mm_loadu_si128((const __m128i *)(const void *)p);
        __m128i bad = _mm_or_si128(_mm_or_si128(_mm_cmpeq_epi8(w, quote), _mm_cmpeq_epi8(w, back)),
                                   _mm_cmpeq_epi8(_mm_min_epu8(w, control), w));
        unsigned stop = (unsigned)_mm_movemask_epi8(bad),
                 odds = (unsigned)_mm_movemask_epi8(_mm_or_si128(w, _mm_cmpeq_epi8(w, del)));
        if (stop) {
            *odd |= (seen | (odds & ((stop & -stop) - 1))) != 0;
            return p + __builtin_ctz(stop);
        }
        seen |= odds;
    }
#else
    for (;; p++) {
        unsigned char c = (unsigned char)*p;
        if (c < 0x20 || c == '"' || c == '\\')
            return p;
        *odd |= c >= 0x7f;
    }
#endif
}

static int
hex_of(const char *p)
{
    int code = 0;
    for (int i = 0; i < 4; i++) {
        char c = p[i];
        int digit = c >= '0' && c <= '9'                 ? c - '0'
                    : (c | 32) >= 'a' && (c | 32) <= 'f' ? (c | 32) - 'a' + 10
                                                         : -1;
        if (digit < 0)
            return -1;
        code = code * 16 + digit;
    }
    return code;
}

static char *
put_utf8(char *to, int code)
{
    if (code < 0x80) {
        *to++ = (char)code;
        return to;
    }
    int more = code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
    static const int first[] = {0, 0xc0, 0xe0, 0xf0};
    *to++ = (char)(first[more] | code >> 6 * more);
    while (more--)
        *to++ = (char)(0x80 | (code >> 6 * more & 0x3f));
    return to;
}

/* The escape at r->p, without its backslash, as bytes at `to`. NULL: it is none that is known here. */
static char *
read_escape(struct reader *r, char *to)
{
    static const char plain[] = "\"\\/bfnrt", means[] = "\"\\/\b\f\n\r\t";
    const char *found = *r->p ? strchr(plain, *r->p) : NULL;
    if (found) {
        r->p++;
        *to = means[found - plain];
        return to + 1;
    }
    int code = *r->p == 'u' ? hex_of(r->p + 1) : -1, low;
    if (code < 0)
        return NULL;
    r->p += 5;
    if (code < 0xd800 || code >= 0xe000)
        return put_utf8(to, code);
    if (code >= 0xdc00 || *r->p != '\\' || r->p[1] != 'u' || (low = hex_of(r->p + 2)) < 0xdc00 ||
        low >= 0xe000)
        return NULL;
    r->p += 6;
    return put_utf8(to, 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00));
}

/* At its quote. What follows an escape moves forward in place. */
static bool
read_odd_string(struct reader *r, struct val *out)
{
    bool odd = false;
    const char *from = r->p + 1, *stop = string_stop(from, &odd);
    char *to = (char *)(uintptr_t)stop;
    bool escapes = *stop == '\\';
    r->p = stop;
    while (*r->p == '\\') {
        r->p++;
        if (!(to = read_escape(r, to)))
            return false;
        stop = string_stop(r->p, &odd);
        memmove(to, r->p, (size_t)(stop - r->p));
        to += stop - r->p;
        r->p = stop;
    }
    size_t n = (size_t)(to - from);
    if (*r->p != '"' || (odd && text_valid_prefix((struct slice){from, n}) < n))
        return false;
    r->p++;
    bool clean = !escapes && !(odd && memchr(from, 0x7f, n));
    *out = (struct val){.kind = K_STRING, .form = clean ? CLEAN : PLAIN, .n = (uint32_t)n, .text = from};
    return true;
}

static inline bool
read_string(struct reader *r, struct val *out)
{
    bool odd = false;
    const char *from = r->p + 1, *stop = string_stop(from, &odd);
    if (odd || *stop != '"')
        return read_odd_string(r, out);
    r->p = stop + 1;
    *out = (struct val){.kind = K_STRING, .form = CLEAN, .n = (uint32_t)(stop - from), .text = from};
    return true;
}

static bool
is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static struct val
number_of(const char *s, size_t n)
{
    bool id = n - (*s == '-') > EXACT_DIGITS &&
              (n > NUMBER_TEXT_MAX || (!memchr(s, '.', n) && !memchr(s, 'e', n) && !memchr(s, 'E', n)));
    if (id)
        return (struct val){.kind = K_STRING, .form = CLEAN, .n = (uint32_t)n, .text = s};
    return (struct val){.kind = K_NUMBER, .form = TEXT, .n = (uint32_t)n, .text = s};
}

static bool
read_number(struct reader *r, struct val *out)
{
    const char *p = r->p + (*r->p == '-');
    if (!is_digit(*p) || (*p == '0' && is_digit(p[1])))
        return false;
    while (is_digit(*p))
        p++;
    if (*p == '.') {
        if (!is_digit(*++p))
            return false;
        while (is_digit(*p))
            p++;
    }
    if (*p == 'e' || *p == 'E') {
        p++;
        p += *p == '+' || *p == '-';
        if (!is_digit(*p))
            return false;
        while (is_digit(*p))
            p++;
    }
    *out = number_of(r->p, (size_t)(p - r->p));
    r->p = p;
    return true;
}

static bool
read_word(struct reader *r, const char *word, size_t n, enum kind kind, struct val *out)
{
    if (memcmp(r->p, word, n) != 0)
        return false;
    r->p += n;
    *out = val_of(kind);
    return true;
}

static bool read_value(struct reader *r, struct shape **place, struct val *out);

/* To the next item past its comma, or to what closes them. */
static inline bool
after_item(struct reader *r, char close)
{
    skip_white(r);
    if (*r->p == close)
        return true;
    if (*r->p++ != ',')
        return false;
    skip_white(r);
    return *r->p != close;
}

static bool
read_array(struct reader *r, struct shape **place, struct val *out)
{
    size_t from = r->top;
    struct val one;
    r->p++;
    skip_white(r);
    while (*r->p != ']') {
        if (!read_value(r, place, &one))
            return false;
        push(r, one);
        if (!after_item(r, ']'))
            return false;
    }
    r->p++;
    *out = close_array(r, from);
    return true;
}

/* READ_SPARE bytes may be looked at behind both. */
static inline bool
same_bytes(const char *a, const char *b, size_t n)
{
#ifdef __SSE2__
    for (;; n -= 16, a += 16, b += 16) {
        __m128i x = _mm_loadu_si128((const __m128i *)(const void *)a),
                y = _mm_loadu_si128((const __m128i *)(const void *)b);
        unsigned same = (unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(x, y));
        if (n <= 16)
            return (same | 0xffffu << n) == (0xffffu | 0xffffu << n);
        if (same != 0xffff)
            return false;
    }
#else
    return memcmp(a, b, n) == 0;
#endif
}

/* A key with its colon; *s becomes the shape with it. */
static inline bool
read_key(struct reader *r, struct shape **s, struct val *key)
{
    struct shape *usual = *s ? (*s)->usual : NULL;
    if (usual && (size_t)(r->end - r->p) >= usual->text_n && same_bytes(r->p, usual->text, usual->text_n)) {
        r->p += usual->text_n;
        *s = usual;
        *key = usual->key;
        return true;
    }
    if (*r->p != '"' || !read_odd_string(r, key))
        return false;
    skip_white(r);
    if (*r->p++ != ':')
        return false;
    if (*s)
        *s = shape_with(&r->shapes, *s, *key);
    return true;
}

static bool
read_object(struct reader *r, struct shape **place, struct val *out)
{
    struct shape *root = shape_root(&r->shapes, place), *s = root;
    size_t n = 0, cap = root ? root->expected : 0;
    struct member *m = new_members(r, cap);
    r->p++;
    skip_white(r);
    while (*r->p != '}') {
        if (n == cap)
            m = more_members(r, m, n, &cap);
        if (!read_key(r, &s, &m[n].key))
            return false;
        skip_white(r);
        bool good =
            *r->p == '"' ? read_string(r, &m[n].val) : read_value(r, s ? &s->inside : &r->loose, &m[n].val);
        if (!good)
            return false;
        n++;
        if (!after_item(r, '}'))
            return false;
    }
    r->p++;
    if (root)
        root->expected = (uint32_t)n;
    *out = object_of(r, m, n, s);
    return true;
}

static bool
read_value(struct reader *r, struct shape **place, struct val *out)
{
    bool good;
    switch (*r->p) {
    case '"':
        return read_string(r, out);
    case '{':
    case '[':
        if (r->depth == r->deepest)
            return false;
        r->depth++;
        good = *r->p == '{' ? read_object(r, place, out) : read_array(r, place, out);
        r->depth--;
        return good;
    case 't':
        return read_word(r, "true", 4, K_TRUE, out);
    case 'f':
        return read_word(r, "false", 5, K_FALSE, out);
    case 'n':
        return read_word(r, "null", 4, K_NULL, out);
    default:
        return read_number(r, out);
    }
}

bool
read_text(struct reader *r, struct buf *text, struct shape **place, struct val *out)
{
    r->memory.most = SIZE_MAX;
    r->top = r->depth = 0;
    r->p = text->p;
    r->end = text->p + text->n;
    skip_white(r);
    if (!read_value(r, place, out))
        return false;
    skip_white(r);
    return r->p == r->end;
}

struct val
read_tree(struct reader *r, yyjson_val *y, struct shape **place)
{
    const char *text = y->uni.str;
    size_t n = unsafe_yyjson_get_len(y), from = r->top, i = 0;
    struct member *m;
    struct shape *s;
    switch (unsafe_yyjson_get_type(y)) {
    case YYJSON_TYPE_STR:
        return val_string(text, n);
    case YYJSON_TYPE_RAW:
        return number_of(text, n);
    case YYJSON_TYPE_BOOL:
        return val_bool(unsafe_yyjson_is_true(y));
    case YYJSON_TYPE_ARR:
        for (y = unsafe_yyjson_get_first(y); n; n--, y = unsafe_yyjson_get_next(y))
            push(r, read_tree(r, y, place));
        return close_array(r, from);
    case YYJSON_TYPE_OBJ:
        s = shape_root(&r->shapes, place);
        m = new_members(r, n);
        for (y = unsafe_yyjson_get_first(y); i < n; i++, y = unsafe_yyjson_get_next(y)) {
            m[i].key = val_string(y->uni.str, unsafe_yyjson_get_len(y));
            y++;
            s = s ? shape_with(&r->shapes, s, m[i].key) : NULL;
            m[i].val = read_tree(r, y, s ? &s->inside : &r->loose);
        }
        return object_of(r, m, n, s);
    default:
        return val_of(K_NULL);
    }
}

void
read_reset(struct reader *r)
{
    memory_reset(&r->memory);
    if (r->cap <= STACK_KEPT)
        return;
    free(r->stack);
    r->stack = NULL;
    r->cap = 0;
}

void
read_free(struct reader *r)
{
    memory_free(&r->memory);
    memory_free(&r->shapes.memory);
    free(r->stack);
}
