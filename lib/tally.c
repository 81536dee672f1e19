#include "tally.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "limits.h"
#include "mem.h"
#include "text.h"

/* Few names, and the one counted last is mostly the one counted next. */
static struct tally_count *
find(const struct tally_counts *c, struct slice name)
{
    for (size_t i = c->n; i-- > 0;)
        if (slice_same(name, (struct slice){c->at[i].name, c->at[i].length}))
            return &c->at[i];
    return NULL;
}

void
tally_count(struct tally_counts *c, struct slice name, uint64_t n)
{
    struct tally_count *known = find(c, name);
    if (known) {
        known->n += n;
        return;
    }
    c->at = xgrow(c->at, &c->cap, c->n + 1, sizeof *c->at);
    c->at[c->n++] = (struct tally_count){xstrndup(name.p, name.n), name.n, n};
}

/* A kind that is not ours comes from the input: it is cleaned, and there are only so many. */
void
tally_wrote(struct tally *t, struct slice kind)
{
    struct buf clean = {0};
    struct tally_count *known = find(&t->wrote, kind);
    if (known) {
        known->n++;
        return;
    }
    if (slice_is(kind, "tally"))
        return;
    if (kind.n > KIND_MAX)
        kind.n = KIND_MAX;
    if (text_valid_prefix(kind) < kind.n) {
        text_repair(&clean, kind);
        kind = buf_as_slice(&clean);
    }
    tally_count(&t->wrote, t->wrote.n < KINDS_MAX ? kind : SLICE("(others)"), 1);
    buf_free(&clean);
}

void
tally_skip(struct tally *t, const char *reason)
{
    tally_count(&t->skipped, slice_of(reason), 1);
}

static void
add_note(struct tally *t, struct slice text, uint64_t times)
{
    bool known = t->notes.n < NOTES_MAX;
    for (size_t i = 0; !known && i < t->notes.n; i++)
        known = slice_is(text, t->notes.at[i].name);
    if (known)
        tally_count(&t->notes, text, times);
    else
        t->unnamed_notes += times;
}

void
tally_note(struct tally *t, const char *fmt, ...)
{
    char text[512];
    va_list ap;
    va_start(ap, fmt);
    int n = vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    if (n < 0)
        return;
    size_t len = strlen(text);
    if (len == sizeof text - 1) /* cut: not inside a character */
        while (len && ((unsigned char)text[len] & 0xc0) == 0x80)
            len--;
    add_note(t, (struct slice){text, len}, 1);
}

void
tally_add_notes(struct tally *t, const struct tally *from)
{
    for (size_t i = 0; i < from->notes.n; i++)
        add_note(t, slice_of(from->notes.at[i].name), from->notes.at[i].n);
    t->unnamed_notes += from->unnamed_notes;
}

static int
by_name(const void *a, const void *b)
{
    return strcmp(((const struct tally_count *)a)->name, ((const struct tally_count *)b)->name);
}

static void
write_counts(struct buf *b, const char *key, const struct tally_counts *c)
{
    if (c->n)
        qsort(c->at, c->n, sizeof *c->at, by_name);
    buf_format(b, ",\"%s\":{", key);
    for (size_t i = 0; i < c->n; i++) {
        if (i)
            buf_byte(b, ',');
        buf_json(b, c->at[i].name, strlen(c->at[i].name));
        buf_byte(b, ':');
        buf_int(b, (int64_t)c->at[i].n);
    }
    buf_byte(b, '}');
}

static void
write_notes(const struct tally *t, struct buf *b)
{
    struct buf one = {0};
    if (t->notes.n)
        qsort(t->notes.at, t->notes.n, sizeof *t->notes.at, by_name);
    buf_text(b, ",\"notes\":[");
    for (size_t i = 0; i < t->notes.n; i++) {
        one.n = 0;
        buf_text(&one, t->notes.at[i].name);
        if (t->notes.at[i].n > 1)
            buf_format(&one, " (%llu times)", (unsigned long long)t->notes.at[i].n);
        if (i)
            buf_byte(b, ',');
        buf_json_slice(b, buf_as_slice(&one));
    }
    if (t->unnamed_notes)
        buf_format(b, "%s\"%llu more notes\"", t->notes.n ? "," : "", (unsigned long long)t->unnamed_notes);
    buf_byte(b, ']');
    buf_free(&one);
}

void
tally_write(const struct tally *t, struct buf *b, const char *stage, const char *version)
{
    buf_format(b, "{\"kind\":\"tally\",\"stage\":\"%s\",\"version\":\"%s\",\"as_of\":", stage, version);
    if (t->as_of[0])
        buf_json(b, t->as_of, strlen(t->as_of));
    else
        buf_text(b, "null");
    buf_format(b, ",\"read\":{\"lines\":%llu,\"entries\":%llu,\"bytes\":%llu}", (unsigned long long)t->lines,
               (unsigned long long)t->entries, (unsigned long long)t->bytes);
    write_counts(b, "wrote", &t->wrote);
    buf_format(b, ",\"rejected\":%llu", (unsigned long long)t->rejected);
    write_counts(b, "skipped", &t->skipped);
    buf_format(b, ",\"carried\":%llu", (unsigned long long)t->carried);
    write_notes(t, b);
    buf_byte(b, '}');
}

static void
free_counts(struct tally_counts *c)
{
    for (size_t i = 0; i < c->n; i++)
        free(c->at[i].name);
    free(c->at);
}

void
tally_free(struct tally *t)
{
    free_counts(&t->wrote);
    free_counts(&t->skipped);
    free_counts(&t->notes);
    *t = (struct tally){0};
}
