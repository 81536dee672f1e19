#include "value.h"

#include <string.h>

#define PRINT_DEPTH_MAX 256 /* libjq writes something else below it */
#define ONES 0x0101010101010101u

/* The first byte at or after i that jq escapes: a control, a quote, a backslash, DEL. */
static size_t
next_escape(const char *s, size_t i, size_t n)
{
    for (; i + 8 <= n; i += 8) {
        uint64_t w;
        memcpy(&w, s + i, 8);
        uint64_t quote = w ^ (ONES * '"'), back = w ^ (ONES * '\\'), del = w ^ (ONES * 0x7f);
        uint64_t bad = ((w - ONES * 0x20) & ~w) | ((quote - ONES) & ~quote) | ((back - ONES) & ~back) |
                       ((del - ONES) & ~del);
        if (bad & (ONES * 0x80))
            break;
    }
    for (; i < n; i++) {
        unsigned char c = (unsigned char)s[i];
        if (c < 0x20 || c == '"' || c == '\\' || c == 0x7f)
            break;
    }
    return i;
}

void
val_print_text(struct buf *b, struct val v)
{
    buf_room(b, (size_t)v.n + 2);
    char *p = b->p + b->n;
    if (v.form != CLEAN && next_escape(v.text, 0, v.n) < v.n) {
        buf_json(b, v.text, v.n);
        return;
    }
    *p = '"';
    if (v.n)
        memcpy(p + 1, v.text, v.n);
    p[v.n + 1] = '"';
    b->n += (size_t)v.n + 2;
}

/* Within so many others. */
static bool print_at(struct memory *m, struct buf *b, struct val v, int depth);

static bool
print_object(struct memory *m, struct buf *b, struct val v, int depth)
{
    struct val key = {0}, one;
    char before = '{';
    if (!v.n)
        buf_byte(b, '{');
    for (struct each e = val_each(v); val_next(&e, &key, &one); before = ',') {
        if (key.form == CLEAN) {
            buf_room(b, (size_t)key.n + 4);
            char *o = b->p + b->n;
            *o++ = before;
            *o++ = '"';
            memcpy(o, key.text, key.n);
            o[key.n] = '"';
            o[key.n + 1] = ':';
            b->n += (size_t)key.n + 4;
        } else {
            buf_byte(b, before);
            val_print_text(b, key);
            buf_byte(b, ':');
        }
        if (!print_at(m, b, one, depth + 1))
            return false;
    }
    buf_byte(b, '}');
    return true;
}

static bool
print_array(struct memory *m, struct buf *b, struct val v, int depth)
{
    struct val one;
    char before = '[';
    if (!v.n)
        buf_byte(b, '[');
    for (struct each e = val_each(v); val_next(&e, NULL, &one); before = ',') {
        buf_byte(b, before);
        if (!print_at(m, b, one, depth + 1))
            return false;
    }
    buf_byte(b, ']');
    return true;
}

static bool
print_at(struct memory *m, struct buf *b, struct val v, int depth)
{
    switch (v.kind) {
    case K_FALSE:
        buf_add(b, "false", 5);
        return true;
    case K_TRUE:
        buf_add(b, "true", 4);
        return true;
    case K_NUMBER:
        if (v.form == TEXT && val_number_plain(v.text, v.n))
            buf_add(b, v.text, v.n);
        else
            val_number_print(b, val_double(v));
        return true;
    case K_STRING:
        val_print_text(b, v);
        return true;
    case K_ARRAY:
        return depth < PRINT_DEPTH_MAX && print_array(m, b, v, depth);
    case K_OBJECT:
        return depth < PRINT_DEPTH_MAX && print_object(m, b, v, depth);
    default:
        buf_add(b, "null", 4);
        return true;
    }
}

bool
val_print(struct memory *m, struct buf *b, struct val v)
{
    return print_at(m, b, v, 0);
}
