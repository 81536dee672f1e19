#include "model_read.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"

#define EXAMPLES_MAX 5   /* of a check, as records.md says */
#define DIMENSIONS_MAX 8 /* of a metric */
#define COUNT_DIGITS 15  /* a double holds each such number */

static struct slice
text_member(struct model *m, struct record *r, const char *key)
{
    return model_keep(m, record_str(r, key));
}

/* A count, which most numbers are. */
static bool
read_count(struct slice raw, double *v)
{
    uint64_t n = 0;
    for (size_t i = 0; i < raw.n; i++) {
        if (raw.p[i] < '0' || raw.p[i] > '9')
            return false;
        n = n * 10 + (uint64_t)(raw.p[i] - '0');
    }
    *v = (double)n;
    return raw.n && raw.n <= COUNT_DIGITS;
}

static struct number
number_of(struct model *m, struct slice raw)
{
    struct number n = {0};
    if (read_count(raw, &n.v))
        return (struct number){.text = {pool_copy(&m->pool, raw.p, raw.n), raw.n}, .v = n.v, .has = true};
    if (!raw.n || (*raw.p != '-' && (*raw.p < '0' || *raw.p > '9')))
        return n;
    n.text = model_keep(m, raw);
    n.v = strtod(n.text.p, NULL);
    n.has = isfinite(n.v);
    return n;
}

static struct number
number_member(struct model *m, const struct record *r, const char *key)
{
    return number_of(m, record_get(r, key));
}

static struct number
number_value(struct model *m, json_val *v)
{
    return json_type(v) == JSON_NUMBER ? number_of(m, json_number_text(v)) : (struct number){0};
}

/* A member that is no scalar, as a tree; valid until the next call. */
static json_val *
tree_member(struct model *m, const struct record *r, const char *key)
{
    const char *why;
    struct slice raw = record_get(r, key);
    if (!raw.n || json_is_null(raw))
        return NULL;
    return json_parse(&m->scratch, raw.p, raw.n, &why);
}

static enum unit
unit_of(struct slice word)
{
    if (slice_is(word, "ratio") || slice_is(word, "percent") || slice_is(word, "%") ||
        slice_is(word, "share"))
        return UNIT_RATIO;
    return slice_is(word, "days") || slice_is(word, "d") ? UNIT_DAYS : UNIT_COUNT;
}

static const char *
read_dimensions(struct model *m, const struct record *r, struct metric *metric)
{
    json_val *v, *d = tree_member(m, r, "dimensions");
    struct json_iter it = json_each(d);
    struct slice key;
    size_t n = json_count(d);
    if (!d || json_type(d) == JSON_NULL)
        return NULL;
    if (json_type(d) != JSON_OBJECT)
        return "metric: `dimensions` is no object";
    if (n > DIMENSIONS_MAX)
        return "metric: too many dimensions";
    metric->dimensions = pool_alloc(&m->pool, (n + 1) * sizeof *metric->dimensions);
    while (json_next(&it, &key, &v)) {
        struct dimension *to = &metric->dimensions[metric->n_dimensions++];
        struct slice raw = json_str(v);
        *to = (struct dimension){.key = model_keep(m, key), .value = model_json_text(m, v)};
        to->raw = !raw.p || slice_same(raw, to->value)
                      ? to->value
                      : (struct slice){pool_copy(&m->pool, raw.p, raw.n), raw.n};
    }
    return NULL;
}

/* Two that print alike and are not: "a<tab>b" and "a<CR>b" are both "a b" when cleaned. */
static bool
is_another(const struct metric *a, const struct metric *b)
{
    for (size_t i = 0; i < a->n_dimensions; i++)
        if (!slice_same(a->dimensions[i].raw, b->dimensions[i].raw))
            return true;
    return false;
}

static void
read_words(struct model *m, struct record *r, struct metric *metric)
{
    struct slice direction = record_str(r, "direction"), status = record_str(r, "status");
    struct slice confidence = record_str(r, "confidence");
    metric->direction = slice_is(direction, "lower")    ? DIRECTION_LOWER
                        : slice_is(direction, "higher") ? DIRECTION_HIGHER
                                                        : DIRECTION_NONE;
    metric->status = slice_is(status, "met")      ? STATUS_MET
                     : slice_is(status, "missed") ? STATUS_MISSED
                                                  : STATUS_UNKNOWN;
    if (confidence.n == 1 && *confidence.p >= 'A' && *confidence.p <= 'C')
        metric->confidence = *confidence.p;
    metric->unit_word = text_member(m, r, "unit");
    metric->unit = unit_of(metric->unit_word);
    metric->title = text_member(m, r, "title");
    if (!metric->title.n)
        metric->title = metric->id;
    metric->note = text_member(m, r, "note");
    metric->says = text_member(m, r, "says");
    metric->owner = text_member(m, r, "owner");
    metric->why = text_member(m, r, "why");
    metric->caveat = text_member(m, r, "caveat");
    metric->as_of = text_member(m, r, "as_of");
    metric->criterion = text_member(m, r, "criterion");
    metric->answer = text_member(m, r, "answer");
    metric->attach = text_member(m, r, "attach");
}

static void
read_numbers(struct model *m, struct record *r, struct metric *metric)
{
    static const char *const provenances[] = {"system", "partial", "manual"};
    metric->value = number_member(m, r, "value");
    metric->numerator = number_member(m, r, "numerator");
    metric->denominator = number_member(m, r, "denominator");
    metric->target = number_member(m, r, "target");
    metric->n = number_member(m, r, "n");
    metric->effort = number_member(m, r, "effort_minutes");
    struct number level = number_member(m, r, "level");
    if (level.has && level.v >= 1 && level.v <= 3)
        metric->level = (int)level.v;
    json_val *evidence = tree_member(m, r, "evidence");
    for (int i = 0; i < 3; i++)
        metric->evidence[i] = number_value(m, json_get(evidence, provenances[i]));
    json_val *beside = tree_member(m, r, "beside");
    metric->beside = number_value(m, json_get(beside, "value"));
    metric->beside_label = model_json_text(m, json_get(beside, "label"));
}

/* The place of a record among those with the same id, period and so on: the last one wins. */
static size_t *
place_of(struct model *m, const char *kind, struct slice id, struct slice period, const struct metric *metric)
{
    struct buf key = {0};
    hash_part(&key, slice_of(kind));
    hash_part(&key, id);
    hash_part(&key, period);
    for (size_t i = 0; metric && i < metric->n_dimensions; i++) {
        hash_part(&key, metric->dimensions[i].key);
        hash_part(&key, metric->dimensions[i].value);
    }
    size_t *at = map_put(&m->places, buf_as_slice(&key), MAP_NONE);
    buf_free(&key);
    return at;
}

static const char *
take_metric(struct model *m, struct record *r)
{
    struct metric *metric = pool_alloc(&m->pool, sizeof *metric);
    *metric = (struct metric){.id = text_member(m, r, "id"), .period_text = text_member(m, r, "period")};
    if (!metric->id.n)
        return "metric without id";
    if (!period_read(metric->period_text, &metric->period))
        return "metric without a period such as 2026-10, 2026-Q4 or 2026";
    const char *why = read_dimensions(m, r, metric);
    if (why)
        return why;
    read_words(m, r, metric);
    read_numbers(m, r, metric);
    if (!metric->value.has && !json_is_null(record_get(r, "value")))
        return "metric: `value` is no number, or beyond what a number can be";
    size_t *at = place_of(m, "metric", metric->id, metric->period_text, metric);
    if (*at == MAP_NONE) {
        *at = m->n_metrics;
        m->metrics = xgrow(m->metrics, &m->cap_metrics, m->n_metrics + 1, sizeof *m->metrics);
        m->n_metrics++;
    } else if (is_another(m->metrics[*at], metric)) {
        return "metric: without its control characters a dimension's value is the same as another record's";
    }
    m->metrics[*at] = metric;
    return NULL;
}

static const char *
take_check(struct model *m, struct record *r)
{
    struct check c = {.id = text_member(m, r, "id"),
                      .title = text_member(m, r, "title"),
                      .advice = text_member(m, r, "advice"),
                      .period_text = text_member(m, r, "period")};
    struct slice status = record_str(r, "status");
    json_val *v, *examples = tree_member(m, r, "examples");
    struct json_iter it = json_each(examples);
    if (!c.id.n)
        return "check without id";
    if (!period_read(c.period_text, &c.period))
        return "check without a period such as 2026-10, 2026-Q4 or 2026";
    if (!c.title.n)
        c.title = c.id;
    c.status = slice_is(status, "ok")     ? 'o'
               : slice_is(status, "warn") ? 'w'
               : slice_is(status, "fail") ? 'f'
                                          : 0;
    c.count = number_member(m, r, "count");
    c.of = number_member(m, r, "of");
    c.examples = pool_alloc(&m->pool, EXAMPLES_MAX * sizeof *c.examples);
    while (c.n_examples < EXAMPLES_MAX && json_next(&it, NULL, &v)) {
        struct buf text = {0};
        if (json_type(v) == JSON_ARRAY || json_type(v) == JSON_OBJECT)
            json_write(&text, v);
        struct slice s = text.n ? model_keep(m, buf_as_slice(&text)) : model_json_text(m, v);
        if (s.n)
            c.examples[c.n_examples++] = s;
        buf_free(&text);
    }
    size_t *at = place_of(m, "check", c.id, c.period_text, NULL);
    if (*at == MAP_NONE) {
        *at = m->n_checks;
        m->checks = xgrow(m->checks, &m->cap_checks, m->n_checks + 1, sizeof *m->checks);
        m->n_checks++;
    }
    m->checks[*at] = c;
    return NULL;
}

void
list_drop_rows(struct list *l)
{
    for (size_t i = 0; i < l->n_rows; i++)
        free((char *)(uintptr_t)l->rows[i].p);
    free(l->rows);
    l->rows = NULL;
    l->n_rows = 0;
}

/* Copies the text of the first `max` elements of an array. */
static const char *
keep_rows(struct list *l, struct slice array, size_t max)
{
    const char *p = array.p, *end = array.p + array.n, *why = NULL;
    size_t cap = 0;
    if (!array.n || *p != '[')
        return "list: `rows` is no array";
    for (p++; l->n_rows < max;) {
        while (p < end && (*p == ' ' || *p == '\t' || *p == ','))
            p++;
        if (p >= end || *p == ']')
            return NULL;
        const char *next = json_skip(p, end, &why);
        if (!next)
            return "list: `rows` is broken";
        l->rows = xgrow(l->rows, &cap, l->n_rows + 1, sizeof *l->rows);
        l->rows[l->n_rows++] = (struct slice){xstrndup(p, (size_t)(next - p)), (size_t)(next - p)};
        p = next;
    }
    return NULL;
}

static enum column_type
column_type(struct slice word)
{
    return slice_is(word, "number") ? COLUMN_NUMBER
           : slice_is(word, "date") ? COLUMN_DATE
           : slice_is(word, "id")   ? COLUMN_ID
                                    : COLUMN_TEXT;
}

static const char *
read_columns(struct model *m, const struct record *r, struct list *l)
{
    json_val *v, *columns = tree_member(m, r, "columns");
    struct json_iter it = json_each(columns);
    size_t n = json_count(columns);
    if (json_type(columns) != JSON_ARRAY || !n)
        return "list: `columns` is no array of columns";
    if (n > LIST_COLUMNS_MAX)
        return "list: more than 64 columns";
    l->columns = pool_alloc(&m->pool, n * sizeof *l->columns);
    while (json_next(&it, NULL, &v)) {
        struct slice name =
            model_keep(m, json_type(v) == JSON_STRING ? json_str(v) : json_get_str(v, "name"));
        if (!name.p)
            return "list: a column without a name";
        l->columns[l->n_columns++] = (struct list_column){name, column_type(json_get_str(v, "type"))};
    }
    return NULL;
}

static struct list *
list_place(struct model *m, struct slice id)
{
    for (size_t i = 0; i < m->n_lists; i++)
        if (slice_same(m->lists[i].id, id))
            return &m->lists[i];
    m->lists = xgrow(m->lists, &m->cap_lists, m->n_lists + 1, sizeof *m->lists);
    m->lists[m->n_lists] = (struct list){.id = id};
    return &m->lists[m->n_lists++];
}

/* Of each list, and of the definitions, the newest period of the preferred grain is kept; of two of the same
 * period the last. */
static bool
is_newer(const struct model *m, struct period p, struct period than)
{
    if (p.grain != than.grain)
        return m->rank[p.grain] < m->rank[than.grain];
    return p.number >= than.number;
}

static const char *
take_list(struct model *m, struct record *r)
{
    struct list l = {.id = text_member(m, r, "id"), .title = text_member(m, r, "title")};
    if (!l.id.n)
        return "list without id";
    if (!period_read(record_str(r, "period"), &l.period))
        return "list without a period such as 2026-10, 2026-Q4 or 2026";
    if (m->only_list.p && !slice_same(m->only_list, l.id))
        return NULL;
    const char *why = read_columns(m, r, &l);
    if (why)
        return why;
    if (!l.title.n)
        l.title = l.id;
    l.total = number_member(m, r, "total");
    struct list *old = list_place(m, l.id);
    if (old->columns && !is_newer(m, l.period, old->period))
        return NULL;
    why = keep_rows(&l, record_get(r, "rows"), m->rows_max);
    if (why) {
        list_drop_rows(&l);
        return why;
    }
    list_drop_rows(old);
    *old = l;
    return NULL;
}

static const char *
take_definitions(struct model *m, struct record *r)
{
    struct period p;
    const char *why;
    if (!period_read(record_str(r, "period"), &p))
        return "definitions without a period such as 2026-10, 2026-Q4 or 2026";
    if (m->defined && !is_newer(m, p, m->defined_period))
        return NULL;
    m->defined_period = p;
    m->defined = json_parse(&m->definitions, r->text.p, r->text.n, &why);
    return m->defined ? NULL : "definitions that can't be read";
}

const char *
model_take(struct model *m, struct record *r, bool *known)
{
    *known = true;
    if (slice_is(r->kind, "metric"))
        return take_metric(m, r);
    if (slice_is(r->kind, "check"))
        return take_check(m, r);
    if (slice_is(r->kind, "list"))
        return take_list(m, r);
    if (slice_is(r->kind, "definitions"))
        return take_definitions(m, r);
    *known = false;
    return NULL;
}
