#include "emit.h"

#include <stdarg.h>
#include <stdio.h>

#include "compact.h"
#include "limits.h"
#include "text.h"

static void
add_repaired(struct buf *b, const char *text)
{
    struct buf clean = {0};
    text_repair(&clean, slice_of(text));
    buf_json_slice(b, buf_as_slice(&clean));
    buf_free(&clean);
}

void
emit_format(struct emit *e, const char *file, const struct format *format)
{
    e->head.n = e->around.after.n = 0;
    e->keeps = lean_keeps(e->lean, format);
    buf_text(&e->head, "{\"kind\":\"raw\",\"format\":");
    add_repaired(&e->head, format->name);
    if (format->program) {
        buf_text(&e->head, ",\"program\":");
        add_repaired(&e->head, format->program);
    }
    buf_text(&e->head, ",\"source\":{\"file\":");
    add_repaired(&e->head, file);
}

void
emit_begin(struct emit *e, struct stage *s, const char *place, const char *file, const struct format *format,
           struct slice tags)
{
    e->stage = s;
    e->place = place;
    e->entry = 0;
    emit_format(e, file, format);
    e->tags.n = e->around.after.n = 0;
    buf_text(&e->tags, ",\"tags\":");
    buf_slice(&e->tags, tags);
    buf_text(&e->tags, ",\"context\":");
}

void
emit_free(struct emit *e)
{
    buf_free(&e->head);
    buf_free(&e->tags);
    buf_free(&e->kept);
    buf_free(&e->around.before);
    buf_free(&e->around.after);
}

static void
add_report(const struct emit *e, struct buf *b, uint64_t report)
{
    buf_slice(b, buf_as_slice(&e->head));
    if (report) {
        buf_text(b, ",\"report\":");
        buf_int(b, (int64_t)report);
    }
}

/* From the end of the source to the context. */
static void
add_from(const struct emit *e, struct buf *b, const char *from)
{
    buf_text(b, "},\"from\":");
    buf_json_slice(b, slice_of(from));
    buf_slice(b, buf_as_slice(&e->tags));
}

static bool
is_around(const struct emit *e, const struct about *about)
{
    const struct around *a = &e->around;
    const char *p = a->after.p;
    if (!a->after.n || a->report != about->report || a->from != about->from)
        return false;
    return about->again ||
           (slice_same(about->context, (struct slice){p + a->context, a->context_end - a->context}) &&
            slice_same(about->lookup, (struct slice){p + a->lookup, a->lookup_end - a->lookup}));
}

static void
surround(struct emit *e, const struct about *about)
{
    struct around *a = &e->around;
    a->report = about->report;
    a->from = about->from;
    a->before.n = a->after.n = 0;
    add_report(e, &a->before, about->report);
    buf_text(&a->before, ",\"entry\":");
    add_from(e, &a->after, about->from);
    a->context = a->after.n;
    buf_slice(&a->after, about->context);
    a->context_end = a->after.n;
    buf_text(&a->after, ",\"lookup\":");
    a->lookup = a->after.n;
    buf_slice(&a->after, about->lookup);
    a->lookup_end = a->after.n;
    buf_text(&a->after, e->keeps.raw ? ",\"lean\":true,\"raw\":" : ",\"raw\":");
}

static struct slice
kept_of(struct emit *e, struct slice raw)
{
    struct compact k = {
        .p = raw.p, .end = raw.p + raw.n, .last = true, .depth_max = DEPTH_MAX, .reads = e->keeps.raw};
    e->kept.n = 0;
    return compact_value(&k, &e->kept) == COMPACT_DONE ? buf_as_slice(&e->kept) : raw;
}

struct buf *
emit_open(struct emit *e, struct line_begun *l)
{
    struct buf *b = &e->stage->out.buf;
    l->at = b->n;
    e->entry++;
    buf_room(b, e->around.before.n + e->around.after.n + 32);
    buf_slice(b, buf_as_slice(&e->around.before));
    buf_int(b, (int64_t)e->entry);
    buf_slice(b, buf_as_slice(&e->around.after));
    l->raw = b->n;
    return b;
}

void
emit_undo(struct emit *e, const struct line_begun *l)
{
    e->stage->out.buf.n = l->at;
    e->entry--;
}

bool
emit_close(struct emit *e, struct line_begun *l)
{
    struct buf *b = &e->stage->out.buf;
    struct slice raw = {b->p + l->raw, b->n - l->raw};
    if (b->n + 1 - l->at > LINE_MAX_BYTES) {
        b->n = l->at;
        emit_reject(e, e->entry, raw, "longer than %u MiB", LINE_MAX_BYTES >> 20);
        return false;
    }
    l->raw_end = b->n;
    buf_add(b, "}\n", 2);
    return true;
}

void
emit_count(struct emit *e, uint64_t lines)
{
    e->stage->tally.entries += lines;
    tally_count(&e->stage->tally.wrote, SLICE("raw"), lines);
    output_flow(&e->stage->out);
}

bool
emit_would(const struct emit *e, const struct about *about)
{
    return is_around(e, about);
}

bool
emit_ahead(struct emit *e, const struct about *about, struct slice raw, bool lean, struct line_begun *l)
{
    if (!is_around(e, about))
        surround(e, about);
    if (e->keeps.raw && !lean)
        raw = kept_of(e, raw);
    e->entry--;
    buf_slice(emit_open(e, l), raw);
    return emit_close(e, l);
}

bool
emit_entry(struct emit *e, const struct about *about, struct slice raw, bool lean)
{
    struct line_begun l;
    bool good = emit_ahead(e, about, raw, lean, &l);
    if (good)
        emit_count(e, 1);
    return good;
}

void
emit_report(struct emit *e, uint64_t report, struct slice context, uint64_t entries)
{
    struct buf *b = &e->stage->out.buf;
    add_report(e, b, report);
    add_from(e, b, "report");
    buf_slice(b, context);
    buf_text(b, ",\"entries\":");
    buf_int(b, (int64_t)entries);
    buf_text(b, "}\n");
    e->stage->tally.entries++;
    stage_wrote(e->stage, SLICE("raw"));
}

void
emit_skip(struct emit *e, const char *reason)
{
    e->stage->tally.entries++;
    tally_skip(&e->stage->tally, reason);
}

void
emit_reject(struct emit *e, uint64_t entry, struct slice text, const char *fmt, ...)
{
    char reason[1024];
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(reason, sizeof reason, fmt, ap);
    va_end(ap);
    e->stage->tally.entries++;
    stage_reject(e->stage, e->place, entry, text, "%s", reason);
}
