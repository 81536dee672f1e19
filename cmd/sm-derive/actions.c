#include "actions.h"

#include <stdlib.h>

#include "mem.h"
#include "text.h"

struct action {
    int64_t at;
    unsigned bits;
    struct slice metric;
    struct slice *services, *products; /* folded; none of both: all applications */
    size_t n_services, n_products;
};

static struct slice
keep_folded(struct actions *a, struct slice s)
{
    a->scratch.n = 0;
    text_fold(&a->scratch, s);
    return (struct slice){pool_copy(&a->pool, a->scratch.p, a->scratch.n), a->scratch.n};
}

static struct slice *
keep_all(struct actions *a, json_val *array, size_t *n)
{
    struct json_iter it = json_each(array);
    struct slice *list = pool_alloc(&a->pool, (json_count(array) + 1) * sizeof *list);
    json_val *v;
    *n = 0;
    while (!it.object && json_next(&it, NULL, &v))
        if (slice_trim(json_str(v)).n)
            list[(*n)++] = keep_folded(a, slice_trim(json_str(v)));
    return list;
}

static unsigned
bits_of(json_val *root)
{
    static const struct {
        const char *type;
        unsigned bits;
    } types[] = {{"quick_win", ACTION_QUICK_WIN},
                 {"strategic", ACTION_STRATEGIC},
                 {"report", ACTION_REPORT | ACTION_CITED},
                 {"metric_review", ACTION_METRIC_REVIEW | ACTION_CITED},
                 {"sharing", ACTION_SHARING}};
    struct slice type = json_get_str(root, "type");
    unsigned bits = 0;
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (slice_is(type, types[i].type))
            bits |= types[i].bits;
    if (json_get_str(root, "metric").n)
        bits |= ACTION_CITED;
    if (json_get_str(root, "decision").n && json_get_str(root, "owner").n)
        bits |= ACTION_OWNED;
    return bits;
}

void
actions_take(struct actions *a, struct slice text)
{
    const char *why;
    json_val *root = json_parse(&a->doc, text.p, text.n, &why);
    struct slice metric = slice_trim(json_get_str(root, "metric"));
    struct action x = {.at = date_parse(json_get_str(root, "at")), .bits = bits_of(root)};
    x.metric = (struct slice){pool_copy(&a->pool, metric.p, metric.n), metric.n};
    x.services = keep_all(a, json_get(root, "services"), &x.n_services);
    x.products = keep_all(a, json_get(root, "products"), &x.n_products);
    a->at = xgrow(a->at, &a->cap, a->n + 1, sizeof *a->at);
    a->at[a->n++] = x;
}

static bool
has(const struct slice *list, size_t n, struct slice s)
{
    for (size_t i = 0; i < n; i++)
        if (slice_same(list[i], s))
            return true;
    return false;
}

static bool
is_about(const struct action *x, const struct asset *a)
{
    if (!x->n_services && !x->n_products)
        return true;
    for (size_t i = 0; i < a->n_services; i++)
        if (has(x->services, x->n_services, a->services[i]))
            return true;
    return a->folded_product.n && has(x->products, x->n_products, a->folded_product);
}

unsigned
actions_of(const struct actions *a, const struct asset *x, const struct period *p)
{
    unsigned bits = 0;
    for (size_t i = 0; i < a->n; i++) {
        if (a->at[i].at >= p->end)
            continue;
        bits |= ACTION_RECORDED;
        if (a->at[i].at >= p->year_start && is_about(&a->at[i], x))
            bits |= a->at[i].bits;
    }
    return bits;
}

void
actions_write(struct buf *b, unsigned bits)
{
    static const char *const names[] = {"quick_win", "strategic", "report", "metric_review",
                                        "sharing",   "cited",     "owned"};
    buf_format(b, ",\"actions\":{\"recorded\":%s", bits & ACTION_RECORDED ? "true" : "false");
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        buf_format(b, ",\"%s\":%s", names[i], bits >> i & 1 ? "true" : "false");
    buf_byte(b, '}');
}

uint64_t
actions_citing(const struct actions *a, struct slice metric, int64_t from, int64_t before)
{
    uint64_t n = 0;
    for (size_t i = 0; i < a->n; i++)
        n += a->at[i].at >= from && a->at[i].at < before && slice_same(a->at[i].metric, metric);
    return n;
}

void
actions_free(struct actions *a)
{
    free(a->at);
    pool_free(&a->pool);
    json_free(&a->doc);
    buf_free(&a->scratch);
    *a = (struct actions){0};
}
