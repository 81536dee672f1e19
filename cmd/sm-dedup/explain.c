#define _GNU_SOURCE /* STDERR_FILENO under -std=c11 */
#include "explain.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "date.h"
#include "report.h"

static struct index *sorting; /* qsort has no argument for it */

void
explain_begin(struct explain *e, const char *id)
{
    e->on = true;
    e->one = id != NULL;
    if (id && !hash128_read(slice_of(id), &e->id))
        report_die("--explain=%s: not the id of a finding (32 hexadecimal digits)", id);
    e->out = (struct output){.fd = STDERR_FILENO, .shown = "standard error"};
}

static int
by_root(const void *a, const void *b)
{
    const struct link *x = a, *y = b;
    uint32_t p = index_root(sorting, x->a), q = index_root(sorting, y->a);
    if (p != q)
        return p < q ? -1 : 1;
    if (x->a != y->a)
        return x->a < y->a ? -1 : 1;
    return (x->b > y->b) - (x->b < y->b);
}

void
explain_sort(struct run *run)
{
    sorting = &run->index;
    if (run->index.links)
        qsort(run->index.link, run->index.links, sizeof *run->index.link, by_root);
}

static void
begin(struct explain *e, const struct group *g, const char *event)
{
    buf_format(&e->out.buf, "{\"kind\":\"explain\",\"id\":\"%016llx%016llx\",\"event\":\"%s\"",
               (unsigned long long)g->id.high, (unsigned long long)g->id.low, event);
}

static void
end(struct explain *e)
{
    buf_text(&e->out.buf, "}\n");
    output_flow(&e->out);
}

static const struct member *
member_of(const struct merge *m, uint32_t entry)
{
    for (size_t i = 0; i < m->members.n; i++)
        if (m->members.at[i].number == entry)
            return &m->members.at[i];
    return &m->members.at[0];
}

static void
add_record(struct buf *b, const struct member *of)
{
    static const enum finding_field fields[] = {F_SOURCE_TOOL, F_TARGET,    F_RULE_ID,  F_NATIVE_ID,
                                                F_CVE,         F_COMPONENT, F_LOCATION, F_FIRST_SEEN,
                                                F_LAST_SEEN,   F_REPORT};
    char separator = '{';
    if (of->entry->has_id) {
        buf_text(b, "{\"id\":");
        buf_slice(b, of->f.f[F_ID]);
        separator = ',';
    }
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        if (json_is_null(of->f.f[fields[i]]))
            continue;
        buf_byte(b, separator);
        separator = ',';
        buf_format(b, "\"%s\":", finding_names[fields[i]]);
        buf_slice(b, of->f.f[fields[i]]);
    }
    buf_text(b, separator == '{' ? "{}" : "}");
}

static void
add_key(struct run *run, struct buf *b, const struct member *of)
{
    struct buf text = {0};
    keys_project(run->keys, &of->f, &text);
    buf_slice(b, keys_show(run->keys, buf_as_slice(&text)));
    buf_free(&text);
}

static void
explain_link(struct run *run, const struct merge *m, const struct group *g, const struct link *l)
{
    struct explain *e = run->explain;
    struct buf *b = &e->out.buf;
    const struct member *x = member_of(m, l->a), *y = member_of(m, l->b);
    begin(e, g, "merge");
    buf_format(b, ",\"rule\":\"%s\",\"records\":[", rule_name(l->rule));
    add_record(b, x);
    buf_byte(b, ',');
    add_record(b, y);
    buf_text(b, "],\"keys\":[");
    add_key(run, b, x);
    buf_byte(b, ',');
    add_key(run, b, y);
    buf_byte(b, ']');
    if (l->rule == RULE_NEAREST || l->rule == RULE_WEAKNESS)
        buf_format(b, ",\"distance\":%u", l->distance);
    end(e);
}

static void
explain_links(struct run *run, const struct merge *m, const struct group *g, uint32_t root)
{
    struct index *x = &run->index;
    size_t low = 0, high = x->links;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (index_root(x, x->link[mid].a) < root)
            low = mid + 1;
        else
            high = mid;
    }
    for (; low < x->links && index_root(x, x->link[low].a) == root; low++)
        explain_link(run, m, g, &x->link[low]);
}

static const char *
said(const struct step *s)
{
    switch (s->cause) {
    case CAUSE_ABSENT:
        return "absent";
    case CAUSE_COVER:
        return "exception";
    case CAUSE_KNOWN:
        return "known";
    case CAUSE_START:
    case CAUSE_SEEN:
        return "seen";
    case CAUSE_EXPORT:
        break;
    }
    return state_word(s->state);
}

/* What sources said at that time; where nothing was said then (it is told late), all that was said before. */
static void
add_evidence(struct buf *b, const struct sources *of, int64_t at)
{
    bool any = false;
    char separator = '[';
    for (size_t i = 0; i < of->steps; i++)
        any |= of->step[i].at == at;
    for (size_t i = 0; i < of->steps; i++) {
        const struct step *s = &of->step[i];
        const struct source *source = &of->at[s->source];
        if (any ? s->at != at : s->at > at)
            continue;
        buf_byte(b, separator);
        separator = ',';
        buf_text(b, "{\"source_tool\":");
        buf_json_slice(b, source->tool);
        buf_text(b, ",\"target\":");
        buf_json_slice(b, source->target);
        buf_format(b, ",\"said\":\"%s\",\"at\":", said(s));
        date_write_json(b, s->at);
        buf_text(b, ",\"last_seen\":");
        date_write_json(b, source->last);
        buf_byte(b, '}');
    }
    buf_text(b, separator == '[' ? "[]" : "]");
}

static void
explain_events(struct explain *e, const struct merge *m, const struct group *g)
{
    const struct timeline *t = &m->timeline;
    for (size_t i = t->old; i < t->n; i++) {
        bool was = i && t->event[i - 1].state == STATE_RESOLVED, is = t->event[i].state == STATE_RESOLVED;
        bool moved = slice_starts(t->event[i].why, WHY_MOVED);
        if (was == is && !moved)
            continue;
        begin(e, g, moved ? "move" : is ? "close" : "reopen");
        buf_text(&e->out.buf, ",\"at\":");
        date_write_json(&e->out.buf, t->event[i].at);
        buf_text(&e->out.buf, ",\"why\":");
        buf_json_slice(&e->out.buf, t->event[i].why);
        buf_text(&e->out.buf, ",\"sources\":");
        add_evidence(&e->out.buf, &m->sources, t->event[i].at);
        end(e);
    }
}

void
explain_finding(struct run *run, struct merge *m, const struct group *g)
{
    struct explain *e = run->explain;
    if (!e->on || (e->one && hash128_compare(e->id, g->id) != 0))
        return;
    explain_links(run, m, g, g->root);
    explain_events(e, m, g);
}

void
explain_end(struct explain *e)
{
    if (e->on)
        output_flush(&e->out);
    buf_free(&e->out.buf);
}
