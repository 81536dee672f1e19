/* Two periods side by side, the months within a quarter or a year, and small multiples. */
#include <math.h>
#include <stdlib.h>

#include "page.h"
#include "scale.h"

#define PANELS_MAX 12

static size_t
number_of(json_val *section, const char *key, size_t most, size_t otherwise)
{
    double given;
    bool good = json_number(json_get(section, key), &given) && given >= 1 && given <= (double)most;
    return good ? (size_t)given : otherwise;
}

/* NULL: no month in the input. */
static const struct model *
months_of(struct page *p, size_t months)
{
    model_free(&p->months);
    model_within(p->m, months, &p->months);
    return p->months.span ? &p->months : NULL;
}

/* ---- then and now */

static struct dots
dots_of(const struct model *m, const struct series *s, double axis)
{
    const struct metric *now = s->at[m->now], *then = m->now ? s->at[m->now - 1] : NULL;
    struct dots d = {.has_now = value_is(now) && now->value.v >= 0,
                     .has_then = value_is(then) && then->value.v >= 0};
    d.now = d.has_now ? scale_share(now->value.v, 0, axis) : 0;
    d.then = d.has_then ? scale_share(then->value.v, 0, axis) : 0;
    d.has_tick = s->last->target.has;
    d.tick = d.has_tick ? scale_share(s->last->target.v, 0, axis) : 0;
    return d;
}

/* The larger of then and now; a value below 0 has no place on an axis. */
static double
largest_of(const struct model *m, const struct series *s)
{
    const struct metric *now = s->at[m->now], *then = m->now ? s->at[m->now - 1] : NULL;
    return fmax(value_is(now) ? now->value.v : 0, value_is(then) ? then->value.v : 0);
}

/* Rows of one axis: ratios, days, and counts in two groups, as 6 beside 400 can't be seen. */
enum group { GROUP_RATIOS, GROUP_DAYS, GROUP_COUNTS, GROUP_SMALL, GROUPS };
#define SMALL_SHARE 0.1 /* of the largest count: below, a count is of the small ones */

static enum group
group_of(const struct model *m, const struct series *s, double largest_count)
{
    if (s->last->unit != UNIT_COUNT)
        return s->last->unit == UNIT_RATIO ? GROUP_RATIOS : GROUP_DAYS;
    return largest_of(m, s) < SMALL_SHARE * largest_count ? GROUP_SMALL : GROUP_COUNTS;
}

static void
axis_caption(struct prose *caption, enum unit unit, double axis)
{
    static const char *const words[] = {"Counts", "Ratios", "Days"};
    struct buf b = {0};
    if (unit == UNIT_RATIO)
        number_write_percent(&b, number_percent(axis, 1));
    else if (unit == UNIT_DAYS)
        number_write_days(&b, axis, false);
    else
        number_write_rounded(&b, axis);
    prose_own(caption, "%s, on one axis from 0 to %s (|:" NBSP "target)", words[unit], buf_string(&b));
    buf_free(&b);
}

static void
then_now_row(struct page *p, struct table *t, size_t row, struct subject subject, double axis)
{
    struct score *s = page_score(p, subject);
    page_cell(t, row, 0)->text = s->name;
    prose_add(&page_cell(t, row, 1)->text, RUN_OWN, s->previous);
    page_cell(t, row, 2)->dots = dots_of(p->m, subject.series, axis);
    prose_add(&page_cell(t, row, 3)->text, RUN_OWN, s->value);
    prose_add(&page_cell(t, row, 4)->text, RUN_OWN, s->change);
    if (s->word.n)
        prose_own(&page_cell(t, row, 4)->text, " %s", s->word.p);
    page_target(&page_cell(t, row, 5)->text, s);
}

static void
then_now_heads(struct page *p, struct table *t)
{
    struct buf b = {0};
    prose_own(&t->columns[0].head, "Metric");
    period_short(&b, model_period(p->m, p->m->now - 1));
    prose_buf(&t->columns[1].head, &b);
    prose_own(&t->columns[2].head, "\xe2\x97\x8b then, \xe2\x97\x8f now");
    period_short(&b, model_period(p->m, p->m->now));
    prose_buf(&t->columns[3].head, &b);
    prose_own(&t->columns[4].head, "Change");
    prose_own(&t->columns[5].head, "Target");
    t->columns[1].kind = t->columns[3].kind = AS_NUMBER;
    t->columns[2].kind = AS_DOTS;
    buf_free(&b);
}

static void
then_now_table(struct page *p, const struct subject *s, const enum group *of, size_t n, enum group group)
{
    size_t rows = 0;
    double top = 0;
    enum unit unit = group == GROUP_RATIOS ? UNIT_RATIO : group == GROUP_DAYS ? UNIT_DAYS : UNIT_COUNT;
    for (size_t i = 0; i < n; i++) {
        rows += of[i] == group;
        top = of[i] == group ? fmax(top, largest_of(p->m, s[i].series)) : top;
    }
    if (!rows)
        return;
    double axis = unit == UNIT_RATIO && top <= 1 ? 1 : scale_round_up(top);
    struct table *t = page_table(p, 6, rows);
    axis_caption(&t->caption, unit, axis);
    then_now_heads(p, t);
    for (size_t i = 0, row = 0; i < n; i++)
        if (of[i] == group)
            then_now_row(p, t, row++, s[i], axis);
}

void
page_then_now(struct page *p, json_val *section)
{
    size_t n;
    double largest = 0;
    struct subject *s = page_subjects(p, section, &n);
    enum group *of = pool_alloc(&p->pool, (n + 1) * sizeof *of);
    if (!page_compares(p)) /* said under the title */
        return;
    for (size_t i = 0; i < n; i++)
        if (s[i].series->last->unit == UNIT_COUNT)
            largest = fmax(largest, largest_of(p->m, s[i].series));
    for (size_t i = 0; i < n; i++)
        of[i] = group_of(p->m, s[i].series, largest);
    for (enum group g = GROUP_RATIOS; g < GROUPS; g++)
        then_now_table(p, s, of, n, g);
}

/* ---- the months within */

static const struct series *
in_months(const struct model *months, const struct series *s)
{
    return model_series(months, s->id, s->dimensions, s->n_dimensions);
}

void
page_months_table(struct page *p, json_val *section)
{
    size_t n, rows = 0;
    struct subject *s = page_subjects(p, section, &n);
    size_t within = (size_t)months_in(p->m->first.grain);
    const struct model *m = months_of(p, number_of(section, "months", SPAN_MAX, within));
    struct buf b = {0};
    for (size_t i = 0; m && i < n; i++)
        rows += in_months(m, s[i].series) != NULL;
    if (!rows)
        return;
    struct table *t = page_table(p, m->span + 1, rows);
    struct slice caption = page_name(p, section, "caption");
    prose_add(&t->caption, RUN_NAME, caption.n ? caption : SLICE("Month by month"));
    prose_own(&t->columns[0].head, "Metric");
    for (size_t j = 0; j < m->span; j++) {
        period_short(&b, model_period(m, j));
        prose_buf(&t->columns[j + 1].head, &b);
        t->columns[j + 1].kind = AS_NUMBER;
    }
    for (size_t i = 0, row = 0; i < n; i++) {
        const struct series *in = in_months(m, s[i].series);
        if (!in)
            continue;
        prose_add(&page_cell(t, row, 0)->text, RUN_NAME, s[i].title);
        for (size_t j = 0; j < m->span; j++) {
            value_write(&b, m, in->at[j], false);
            prose_buf(&page_cell(t, row, j + 1)->text, &b);
        }
        row++;
    }
    buf_free(&b);
}

/* ---- small multiples: one axis for all panels of a section */

static void
fill_panel(struct page *p, const struct model *m, struct panel *panel, const struct series *s,
           struct slice title, struct slice key)
{
    struct buf b = {0};
    *panel = (struct panel){.series = s};
    panel->name = panel->full = prose_new(&p->pool);
    if (key.n) {
        page_cell_name(&panel->name, s, key);
        prose_add(&panel->full, RUN_NAME, s->last->title);
        prose_own(&panel->full, ", ");
        page_cell_name(&panel->full, s, key);
    } else {
        prose_add(&panel->name, RUN_NAME, title);
        panel->full = panel->name;
    }
    page_chart(p, m, &panel->chart, (struct subject){s, title});
    if (m->now &&
        value_is(s->at[0])) { /* "412 (612 in Oct 2025)": brackets, as two numbers side by side are one */
        value_write(&b, m, s->at[0], false);
        buf_text(&b, " in ");
        period_short(&b, model_period(m, 0));
    }
    panel->before = page_text(p, &b);
    buf_free(&b);
}

/* Ratios stand on 0 to 100 %; other units on what the largest value and target of all panels need. */
static void
share_axis(struct panels *all)
{
    for (size_t i = 0; i < all->n; i++) {
        double low, high;
        scale_axis(&all->at[i].chart, &low, &high);
        all->low = i ? fmin(all->low, low) : low;
        all->high = i ? fmax(all->high, high) : high;
        if (!all->at[i].out)
            continue;
        scale_axis(all->at[i].out, &low, &high);
        all->high = fmax(all->high, high);
    }
}

/* Closed findings beside the new ones of a panel. */
static void
fill_out(struct page *p, const struct model *m, struct panel *panel, const struct series *out)
{
    struct buf b = {0};
    const struct chart *c = &panel->chart;
    panel->out = pool_alloc(&p->pool, sizeof *panel->out);
    *panel->out = (struct chart){.n = 0};
    panel->out_series = out;
    page_chart(p, m, panel->out, (struct subject){out, out->last->title});
    panel->full_out = prose_new(&p->pool);
    prose_add(&panel->full_out, RUN_NAME, out->last->title);
    prose_own(&panel->full_out, ", ");
    page_cell_name(&panel->full_out, out, out->dimensions->key);
    panel->before = (struct slice){0};
    buf_format(&b, "%.*s: %.*s. %.*s: %.*s. Values in the table Values by period.",
               (int)panel->series->last->title.n, panel->series->last->title.p, (int)c->brief.n, c->brief.p,
               (int)out->last->title.n, out->last->title.p, (int)panel->out->brief.n, panel->out->brief.p);
    panel->chart.desc = page_text(p, &b);
    buf_free(&b);
}

static void
add_panels(struct page *p, struct panels *all, struct slice caption, const char *say)
{
    all->caption = prose_new(&p->pool);
    prose_add(&all->caption, RUN_NAME, caption);
    prose_own(&all->caption, "%s", say);
    all->number = p->n_panels;
    share_axis(all);
    p->panels = xgrow(p->panels, &p->cap_panels, p->n_panels + 1, sizeof *p->panels);
    p->panels[p->n_panels++] = all;
    page_block(p, BLOCK_PANELS)->panels = all;
}

static struct panels *
new_panels(struct page *p)
{
    struct panels *all = pool_alloc(&p->pool, sizeof *all);
    *all = (struct panels){.at = pool_alloc(&p->pool, PANELS_MAX * sizeof *all->at)};
    return all;
}

static void
panels_by(struct page *p, const struct model *m, json_val *section, size_t max)
{
    json_val *v;
    struct json_iter it = json_each(json_get(section, "metrics"));
    while (json_next(&it, NULL, &v)) {
        struct slice id = model_keep(p->m, json_str(v)), key = {0};
        if (id.p)
            key = page_key(p, m, id, json_get(section, "by"));
        size_t n = key.p ? page_cells(m, id, key, NULL) : 0;
        if (!n)
            continue;
        const struct series **cells = pool_alloc(&p->pool, n * sizeof *cells);
        page_cells(m, id, key, cells);
        struct panels *all = new_panels(p);
        for (; all->n < n && all->n < max; all->n++)
            fill_panel(p, m, &all->at[all->n], cells[all->n], cells[all->n]->last->title, key);
        struct buf b = {0};
        buf_format(&b, " by %.*s, all on one axis%s", (int)key.n, key.p,
                   all->n < n ? " (the first ones)" : "");
        add_panels(p, all, cells[0]->last->title, buf_string(&b));
        buf_free(&b);
    }
}

/* {"pair": true}: new and closed findings of each value of a key. */
static void
panels_of_pair(struct page *p, const struct model *m, json_val *section, size_t max)
{
    json_val *v;
    struct json_iter it = json_each(json_get(section, "metrics"));
    struct slice id[2] = {{0}}, key = {0};
    for (size_t i = 0; i < 2 && json_next(&it, NULL, &v); i++)
        id[i] = model_keep(p->m, json_str(v));
    if (id[0].p && id[1].p)
        key = page_key(p, m, id[0], json_get(section, "by"));
    size_t n = key.p ? page_cells(m, id[0], key, NULL) : 0;
    if (!n)
        return;
    const struct series **cells = pool_alloc(&p->pool, n * sizeof *cells), *out = NULL, *last = NULL;
    page_cells(m, id[0], key, cells);
    struct panels *all = new_panels(p);
    for (size_t i = 0; i < n && all->n < max; i++) {
        out = model_series(m, id[1], cells[i]->dimensions, 1);
        if (!out)
            continue;
        last = out;
        fill_panel(p, m, &all->at[all->n], cells[i], cells[i]->last->title, key);
        fill_out(p, m, &all->at[all->n++], out);
    }
    if (!last)
        return;
    struct buf b = {0};
    buf_format(&b, " (\xe2\x96\xa0) and %.*s (\xe2\x96\xa1) by %.*s, all on one axis%s",
               (int)last->last->title.n, last->last->title.p, (int)key.n, key.p,
               all->n < n ? " (the first ones)" : "");
    add_panels(p, all, cells[0]->last->title, buf_string(&b));
    buf_free(&b);
}

/* Metrics without a key: one set of panels for each unit, as only equal units share an axis. */
static void
panels_of(struct page *p, const struct model *m, json_val *section, size_t max)
{
    static const char *const words[] = {"Counts", "Ratios", "Days"};
    static const enum unit order[] = {UNIT_RATIO, UNIT_DAYS, UNIT_COUNT};
    size_t n;
    struct subject *s = page_subjects(p, section, &n);
    for (int u = 0; u < 3; u++) {
        struct panels *all = new_panels(p);
        for (size_t i = 0; i < n && all->n < max; i++) {
            const struct series *in = in_months(m, s[i].series);
            if (in && in->last->unit == order[u])
                fill_panel(p, m, &all->at[all->n++], in, s[i].title, (struct slice){0});
        }
        if (all->n)
            add_panels(p, all, slice_of(words[order[u]]), ", all on one axis");
    }
}

void
page_multiples(struct page *p, json_val *section)
{
    size_t months = number_of(section, "months", SPAN_MAX, 13),
           max = number_of(section, "max", PANELS_MAX, PANELS_MAX);
    const struct model *m = p->n_panels ? &p->months : months_of(p, months); /* one axis for a page */
    if (!m || m->span < 2)
        return;
    if (json_bool(json_get(section, "pair")))
        panels_of_pair(p, m, section, max);
    else if (json_get(section, "by"))
        panels_by(p, m, section, max);
    else
        panels_of(p, m, section, max);
}
