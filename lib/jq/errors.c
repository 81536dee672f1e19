/* The messages of libjq 1.6, word for word. */
#include "eval.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "../report.h"

#define SHOWN 14 /* bytes of a value in a message; a longer one ends in three points */

int
eval_fail(struct run *r, struct val error)
{
    r->error = error;
    return FAIL;
}

static size_t
sequence(unsigned char c)
{
    return c < 0x80 ? 1 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;
}

/* Cutting may leave a part of a character: U+FFFD, as libjq puts it. */
static struct val
cleaned(struct run *r, const char *s, size_t n)
{
    struct val v;
    char *o = val_room(&r->m, 3 * n, &v), *from = o;
    for (size_t i = 0, j; i < n; i = j) {
        size_t want = sequence((unsigned char)s[i]);
        for (j = i + 1; j < n && j < i + want && ((unsigned char)s[j] & 0xC0) == 0x80; j++)
            ;
        if (j - i == want)
            memcpy(o, s + i, want);
        else
            memcpy(o, "\xEF\xBF\xBD", 3);
        o += j - i == want ? want : 3;
    }
    v.n = (uint32_t)(o - from);
    return v;
}

int
eval_fail_format(struct run *r, const char *fmt, ...)
{
    char text[1024];
    va_list ap;
    va_start(ap, fmt);
    int n = vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    return eval_fail(r, cleaned(r, text, n < (int)sizeof text ? (size_t)n : sizeof text - 1));
}

int
eval_fail_missing(struct run *r, const char *why)
{
    static const char *said;
    if (said != why)
        report_error("%s", why);
    said = why;
    return eval_fail_format(r, "%s", why);
}

static const char *
shown(struct run *r, struct val v, char *text)
{
    size_t from = r->scratch.n;
    if (!val_print(&r->m, &r->scratch, v))
        memory_out(&r->m);
    size_t n = r->scratch.n - from;
    memcpy(text, r->scratch.p + from, n < SHOWN ? n : SHOWN);
    r->scratch.n = from;
    if (n > SHOWN)
        memcpy(text + SHOWN - 3, "...", 3);
    text[n < SHOWN ? n : SHOWN] = 0;
    return text;
}

int
eval_fail_type(struct run *r, struct val v, const char *what)
{
    char text[SHOWN + 1];
    return eval_fail_format(r, "%s (%s) %s", val_kind(v), shown(r, v, text), what);
}

int
eval_fail_types(struct run *r, struct val a, struct val b, const char *what)
{
    char x[SHOWN + 1], y[SHOWN + 1];
    shown(r, a, x);
    return eval_fail_format(r, "%s (%s) and %s (%s) %s", val_kind(a), x, val_kind(b), shown(r, b, y), what);
}

int
eval_fail_key(struct run *r, struct val key)
{
    char text[SHOWN + 1];
    return eval_fail_format(r, "Cannot use %s (%s) as object key", val_kind(key), shown(r, key, text));
}

int
eval_fail_each(struct run *r, struct val v)
{
    char text[SHOWN + 1];
    return eval_fail_format(r, "Cannot iterate over %s (%s)", val_kind(v), shown(r, v, text));
}
