/* A thin line is MARK, the number of its form in DIGITS bytes, and each hole's value with MARK behind it; a
 * form is the pieces between the holes, each with MARK behind it. Valid JSON text has no such byte. */
#include "thin.h"

#include <stdlib.h>

#include "mem.h"

#define MARK '\1'
#define DIGITS 3                       /* of six bits, above '0' */
#define FORMS_MAX (1u << 12)           /* of which the number has fewer digits … */
#define FORMS_BYTES (size_t)(4u << 20) /* … and all their text */
#define CHUNK 64

uint32_t
thin_learn(struct thin *t, struct slice line, const struct stencil_line *holes)
{
    const char *p = line.p;
    if (t->n == FORMS_MAX || t->forms.n > FORMS_BYTES)
        return 0;
    t->at = xgrow(t->at, &t->cap, t->n + 1, sizeof *t->at);
    struct thin_form *f = &t->at[t->n++];
    f->at = t->forms.n;
    for (size_t i = 0; i <= holes->n; i++) {
        const char *end = i < holes->n ? holes->values[i].p : line.p + line.n;
        buf_add(&t->forms, p, (size_t)(end - p));
        buf_byte(&t->forms, MARK);
        p = i < holes->n ? holes->values[i].p + holes->values[i].n : end;
    }
    f->n = t->forms.n - f->at;
    return (uint32_t)t->n;
}

/* Values are short: whole chunks are cheaper than their lengths, where the line goes on behind them. */
static inline char *
put(char *to, struct slice value, const char *end)
{
    size_t i = 0;
    if ((size_t)(end - value.p) >= value.n + CHUNK)
        for (; i < value.n; i += CHUNK)
            memcpy(to + i, value.p + i, CHUNK);
    else
        memcpy(to, value.p, value.n);
    to[value.n] = MARK;
    return to + value.n + 1;
}

void
thin_make(struct buf *to, uint32_t form, struct slice line, const struct stencil_line *holes)
{
    buf_room(to, line.n + holes->n + DIGITS + 1 + CHUNK);
    char *p = to->p + to->n;
    *p++ = MARK;
    for (int i = 0; i < DIGITS; i++)
        *p++ = (char)('0' + (form - 1) / (1u << 6 * i) % 64);
    for (size_t i = 0; i < holes->n; i++)
        p = put(p, holes->values[i], line.p + line.n);
    to->n = (size_t)(p - to->p);
}

static struct slice
next_part(struct slice *from)
{
    const char *end = memchr(from->p, MARK, from->n);
    struct slice part = {from->p, end ? (size_t)(end - from->p) : from->n};
    from->p += part.n + (end != NULL);
    from->n -= part.n + (end != NULL);
    return part;
}

struct slice
thin_line(struct thin *t, struct slice text)
{
    uint32_t form = 0;
    if (text.n < 1 + DIGITS || *text.p != MARK)
        return text;
    for (int i = DIGITS; i > 0; i--)
        form = form * 64 + (uint32_t)(text.p[i] - '0');
    struct slice values = {text.p + 1 + DIGITS, text.n - 1 - DIGITS};
    struct slice pieces = {t->forms.p + t->at[form].at, t->at[form].n};
    t->line.n = 0;
    while (pieces.n) {
        buf_slice(&t->line, next_part(&pieces));
        buf_slice(&t->line, next_part(&values));
    }
    return buf_as_slice(&t->line);
}

void
thin_free(struct thin *t)
{
    buf_free(&t->forms);
    buf_free(&t->line);
    free(t->at);
    *t = (struct thin){0};
}
