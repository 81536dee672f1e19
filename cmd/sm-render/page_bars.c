/* Tables with a bar in each row: a metric by one key, and open findings by age. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "page.h"

#define ROWS 12 /* of a breakdown whose layout sets no `max` */
#define AGES 5

/* What was taken out of a number is drawn after its bar; what is part of it is not. */
static bool
is_outside(const struct metric *v)
{
    static const char word[] = "exception";
    if (v->unit != UNIT_COUNT || !v->beside.has || v->beside.v <= 0)
        return false;
    for (size_t at = 0; at + sizeof word - 1 <= v->beside_label.n; at++)
        if (memcmp(v->beside_label.p + at, word, sizeof word - 1) == 0)
            return true;
    return false;
}

static double
axis_of(const struct page *p, const struct series *const *cells, size_t n)
{
    double top = 0;
    for (size_t i = 0; i < n; i++) {
        const struct metric *v = cells[i] ? cells[i]->at[p->m->now] : NULL;
        if (!v)
            continue;
        double beside = is_outside(v) ? v->beside.v : 0;
        if (v->unit == UNIT_RATIO)
            return 1;
        if (v->value.has && v->value.v + beside > top)
            top = v->value.v + beside;
    }
    return top;
}

static double
share(double v, double axis)
{
    return axis <= 0 || v <= 0 ? 0 : v >= axis ? 1 : v / axis;
}

static void
fill_bar(const struct page *p, struct cell *cell, const struct metric *v, double axis)
{
    struct buf b = {0};
    value_write(&b, p->m, v, true);
    prose_buf(&cell->text, &b);
    if (v->target.has && v->status == STATUS_MISSED) {
        prose_own(&cell->text, " ");
        cell->text.style = STYLE_ALARM;
        prose_own(&cell->text, "\xe2\x9c\x97" NBSP "missed");
    }
    if (v->beside.has && v->beside.v != 0) {
        buf_text(&b, is_outside(v) ? " +" NBSP : " (");
        number_write_count(&b, v->beside);
        buf_text(&b, is_outside(v) ? "" : ")");
        cell->text.style = STYLE_MUTED;
        prose_buf(&cell->text, &b);
    }
    cell->bar.has = value_is(v);
    cell->bar.share = v->value.has ? share(v->value.v, axis) : 0;
    cell->bar.beside = is_outside(v) ? share(v->beside.v, axis) : 0;
    cell->bar.has_tick = v->unit == UNIT_RATIO && v->target.has;
    cell->bar.tick = cell->bar.has_tick ? share(v->target.v, 1) : 0;
    buf_free(&b);
}

/* Columns after the bar: change (where there is one), n (a count is its own n), confidence. */
struct form {
    bool changes, n;
    size_t columns;
};

static struct form
form_of(const struct page *p, enum unit unit)
{
    struct form f = {page_compares(p), unit != UNIT_COUNT, 3};
    f.columns += f.changes + f.n;
    return f;
}

/* judged: a change of this row alone is better or worse. */
static void
write_row(struct page *p, struct table *t, size_t row, const struct series *s, double axis, bool judged)
{
    const struct metric *v = s->at[p->m->now];
    struct form f = form_of(p, v->unit);
    struct buf b = {0};
    size_t column = 1;
    fill_bar(p, page_cell(t, row, column++), v, axis);
    if (f.changes) {
        struct change c = change_of(p->m, s);
        change_write(&b, v->unit, c);
        if (judged && *change_word(c))
            buf_format(&b, " %s", change_word(c));
        prose_buf(&page_cell(t, row, column++)->text, &b);
    }
    if (f.n) {
        value_write_n(&b, v);
        prose_buf(&page_cell(t, row, column++)->text, &b);
    }
    if (v->confidence)
        prose_own(&page_cell(t, row, column)->text, "%c", v->confidence);
    buf_free(&b);
}

static void
write_heads(struct table *t, struct form f)
{
    size_t column = 1;
    t->columns[column].kind = AS_BAR;
    prose_own(&t->columns[column++].head, "Now");
    if (f.changes)
        prose_own(&t->columns[column++].head, "Change");
    if (f.n) {
        t->columns[column].kind = AS_NUMBER;
        prose_own(&t->columns[column++].head, "n");
    }
    prose_own(&t->columns[column].head, "Conf.");
}

/* What the number after `+` or in brackets counts: said once, for all rows. */
static void
say_beside(struct page *p, struct table *t, const struct series *const *cells, size_t n)
{
    const struct metric *told = NULL;
    for (size_t i = 0; i < n; i++) {
        const struct metric *v = cells[i] ? cells[i]->at[p->m->now] : NULL;
        if (v && v->beside.has && v->beside.v != 0 && v->beside_label.n)
            told = v;
    }
    if (!told)
        return;
    prose_own(&t->caption, is_outside(told)                             ? " (hatched, +: "
                           : slice_starts(told->beside_label, "under ") ? " (in brackets: more "
                                                                        : " (in brackets: ");
    prose_add(&t->caption, RUN_NAME, told->beside_label);
    prose_own(&t->caption, ")");
}

static void
breakdown(struct page *p, struct subject s, json_val *section)
{
    double given;
    struct slice key = page_key(p, p->m, s.series->id, json_get(section, "by"));
    size_t n = key.p ? page_cells(p->m, s.series->id, key, NULL) : 0, shown;
    size_t max =
        json_number(json_get(section, "max"), &given) && given >= 1 && given < 1e6 ? (size_t)given : ROWS;
    if (!n)
        return;
    const struct series **cells = pool_alloc(&p->pool, n * sizeof *cells);
    page_cells(p->m, s.series->id, key, cells);
    shown = n < max ? n : max;
    struct form f = form_of(p, s.series->last->unit);
    struct table *t = page_table(p, f.columns, shown);
    struct slice caption = page_name(p, section, "caption");
    prose_add(&t->caption, RUN_NAME, caption.n ? caption : s.title);
    if (!caption.n) {
        prose_own(&t->caption, " by ");
        prose_add(&t->caption, RUN_NAME, key);
    }
    if (shown < n)
        prose_own(&t->caption, " (first %zu; %zu more)", shown, n - shown);
    say_beside(p, t, cells, shown);
    prose_add(&t->columns[0].head, RUN_NAME, page_words(p, key));
    write_heads(t, f);
    for (size_t i = 0; i < shown; i++) {
        page_cell_name(&page_cell(t, i, 0)->text, cells[i], key);
        write_row(p, t, i, cells[i], axis_of(p, cells, shown), true);
    }
}

void
page_breakdown(struct page *p, json_val *section)
{
    json_val *v;
    struct json_iter it = json_each(json_get(section, "metrics"));
    while (json_next(&it, NULL, &v)) {
        struct slice id = model_keep(p->m, json_str(v));
        const struct series *first = NULL;
        for (size_t i = 0; id.p && i < p->m->n_series && !first; i++)
            if (slice_same(p->m->series[i].id, id))
                first = &p->m->series[i];
        if (first)
            breakdown(p, (struct subject){first, first->last->title}, section);
        else if (id.p)
            page_missing(p, "metric", id);
    }
}

/* ---- age: five bars of one width, since the buckets are not of one length */

static const struct age {
    const char *name;
    double from, to; /* days */
} ages[AGES] = {{"0\xe2\x80\x93"
                 "30",
                 0, 30},
                {"31\xe2\x80\x93"
                 "60",
                 31, 60},
                {"61\xe2\x80\x93"
                 "90",
                 61, 90},
                {"91\xe2\x80\x93"
                 "180",
                 91, 180},
                {"181+", 181, 1e9}};

/* "critical 7 d, high 30 d": the days of the SLA that end within a bucket. */
static void
say_sla(struct page *p, struct prose *text, const struct age *age)
{
    json_val *row;
    struct json_iter it = json_each(json_path(p->m->defined, "values.sla"));
    for (int said = 0; json_next(&it, NULL, &row);) {
        double days;
        static const char *const members[] = {"severity", "tier", "category"};
        if (!json_number(json_get(row, "days"), &days) || days < age->from || days >= age->to + 1)
            continue;
        prose_own(text, said++ ? ", " : "");
        for (size_t i = 0; i < 3; i++) {
            struct slice word = model_json_text(p->m, json_get(row, members[i]));
            if (!word.n)
                continue;
            prose_own(text, i == 1 ? "tier" NBSP : "");
            prose_add(text, RUN_NAME, word);
            prose_own(text, " ");
        }
        prose_own(text, "%g" NBSP "d", days);
    }
}

/* `metrics`: one that is broken down by `by`, else by bucket. A bucket without a record is empty where the
 * whole has a value. */
void
page_ages(struct page *p, json_val *section)
{
    json_val *v = NULL;
    struct json_iter it = json_each(json_get(section, "metrics"));
    struct slice id = json_next(&it, NULL, &v) ? model_keep(p->m, json_str(v)) : (struct slice){0};
    const struct series *whole = id.p ? model_series(p->m, id, NULL, 0) : NULL, *cells[AGES];
    size_t found = 0;
    for (size_t i = 0; whole && i < AGES; i++) {
        struct dimension d = {.key = SLICE("bucket"), .value = slice_of(ages[i].name)};
        cells[i] = model_series(p->m, id, &d, 1);
        cells[i] = cells[i] && cells[i]->at[p->m->now] ? cells[i] : NULL;
        found += cells[i] != NULL;
    }
    if (!whole || (!found && value_is(whole->at[p->m->now]))) { /* none, or buckets of other names */
        page_breakdown(p, section);
        return;
    }
    struct form f = form_of(p, UNIT_COUNT);
    struct table *t = page_table(p, f.columns + 1, AGES);
    struct buf b = {0};
    prose_add(&t->caption, RUN_NAME, whole->last->title);
    value_write_n(&b, whole->at[p->m->now]);
    prose_own(&t->caption, ", counts per bucket, n" NBSP "%s", b.n ? buf_string(&b) : "n/a");
    say_beside(p, t, cells, AGES);
    prose_own(&t->columns[0].head, "Days");
    write_heads(t, f);
    prose_own(&t->columns[f.columns].head, "SLA that ends here");
    for (size_t i = 0; i < AGES; i++) {
        prose_own(&page_cell(t, i, 0)->text, "%s", ages[i].name);
        if (cells[i]) /* fewer young findings may be findings grown old: no bucket is better by itself */
            write_row(p, t, i, cells[i], axis_of(p, cells, AGES), false);
        else
            prose_own(&page_cell(t, i, 1)->text, value_is(whole->at[p->m->now]) ? "0" : "n/a");
        say_sla(p, &page_cell(t, i, f.columns)->text, &ages[i]);
    }
    buf_free(&b);
}
