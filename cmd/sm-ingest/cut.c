#include "cut.h"

#include <stdlib.h>
#include <string.h>

#include "compact.h"
#include "mem.h"
#include "skip.h"

void
cut_begin(struct cut *c, struct source *s, struct emit *e)
{
    *c = (struct cut){.source = s, .emit = e};
    cut_window(c, s->base);
    c->saved = xmalloc(sizeof c->stack);
}

void
cut_format(struct cut *c, const struct format *f)
{
    plan_free(c->plan);
    c->plan = plan_new(f, c->source->xml != NULL);
    c->context_entry = 0;
    c->lookup.n = 0;
    buf_text(&c->lookup, "{}");
    c->lookups_lean = lean_has_lookups(c->emit->keeps.raw, f);
    c->fold.lists = f->lists;
    c->fold.n_lists = f->n_lists;
}

void
cut_fold(struct cut *c, struct buf *text)
{
    struct buf folded = c->folded;
    if (!c->source->xml)
        return;
    buf_reset(&folded);
    xml_fold(&c->fold, buf_as_slice(text), &folded);
    c->folded = *text;
    *text = folded;
}

void
cut_end(struct cut *c, bool whole)
{
    if (whole && c->report_open)
        cut_report_end(c);
    plan_free(c->plan);
    free(c->saved);
    buf_free(&c->entry);
    buf_free(&c->value);
    buf_free(&c->key);
    buf_free(&c->context);
    buf_free(&c->lookup);
    buf_free(&c->folded);
    buf_free(&c->hold.held);
    xml_fold_free(&c->fold);
    pool_free(&c->pool);
    record_free(&c->members);
}

uint64_t
cut_offset(const struct cut *c)
{
    return c->source->base + (uint64_t)(c->p - c->source->p);
}

bool
cut_break(struct cut *c, const char *at, const char *why)
{
    c->broken_at = c->source->base + (uint64_t)(at - c->source->p);
    c->why = why;
    if (at == c->end && c->source->eof && c->source->broken)
        c->why = c->source->broken;
    return false;
}

void
cut_window(struct cut *c, uint64_t at)
{
    const struct source *s = c->source;
    uint64_t end = s->base + s->n < s->binary ? s->base + s->n : s->binary;
    c->p = s->p + (at - s->base);
    c->end = s->p + (end > at ? end : at) - s->base;
}

bool
cut_refill(struct cut *c, const char *keep)
{
    struct source *s = c->source;
    uint64_t at = cut_offset(c), kept = s->base + (uint64_t)(keep - s->p);
    if (cut_far(c))
        return false;
    bool more = s->binary > s->base + s->n && source_fill(s, kept);
    cut_window(c, at);
    stage_progress(c->emit->stage, c->emit->stage->tally.bytes + s->bytes, c->emit->stage->tally.entries);
    if (s->binary > s->base + s->n)
        return more;
    s->broken = "more than 1 % of the bytes are not UTF-8: it is binary";
    s->eof = true;
    return false;
}

int
cut_peek(struct cut *c)
{
    for (;;) {
        c->p = skip_blank(c->p, c->end);
        if (c->p < c->end)
            return (unsigned char)*c->p;
        if (!cut_refill(c, c->p))
            return -1;
    }
}

static bool
skip_scalar(struct cut *c)
{
    struct compact k = {.depth_max = 0};
    for (;;) {
        k.p = c->p;
        k.end = c->end;
        c->value.n = 0;
        switch (compact_value(&k, &c->value)) {
        case COMPACT_DONE:
            if (k.p - c->p > KEY_MAX_BYTES)
                return cut_break(c, c->p, "a number that is longer than 64 KiB");
            c->p = k.p;
            return true;
        case COMPACT_MORE:
            if (c->end - c->p > KEY_MAX_BYTES)
                return cut_break(c, c->p, "a number that is longer than 64 KiB");
            if (!cut_refill(c, c->p))
                k.last = true;
            break;
        default:
            return cut_break(c, k.p, k.why);
        }
    }
}

bool
cut_skip_value(struct cut *c)
{
    struct skip s;
    skip_begin(&s, DOCUMENT_DEPTH_MAX - c->depth);
    if (*c->p != '{' && *c->p != '[' && *c->p != '"')
        return skip_scalar(c);
    for (;;) {
        c->p = skip_run(&s, c->p, c->end);
        if (s.done)
            return true;
        if (s.why)
            return cut_break(c, c->p, s.depth == s.depth_max ? "nested deeper than 256 levels" : s.why);
        if (!cut_refill(c, c->p))
            return cut_break(c, c->p, "it is cut off");
    }
}

/* The value at c->p as compact text in c->value, unread; absent when it has more than `most` bytes. */
static bool
capture(struct cut *c, size_t most, struct slice *text, size_t *length)
{
    struct compact k = {.depth_max = c->source->xml ? XML_DEPTH_MAX : DEPTH_MAX - 3};
    *text = (struct slice){0};
    for (;;) {
        k.p = c->p;
        k.end = c->end;
        c->value.n = 0;
        switch (compact_value(&k, &c->value)) {
        case COMPACT_DONE:
            *length = (size_t)(k.p - c->p);
            if (c->value.n <= most && *length <= 2 * most) {
                cut_fold(c, &c->value);
                *text = buf_as_slice(&c->value);
            }
            if (!c->ahead)
                c->repaired += k.repaired;
            return true;
        case COMPACT_MORE:
            if ((size_t)(c->end - c->p) > 2 * most)
                return true;
            if (!cut_refill(c, c->p))
                k.last = true;
            break;
        case COMPACT_DEEP:
            return true;
        case COMPACT_BROKEN:
            return cut_break(c, k.p, k.why);
        }
    }
}

static bool
push(struct cut *c, struct state *arrived, struct state *st, bool report)
{
    bool object = *c->p == '{';
    if (c->depth == DOCUMENT_DEPTH_MAX)
        return cut_break(c, c->p, "nested deeper than 256 levels");
    if (!c->ahead) {
        collect_cannot(c, arrived, object);
        collect_cannot(c, st, object);
    }
    c->stack[c->depth++] = (struct frame){arrived, st, 0, object, report};
    c->p++;
    c->want = WANT_FIRST;
    return true;
}

static bool
pop(struct cut *c)
{
    struct frame f = c->stack[--c->depth];
    c->p++;
    c->want = WANT_NEXT;
    collect_ended(c, f.arrived);
    if (c->ahead) {
        collect_closed(c);
        return true;
    }
    collect_whole(c, f.arrived);
    collect_whole(c, f.state);
    return !f.report || cut_report_end(c);
}

static void
reject_shape(struct cut *c, size_t entry, const char *what)
{
    const char *path = c->plan->format->entries[entry].text;
    emit_reject(c->emit, 0, (struct slice){c->p, 1}, "%s: %s (byte %llu)", *path ? path : "document", what,
                (unsigned long long)cut_offset(c) + 1);
}

/* A value where a path wants another shape. true: it has been dealt with, and is to be passed over. */
static bool
misshapen(struct cut *c, struct state *st)
{
    char ch = *c->p;
    size_t wants = st->entry != NO_ENTRY ? st->entry : st->object_of;
    if (c->ahead || ch == '{')
        return false;
    if (ch == '[') {
        if (wants == NO_ENTRY || plan_element(c->plan, st)->n)
            return false;
        reject_shape(c, wants, "an array where an object should be");
    } else if (st->array_of != NO_ENTRY && ch != 'n' && !c->source->xml) {
        reject_shape(c, st->array_of, "not an array");
    } else if (wants != NO_ENTRY || (c->source->xml && plan_element(c->plan, st)->entry != NO_ENTRY)) {
        emit_skip(c->emit, "not_an_entry");
    }
    return true;
}

/* Takes what contexts and lookups want of the value at c->p. *length: its bytes, where it has been read
 * whole. */
static bool
take_value(struct cut *c, struct state *st, size_t *length)
{
    struct slice text;
    if (!capture(c, st->elements.n ? LOOKUP_ELEMENT_MAX : CONTEXT_VALUE_MAX, &text, length))
        return false;
    collect_value(c, st, text, true);
    return true;
}

static bool
value(struct cut *c, struct state *arrived)
{
    struct state *st = arrived;
    bool container = *c->p == '{' || *c->p == '[', entry, shape;
    size_t length = 0;
    if ((*c->p == '{' || (*c->p == '"' && c->source->xml)) && c->depth)
        st = plan_single(c->plan, arrived);
    entry = st->entry != NO_ENTRY && *c->p == '{' && !c->ahead && (c->depth || !c->wrapped);
    shape = misshapen(c, st);
    if (!c->ahead) {
        collect_start(c, arrived);
        collect_start(c, st);
        c->touched |= c->depth ? st->entries_below || entry : entry;
        if (st->report && container && !shape)
            cut_report_begin(c, entry && !c->depth);
    }
    if (st->names.n)
        collect_name(c, st);
    if (entry) {
        if (!cut_entry(c, arrived, st) || (st->report && c->depth && !cut_report_end(c)))
            return false;
    } else {
        if (collect_wants(c, st) && !take_value(c, st, &length))
            return false;
        if (container && !shape && (c->ahead ? collect_wants_below(c, st) : st->live))
            return push(c, arrived, st, st->report && !c->ahead);
        if (length)
            c->p += length;
        else if (!cut_skip_value(c))
            return false;
    }
    collect_ended(c, arrived);
    c->want = WANT_NEXT;
    return true;
}

/* The name of the member at c->p, and the state it leads to. */
static struct state *
member(struct cut *c)
{
    struct frame *f = &c->stack[c->depth - 1];
    const char *q;
    while (!(q = skip_string_end(c->p + 1, c->end)) || q - c->p > KEY_MAX_BYTES) {
        if (c->end - c->p > KEY_MAX_BYTES) {
            c->key.n = 0;
            buf_text(&c->key, "null");
            return cut_skip_value(c) ? plan_member(c->plan, f->state, (struct slice){0}) : NULL;
        }
        if (!cut_refill(c, c->p)) {
            cut_break(c, c->end, "it is cut off");
            return NULL;
        }
    }
    struct slice raw = {c->p, (size_t)(q + 1 - c->p)}, name = {raw.p + 1, raw.n - 2};
    struct pool pool = {0};
    if (memchr(name.p, '\\', name.n))
        name = json_unquote(&pool, raw);
    struct state *st = plan_member(c->plan, f->state, name);
    pool_free(&pool);
    if (st->names.n) {
        struct compact k = {.p = raw.p, .end = raw.p + raw.n, .last = true};
        c->key.n = 0;
        if (compact_value(&k, &c->key) != COMPACT_DONE) {
            cut_break(c, k.p, k.why);
            return NULL;
        }
    }
    c->p = q + 1;
    return st;
}

static bool
step_member(struct cut *c)
{
    int ch = cut_peek(c);
    if (ch != '"')
        return cut_break(c, c->p, ch < 0 ? "it is cut off" : "a member without a name");
    struct state *st = member(c);
    if (!st)
        return false;
    ch = cut_peek(c);
    if (ch != ':')
        return cut_break(c, c->p, ch < 0 ? "it is cut off" : "a colon is missing");
    c->p++;
    if (cut_peek(c) < 0)
        return cut_break(c, c->p, "it is cut off");
    return value(c, st);
}

static bool
step_element(struct cut *c)
{
    struct state *inside = c->stack[c->depth - 1].state;
    if (cut_peek(c) < 0)
        return cut_break(c, c->p, "it is cut off");
    if (!c->ahead || collect_wants_below(c, inside))
        return value(c, plan_element(c->plan, inside));
    c->want = WANT_NEXT;
    return cut_skip_value(c);
}

static bool
step(struct cut *c)
{
    struct frame *f = &c->stack[c->depth - 1];
    int ch = cut_peek(c);
    if (ch < 0)
        return cut_break(c, c->p, "it is cut off");
    if (ch == (f->object ? '}' : ']'))
        return pop(c);
    if (c->want == WANT_NEXT) {
        if (ch != ',')
            return cut_break(c, c->p, "a comma is missing");
        c->p++;
        f->index++;
    }
    return f->object ? step_member(c) : step_element(c);
}

bool
cut_run(struct cut *c, size_t until)
{
    while (c->depth > until && (!c->ahead || c->wanted) && !cut_far(c)) {
        if (c->hold.held.n && !c->ahead && !hold_step(c))
            return false;
        if (!step(c))
            return false;
    }
    return true;
}

bool
cut_document(struct cut *c)
{
    c->depth = 0;
    c->why = NULL;
    c->touched = false;
    c->documents++;
    c->wrapped = *c->p == '{' && c->plan->root->entry != NO_ENTRY && cut_wrapped(c);
    bool goes_on = *c->p == '{' ? c->plan->root->entry != NO_ENTRY && !c->wrapped
                                : !plan_element(c->plan, c->plan->root)->n;
    if (c->report_open && !goes_on)
        cut_report_end(c);
    collect_reset(c);
    if (value(c, c->plan->root) && cut_run(c, 0))
        return hold_resolve(c);
    hold_broken(c);
    return false;
}
