/* What a chart shows, and says of itself to who does not see it. */
#include <stdlib.h>

#include "clean.h"
#include "page.h"

#define TITLE_MAX 200 /* characters of a name that is read aloud */

void
page_points(const struct model *m, const struct series *s, struct point *points)
{
    for (size_t i = 0; i < m->span; i++) {
        const struct metric *v = s->at[i];
        points[i] = (struct point){.has = value_is(v)};
        if (points[i].has) {
            points[i].few = value_is_few(m, v);
            points[i].by_hand = v->confidence == 'C';
            points[i].v = v->unit == UNIT_RATIO ? 100 * v->value.v : v->value.v;
        }
    }
}

static void
add_short(struct buf *b, const struct model *m, size_t at)
{
    period_short(b, model_period(m, at));
}

static void
add_at(struct buf *b, const struct model *m, const struct series *s, const char *word, size_t at)
{
    buf_format(b, "%s ", word);
    value_write(b, m, s->at[at], true);
    buf_text(b, " in ");
    add_short(b, m, at);
}

struct extremes {
    size_t first, last, low, high, without; /* places; without: how many lack a value */
    bool any;
};

static struct extremes
extremes_of(const struct point *p, size_t n)
{
    struct extremes e = {0};
    for (size_t i = 0; i < n; i++) {
        if (!p[i].has) {
            e.without++;
            continue;
        }
        if (!e.any)
            e.first = e.low = e.high = i;
        e.any = true;
        e.last = i;
        e.low = p[i].v < p[e.low].v ? i : e.low;
        e.high = p[i].v > p[e.high].v ? i : e.high;
    }
    return e;
}

static void
describe(struct page *p, const struct model *m, struct chart *c, const struct series *s, struct extremes e)
{
    struct buf b = {0};
    buf_format(&b, "%zu %s%s: ", m->span, grain_word(m->first.grain), m->span == 1 ? "" : "s");
    if (e.any) {
        value_write(&b, m, s->at[e.first], true);
        buf_text(&b, " to ");
        value_write(&b, m, s->at[e.last], true);
        add_at(&b, m, s, ", lowest", e.low);
        add_at(&b, m, s, ", highest", e.high);
        if (e.without)
            buf_format(&b, ", %zu without data", e.without);
    } else {
        buf_text(&b, "no data");
    }
    c->brief = page_text(p, &b);
    if (e.any) {
        add_at(&b, m, s, "First", e.first);
        add_at(&b, m, s, ", last", e.last);
        add_at(&b, m, s, ", lowest", e.low);
        add_at(&b, m, s, ", highest", e.high);
        buf_byte(&b, '.');
    } else {
        buf_text(&b, "No data.");
    }
    if (c->has_target) {
        buf_text(&b, " Target ");
        value_write_target(&b, s->last);
        buf_byte(&b, '.');
    }
    for (size_t i = 0, said = 0; i < c->n; i++) {
        if (c->points[i].has)
            continue;
        buf_text(&b, said++ ? ", " : " No value for ");
        add_short(&b, m, i);
    }
    buf_text(&b, e.without ? ". Values in the table Values by period."
                           : " Values in the table Values by period.");
    c->desc = page_text(p, &b);
    buf_free(&b);
}

void
page_ticks(struct page *p, const struct model *m, struct slice ticks[3])
{
    struct buf b = {0};
    size_t at[3] = {0, m->now / 2, m->now};
    for (int i = 0; i < 3; i++) {
        if (i == 0 || at[i] != at[i - 1])
            add_short(&b, m, at[i]);
        ticks[i] = page_text(p, &b);
    }
    if (m->span % 2 == 0) /* no period in the middle */
        ticks[1].n = 0;
    buf_free(&b);
}

void
page_chart(struct page *p, const struct model *m, struct chart *c, struct subject s)
{
    const struct metric *last = s.series->last;
    struct buf b = {0};
    c->n = m->span;
    c->unit = last->unit;
    page_points(m, s.series, c->points);
    c->has_target = last->target.has;
    c->target = last->unit == UNIT_RATIO ? 100 * last->target.v : last->target.v;
    const struct metric *now = s.series->at[m->now];
    if (now && now->unit == UNIT_RATIO && now->beside.has && now->beside.v > 0 && now->denominator.v > 0)
        c->beside = 100 * now->beside.v / now->denominator.v;
    struct extremes e = extremes_of(c->points, c->n);
    size_t all;
    buf_slice(&b, clean_cut(s.title, TITLE_MAX, &all));
    buf_text(&b, all ? "\xe2\x80\xa6, " : ", ");
    add_short(&b, m, 0);
    if (m->now) {
        buf_text(&b, " to ");
        add_short(&b, m, m->now);
    }
    c->title = page_text(p, &b);
    page_ticks(p, m, c->ticks);
    if (e.any)
        value_write(&b, m, s.series->at[e.last], false);
    c->value = page_text(p, &b);
    describe(p, m, c, s.series, e);
    buf_free(&b);
}
