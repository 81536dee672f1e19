#include "previous.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "json.h"
#include "key.h"
#include "lines.h"
#include "mem.h"
#include "report.h"

static struct slice
keep(struct previous *p, struct slice s)
{
    return s.p ? (struct slice){pool_copy(&p->pool, s.p, s.n), s.n} : s;
}

static void
make_key(struct buf *key, struct slice period, struct slice dimension, struct slice value)
{
    key->n = 0;
    key_part(key, period);
    key_part(key, dimension);
    key_part(key, value);
}

static void
take(struct previous *p, json_val *root)
{
    json_val *dimensions = json_get(root, "dimensions"), *v;
    struct published x = {
        keep(p, json_get_str(root, "period")), keep(p, json_get_str(root, "as_of")), {0}, {0}, 0};
    struct json_iter it = json_each(dimensions);
    struct buf key = {0};
    if (!json_number(json_get(root, "value"), &x.open) || !x.period.p || json_count(dimensions) > 1)
        return;
    if (json_next(&it, &x.dimension, &v)) {
        x.dimension = keep(p, x.dimension);
        x.value = keep(p, json_str(v));
    }
    make_key(&key, x.period, x.dimension, x.value);
    *map_put(&p->values, buf_as_slice(&key), p->n) = p->n; /* the last one wins */
    if (x.dimension.p) {                                   /* that this dimension was published at all */
        make_key(&key, x.period, x.dimension, SLICE("\1any"));
        map_put(&p->values, buf_as_slice(&key), p->n);
    }
    p->at = xgrow(p->at, &p->cap, p->n + 1, sizeof *p->at);
    p->at[p->n++] = x;
    buf_free(&key);
}

void
previous_load(struct previous *p, const char *path)
{
    struct lines lines;
    struct json_doc doc = {0};
    struct slice line;
    enum line_result got;
    const char *why;
    memset(&lines, 0, sizeof lines);
    if (!lines_open(&lines, path))
        report_die("--previous-metrics %s: %s", path, strerror(errno));
    while ((got = lines_next(&lines, &line)) == LINE_READ) {
        if (!slice_trim(line).n)
            continue;
        json_val *root = json_parse(&doc, line.p, line.n, &why);
        if (!root)
            report_die("--previous-metrics %s: line %llu: %s", path, (unsigned long long)lines.number, why);
        if (slice_is(json_get_str(root, "kind"), "metric") &&
            slice_is(json_get_str(root, "id"), "open_findings"))
            take(p, root);
    }
    if (got != LINE_END)
        report_die("--previous-metrics %s: read error", path);
    if (!p->n)
        report_die("--previous-metrics %s: holds no value of open_findings", path);
    json_free(&doc);
    lines_free(&lines);
}

static const struct published *
find(const struct previous *p, struct slice period, struct slice dimension, struct slice value)
{
    struct buf key = {0};
    make_key(&key, period, dimension, value);
    size_t i = map_get(&p->values, buf_as_slice(&key));
    buf_free(&key);
    return i == MAP_NONE ? NULL : &p->at[i];
}

const struct published *
previous_whole(const struct previous *p, const struct period *period, bool *early)
{
    const struct slice none = {0};
    const struct published *x = find(p, slice_of(period->previous), none, none);
    *early = x && date_parse(x->as_of) != period->start - 1;
    return *early ? NULL : x;
}

bool
previous_part(const struct previous *p, const struct period *period, const char *dimension,
              struct slice value, double *open)
{
    struct slice of = slice_of(period->previous), name = slice_of(dimension);
    const struct published *x = find(p, of, name, value);
    *open = x ? x->open : 0;
    return x || find(p, of, name, SLICE("\1any"));
}

bool
previous_says(const struct previous *p, const struct period *period, const char *dimension,
              struct slice value)
{
    return find(p, slice_of(period->previous), slice_of(dimension), value) != NULL;
}

bool
previous_skips(const struct previous *p, const struct period *period)
{
    bool earlier = false;
    for (size_t i = 0; i < p->n; i++) {
        if (slice_is(p->at[i].period, period->previous))
            return false;
        earlier |= p->at[i].period.n == strlen(period->previous) &&
                   slice_compare(p->at[i].period, slice_of(period->previous)) < 0;
    }
    return earlier;
}

void
previous_free(struct previous *p)
{
    map_free(&p->values);
    free(p->at);
    pool_free(&p->pool);
}
