#include "model.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "clean.h"
#include "date.h"
#include "mem.h"
#include "model_read.h"

struct slice
model_keep(struct model *m, struct slice s)
{
    if (!s.p)
        return s;
    m->text.n = 0;
    buf_room(&m->text, s.n + 1);
    clean_text(&m->text, s);
    size_t *at = map_put(&m->texts, buf_as_slice(&m->text), MAP_NONE);
    if (*at == MAP_NONE) {
        *at = m->n_kept;
        m->kept = xgrow(m->kept, &m->cap_kept, m->n_kept + 1, sizeof *m->kept);
        m->kept[m->n_kept++] = (struct slice){pool_copy(&m->pool, m->text.p, m->text.n), m->text.n};
    }
    return m->kept[*at];
}

struct slice
model_json_text(struct model *m, json_val *v)
{
    switch (json_type(v)) {
    case JSON_STRING:
        return model_keep(m, json_str(v));
    case JSON_NUMBER:
        return model_keep(m, json_number_text(v));
    case JSON_BOOL:
        return json_bool(v) ? SLICE("yes") : SLICE("no");
    default:
        return (struct slice){0};
    }
}

struct period
model_period(const struct model *m, size_t at)
{
    return (struct period){m->first.grain, m->first.number + (int64_t)at};
}

bool
model_newest(const struct model *m, enum grain grain, struct period *newest)
{
    bool any = false;
    for (size_t i = 0; i < m->n_metrics; i++) {
        struct period p = m->metrics[i]->period;
        if (p.grain == grain && (!any || p.number > newest->number)) {
            *newest = p;
            any = true;
        }
    }
    return any;
}

static bool
on_axis(const struct model *m, struct period p)
{
    return p.grain == m->first.grain && p.number >= m->first.number &&
           p.number < m->first.number + (int64_t)m->span;
}

static void
lay_axis(struct model *m, struct period newest)
{
    int64_t oldest = newest.number;
    for (size_t i = 0; i < m->n_metrics; i++)
        if (m->metrics[i]->period.grain == newest.grain && m->metrics[i]->period.number < oldest)
            oldest = m->metrics[i]->period.number;
    if (newest.number - oldest >= SPAN_MAX)
        oldest = newest.number - SPAN_MAX + 1;
    m->first = (struct period){newest.grain, oldest};
    m->span = (size_t)(newest.number - oldest) + 1;
    m->now = m->span - 1;
}

/* Equal dimensions in any order have equal keys. */
static void
series_key(struct buf *key, struct slice id, const struct dimension *d, size_t n)
{
    key->n = 0;
    hash_part(key, id);
    struct slice done = {0};
    for (size_t left = n; left; left--) {
        const struct dimension *least = NULL;
        for (size_t i = 0; i < n; i++)
            if (slice_compare(d[i].key, done) > 0 && (!least || slice_compare(d[i].key, least->key) < 0))
                least = &d[i];
        if (!least)
            break;
        hash_part(key, least->key);
        hash_part(key, least->value);
        done = least->key;
    }
}

static void
add_to_series(struct model *m, const struct metric *metric, size_t *cap)
{
    series_key(&m->text, metric->id, metric->dimensions, metric->n_dimensions);
    size_t *at = map_put(&m->series_places, buf_as_slice(&m->text), MAP_NONE);
    if (*at == MAP_NONE) {
        *at = m->n_series;
        m->series = xgrow(m->series, cap, m->n_series + 1, sizeof *m->series);
        m->series[m->n_series++] = (struct series){
            .id = metric->id, .dimensions = metric->dimensions, .n_dimensions = metric->n_dimensions};
    }
    struct series *s = &m->series[*at];
    s->at[metric->period.number - m->first.number] = metric;
    if (!s->last || metric->period.number >= s->last->period.number)
        s->last = metric;
}

/* The newest period's metrics first: its order is that of every table, also where an older one lacks a row.
 */
static void
lay_series(struct model *m, const struct model *from)
{
    size_t cap = 0;
    int64_t newest = m->first.number + (int64_t)m->now;
    for (int older = 0; older < 2; older++)
        for (size_t i = 0; i < from->n_metrics; i++) {
            struct period p = from->metrics[i]->period;
            if (on_axis(m, p) && (p.number != newest) == older)
                add_to_series(m, from->metrics[i], &cap);
        }
}

static double
defined(const struct model *m, const char *path, double otherwise)
{
    double v;
    return json_number(json_path(json_get(m->defined, "values"), path), &v) && isfinite(v) ? v : otherwise;
}

/* Small-n bounds and the flat rule are the dictionary's; these are its defaults. */
static void
read_bounds(struct model *m)
{
    m->few = defined(m, "small_n.few", 20);
    m->none = defined(m, "small_n.none", 5);
    m->flat_points = defined(m, "flat.ratio_points", 2);
    m->flat_items = defined(m, "flat.ratio_items", 3);
    m->flat_days = defined(m, "flat.days", 2);
    m->flat_days_share = defined(m, "flat.days_share", 0.1);
}

static void
read_as_of(struct model *m)
{
    m->as_of = (struct slice){0};
    for (size_t i = 0; i < m->n_metrics; i++)
        if (on_axis(m, m->metrics[i]->period) &&
            m->metrics[i]->period.number == m->first.number + (int64_t)m->now && m->metrics[i]->as_of.p)
            m->as_of = m->metrics[i]->as_of;
    int64_t at = m->as_of.p ? date_parse(m->as_of) : DATE_NONE;
    m->partial_day =
        at != DATE_NONE && date_day(at) < period_last_day(model_period(m, m->now)) ? date_day(at) : DATE_NONE;
}

void
model_view(struct model *m, enum grain grain)
{
    struct period newest = {GRAIN_MONTH, 0};
    if (!model_newest(m, grain, &newest))
        return;
    lay_axis(m, newest);
    lay_series(m, m);
    read_bounds(m);
    read_as_of(m);
}

/* Periods without any metric at the start are left out. */
void
model_within(const struct model *m, size_t months, struct model *within)
{
    struct period last = period_last_month(model_period(m, m->now));
    *within = (struct model){.few = m->few, .none = m->none, .partial_day = DATE_NONE};
    within->flat_points = m->flat_points, within->flat_items = m->flat_items;
    within->flat_days = m->flat_days, within->flat_days_share = m->flat_days_share;
    within->span = months < 1 ? 1 : months > SPAN_MAX ? SPAN_MAX : months;
    within->first = (struct period){GRAIN_MONTH, last.number - (int64_t)within->span + 1};
    int64_t oldest = INT64_MAX, newest = INT64_MIN;
    for (size_t i = 0; i < m->n_metrics; i++) {
        if (!on_axis(within, m->metrics[i]->period))
            continue;
        oldest = m->metrics[i]->period.number < oldest ? m->metrics[i]->period.number : oldest;
        newest = m->metrics[i]->period.number > newest ? m->metrics[i]->period.number : newest;
    }
    within->first.number = oldest;
    within->span = oldest <= newest ? (size_t)(newest - oldest) + 1 : 0;
    within->now = within->span ? within->span - 1 : 0;
    lay_series(within, m);
}

void
model_prefer(struct model *m, const enum grain *grains, size_t n)
{
    for (unsigned char g = 0; g < GRAINS; g++)
        m->rank[g] = (unsigned char)(GRAINS + g);
    for (size_t i = n; i--;)
        m->rank[grains[i]] = (unsigned char)i;
}

const struct series *
model_series(const struct model *m, struct slice id, const struct dimension *d, size_t n)
{
    struct buf key = {0};
    series_key(&key, id, d, n);
    size_t at = map_get(&m->series_places, buf_as_slice(&key));
    buf_free(&key);
    return at == MAP_NONE ? NULL : &m->series[at];
}

const struct list *
model_list(const struct model *m, struct slice id)
{
    for (size_t i = 0; i < m->n_lists; i++) {
        struct period p = m->lists[i].period;
        if (slice_same(m->lists[i].id, id) && on_axis(m, p) && p.number == m->first.number + (int64_t)m->now)
            return &m->lists[i];
    }
    return NULL;
}

void
model_free(struct model *m)
{
    for (size_t i = 0; i < m->n_lists; i++)
        list_drop_rows(&m->lists[i]);
    free(m->metrics);
    free(m->checks);
    free(m->lists);
    free(m->series);
    free(m->kept);
    map_free(&m->texts);
    map_free(&m->places);
    map_free(&m->series_places);
    json_free(&m->definitions);
    json_free(&m->scratch);
    buf_free(&m->text);
    pool_free(&m->pool);
}
