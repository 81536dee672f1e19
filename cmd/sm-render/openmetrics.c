/* OpenMetrics 1.0 text: the newest period of the report, without timestamps (node_exporter drops a file that
 * has them). A family for each metric and each breakdown, so that sum() can't count twice. Every family is a
 * gauge: promtool knows neither info nor stateset. Labels are few: those of `may` below, or of the layout's
 * `labels`. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "render.h"

#define FAMILY_SERIES_MAX 1000 /* of one family; a larger breakdown is left out */
#define SERIES_SHOWN_MAX 10000 /* of all; the breakdown that would pass it is left out */

static const char *const may[] = {"severity", "tier",   "category",   "control",
                                  "product",  "bucket", "disposition"};
static const char *const never[] = {"finding_title", "title", "cve", "cwe",
                                    "component",     "owner", "id",  "native_id"};
static const char *const own[] = {"sm_report_info", "sm_checks", "sm_metric_info", "sm_metric_target",
                                  "sm_metric_sample_size"};

struct family {
    struct slice name;           /* sm_open_findings_by_severity */
    const struct metric *metric; /* the first of it: unit, title */
    size_t first, last, n;       /* places in series, linked by next */
};

struct gauges {
    struct render *r;
    const struct metric **series;
    size_t *next;
    size_t n_series, shown;
    struct family *family;
    size_t n_families, cap_families;
    const struct metric **metric; /* one for each id: the whole, else the first cell */
    size_t n_metrics, cap_metrics;
    struct map families, metrics, labels;
    struct buf name, key;
    struct pool pool;
};

static bool
is_word(struct slice s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!((s.p[i] >= 'a' && s.p[i] <= 'z') || (s.p[i] >= '0' && s.p[i] <= '9') || s.p[i] == '_'))
            return false;
    return s.n > 0;
}

static bool
is_one_of(struct slice s, const char *const *words, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (slice_is(s, words[i]))
            return true;
    return false;
}

bool
openmetrics_may_label(const struct layout *layout, struct slice key)
{
    json_val *v, *labels = json_get(layout->root, "labels");
    struct json_iter it = json_each(labels);
    if (!is_word(key) || (*key.p >= '0' && *key.p <= '9') ||
        is_one_of(key, never, sizeof never / sizeof *never))
        return false;
    if (json_type(labels) != JSON_ARRAY)
        return is_one_of(key, may, sizeof may / sizeof *may);
    while (json_next(&it, NULL, &v))
        if (slice_same(json_str(v), key))
            return true;
    return false;
}

/* Ends that the standard keeps for parts of other types: promtool refuses a gauge that has one. */
static bool
is_kept(struct slice name)
{
    static const char *const ends[] = {"_bucket", "_count", "_sum", "_total", "_created"};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (slice_ends(name, ends[i]))
            return true;
    return false;
}

/* The unit is the end of the name, once: sm_missing_owner_ratio, sm_open_age_median_seconds. */
static void
family_name(struct buf *b, const struct metric *v)
{
    struct slice id = v->id;
    const char *unit = v->unit == UNIT_RATIO ? "_ratio" : v->unit == UNIT_DAYS ? "_seconds" : "";
    const char *said = v->unit == UNIT_RATIO ? "_ratio" : v->unit == UNIT_DAYS ? "_days" : NULL;
    if (said && slice_ends(id, said))
        id.n -= strlen(said);
    b->n = 0;
    buf_text(b, "sm_");
    buf_slice(b, id);
    for (size_t i = 0; i < v->n_dimensions; i++) {
        buf_text(b, i ? "_" : "_by_");
        buf_slice(b, v->dimensions[i].key);
    }
    buf_text(b, unit);
    if (is_kept(buf_as_slice(b)))
        buf_text(b, "_value");
}

/* A value as it is written: days are seconds. false: there is none. */
static bool
sample(struct buf *b, const struct metric *v, struct number n)
{
    double seconds = n.v * 86400;
    if (!n.has || (v->unit == UNIT_DAYS && !isfinite(seconds)))
        return false;
    if (v->unit == UNIT_DAYS)
        buf_number(b, seconds);
    else
        buf_slice(b, n.text);
    return true;
}

static void
label(struct buf *b, const char *name, struct slice value)
{
    buf_format(b, "%s=\"", name);
    for (size_t i = 0; i < value.n; i++) {
        if (value.p[i] == '"' || value.p[i] == '\\')
            buf_byte(b, '\\');
        buf_byte(b, value.p[i]);
    }
    buf_byte(b, '"');
}

/* HELP has no `"`: the standard asks for an escape that promtool refuses. */
static void
head(struct buf *b, struct slice name, const char *unit, struct slice help)
{
    buf_text(b, "# TYPE ");
    buf_slice(b, name);
    buf_text(b, " gauge\n");
    if (unit) {
        buf_text(b, "# UNIT ");
        buf_slice(b, name);
        buf_format(b, " %s\n", unit);
    }
    buf_text(b, "# HELP ");
    buf_slice(b, name);
    buf_byte(b, ' ');
    for (size_t i = 0; i < help.n; i++) {
        if (help.p[i] == '\\')
            buf_byte(b, '\\');
        buf_byte(b, help.p[i] == '"' ? '\'' : help.p[i]);
    }
    buf_byte(b, '\n');
}

/* ---- gathering */

static void
take_metric(struct gauges *g, const struct metric *v)
{
    size_t *at = map_put(&g->metrics, v->id, MAP_NONE);
    if (*at != MAP_NONE) {
        if (!v->n_dimensions)
            g->metric[*at] = v;
        return;
    }
    *at = g->n_metrics;
    g->metric = xgrow(g->metric, &g->cap_metrics, g->n_metrics + 1, sizeof *g->metric);
    g->metric[g->n_metrics++] = v;
}

static struct family *
family_of(struct gauges *g, const struct metric *v)
{
    family_name(&g->name, v);
    size_t *at = map_put(&g->families, buf_as_slice(&g->name), MAP_NONE);
    if (*at == MAP_NONE) {
        *at = g->n_families;
        g->family = xgrow(g->family, &g->cap_families, g->n_families + 1, sizeof *g->family);
        g->family[g->n_families++] =
            (struct family){.name = {pool_copy(&g->pool, g->name.p, g->name.n), g->name.n},
                            .metric = v,
                            .first = MAP_NONE,
                            .last = MAP_NONE};
    }
    return &g->family[*at];
}

static void
take_series(struct gauges *g, const struct metric *v)
{
    struct family *f = family_of(g, v);
    if (!slice_same(f->metric->id, v->id) || is_one_of(f->name, own, sizeof own / sizeof *own)) {
        report_error("metric %.*s: its name %.*s is another's", (int)v->id.n, v->id.p, (int)f->name.n,
                     f->name.p);
        return;
    }
    g->series[g->n_series] = v;
    g->next[g->n_series] = MAP_NONE;
    if (f->last == MAP_NONE)
        f->first = g->n_series;
    else
        g->next[f->last] = g->n_series;
    f->last = g->n_series++;
    f->n++;
}

static void
gather(struct gauges *g)
{
    const struct model *m = &g->r->model;
    g->series = xcalloc(m->n_series + 1, sizeof *g->series);
    g->next = xcalloc(m->n_series + 1, sizeof *g->next);
    for (size_t i = 0; i < m->n_series; i++) {
        const struct metric *v = m->series[i].at[m->now];
        bool labels = true;
        if (!v)
            continue;
        if (!is_word(v->id)) {
            report_error("metric %.*s: an id of OpenMetrics is made of a-z, 0-9 and _", (int)v->id.n,
                         v->id.p);
            continue;
        }
        take_metric(g, v);
        for (size_t j = 0; j < v->n_dimensions; j++)
            labels = labels && openmetrics_may_label(&g->r->layout, v->dimensions[j].key);
        if (labels)
            take_series(g, v);
    }
}

/* ---- writing */

static void
write_sample(struct gauges *g, struct buf *b, const struct family *f, const struct metric *v)
{
    size_t before = b->n;
    struct buf name = {0};
    buf_slice(b, f->name);
    for (size_t i = 0; i < v->n_dimensions; i++) {
        struct dimension d = v->dimensions[i];
        buf_byte(b, i ? ',' : '{');
        g->key.n = 0;
        buf_slice(&g->key, d.key);
        name.n = 0;
        if (d.value.p)
            buf_slice(&name, d.value);
        else
            page_write_absent(&name, d.key);
        label(b, buf_string(&g->key), buf_as_slice(&name));
    }
    buf_free(&name);
    buf_text(b, v->n_dimensions ? "} " : " ");
    struct slice place = {b->p + before, b->n - before};
    if (map_get(&g->labels, place) != MAP_NONE) {
        report_error("two values of %.*s", (int)place.n - 1, place.p);
        b->n = before;
        return;
    }
    map_put(&g->labels, place, 0);
    if (sample(b, v, v->value))
        buf_byte(b, '\n');
    else
        b->n = before;
}

static void
write_family(struct gauges *g, struct buf *b, const struct family *f)
{
    const char *units[] = {[UNIT_COUNT] = NULL, [UNIT_RATIO] = "ratio", [UNIT_DAYS] = "seconds"};
    if (f->n > FAMILY_SERIES_MAX || g->shown + f->n > SERIES_SHOWN_MAX) {
        report_warning("%.*s: left out: %zu series", (int)f->name.n, f->name.p, f->n);
        return;
    }
    g->shown += f->n;
    g->key.n = 0;
    buf_slice(&g->key, f->metric->title);
    if (f->metric->why.n) {
        buf_text(&g->key, ". ");
        buf_slice(&g->key, f->metric->why);
    }
    head(b, f->name, units[f->metric->unit], buf_as_slice(&g->key));
    for (size_t at = f->first; at != MAP_NONE; at = g->next[at])
        write_sample(g, b, f, g->series[at]);
    output_flow(&g->r->stage.out);
}

static void
write_report(struct gauges *g, struct buf *b)
{
    const struct model *m = &g->r->model;
    json_val *dictionary = json_get(m->defined, "dictionary");
    struct slice hash = model_json_text(&g->r->model, json_get(dictionary, "hash"));
    size_t counts[3] = {0};
    g->key.n = 0;
    period_write(&g->key, model_period(m, m->now));
    head(b, SLICE("sm_report_info"), NULL, SLICE("Which report these values are of"));
    buf_text(b, "sm_report_info{");
    label(b, "period", buf_as_slice(&g->key));
    buf_byte(b, ',');
    label(b, "as_of", m->as_of);
    buf_byte(b, ',');
    label(b, "report", slice_of(g->r->report ? g->r->report : "monthly"));
    buf_byte(b, ',');
    label(b, "dictionary", hash);
    buf_text(b, "} 1\n");
    for (size_t i = 0; i < m->n_checks; i++) {
        struct period p = m->checks[i].period;
        if (p.grain == m->first.grain && p.number == m->first.number + (int64_t)m->now && m->checks[i].status)
            counts[m->checks[i].status == 'o' ? 0 : m->checks[i].status == 'w' ? 1 : 2]++;
    }
    head(b, SLICE("sm_checks"), NULL, SLICE("Checks of the data by what they found"));
    buf_format(
        b, "sm_checks{status=\"ok\"} %zu\nsm_checks{status=\"warn\"} %zu\nsm_checks{status=\"fail\"} %zu\n",
        counts[0], counts[1], counts[2]);
}

static void
write_about(struct gauges *g, struct buf *b)
{
    static const char *const directions[] = {"none", "lower", "higher"};
    head(b, SLICE("sm_metric_info"), NULL,
         SLICE("Which direction is better, and how far the value can be trusted"));
    for (size_t i = 0; i < g->n_metrics; i++) {
        const struct metric *v = g->metric[i];
        buf_text(b, "sm_metric_info{");
        label(b, "metric", v->id);
        buf_byte(b, ',');
        label(b, "direction", slice_of(directions[v->direction]));
        buf_byte(b, ',');
        label(b, "confidence", (struct slice){&v->confidence, v->confidence != 0});
        buf_text(b, "} 1\n");
    }
    head(b, SLICE("sm_metric_target"), NULL, SLICE("The target of a metric, in the metric's unit"));
    for (size_t i = 0; i < g->n_metrics; i++) {
        size_t before = b->n;
        buf_text(b, "sm_metric_target{");
        label(b, "metric", g->metric[i]->id);
        buf_text(b, "} ");
        if (sample(b, g->metric[i], g->metric[i]->target))
            buf_byte(b, '\n');
        else
            b->n = before;
    }
    head(b, SLICE("sm_metric_sample_size"), NULL,
         SLICE("Records that a metric rests on; 0 where it has no value"));
    for (size_t i = 0; i < g->n_metrics; i++) {
        const struct metric *v = g->metric[i];
        g->key.n = 0;
        bool value = sample(&g->key, v, v->value);
        if (value && !v->n.has)
            continue;
        buf_text(b, "sm_metric_sample_size{");
        label(b, "metric", v->id);
        buf_text(b, "} ");
        buf_slice(b, value ? v->n.text : SLICE("0"));
        buf_byte(b, '\n');
    }
}

void
openmetrics_write(struct buf *b, struct render *r)
{
    struct gauges g = {.r = r};
    gather(&g);
    write_report(&g, b);
    for (size_t i = 0; i < g.n_families; i++)
        if (g.family[i].n)
            write_family(&g, b, &g.family[i]);
    write_about(&g, b);
    buf_text(b, "# EOF\n");
    free(g.series);
    free(g.next);
    free(g.family);
    free(g.metric);
    map_free(&g.families);
    map_free(&g.metrics);
    map_free(&g.labels);
    buf_free(&g.name);
    buf_free(&g.key);
    pool_free(&g.pool);
}
