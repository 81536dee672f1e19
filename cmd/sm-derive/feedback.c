#define _GNU_SOURCE /* memrchr under -std=c11 */
#include "feedback.h"

#include <stdlib.h>
#include <string.h>

#include "key.h"
#include "limits.h"
#include "mem.h"

#define OPEN_MAX 255 /* numbers of open findings that are told apart to find the first values */

struct tally_of { /* of one value in one period: open findings */
    uint32_t open, critical, high, fixable;
};

struct topic_table {
    struct map known;   /* value → number; of components: … */
    uint32_t *by_value; /* … by the cells' number of it, + 1 */
    size_t cap_by_value;
    struct slice *names;
    struct tally_of *at; /* periods for each value */
    size_t n, cap_names, cap_at;
};

void
feedback_init(struct feedback *f, size_t periods)
{
    *f = (struct feedback){.periods = periods};
    f->tables = xcalloc(TOPICS, sizeof *f->tables);
}

static size_t
add_value(struct feedback *f, struct topic_table *t, struct slice name)
{
    t->names = xgrow(t->names, &t->cap_names, t->n + 1, sizeof *t->names);
    t->at = xgrow(t->at, &t->cap_at, (t->n + 1) * f->periods, sizeof *t->at);
    memset(&t->at[t->n * f->periods], 0, f->periods * sizeof *t->at);
    t->names[t->n] = name;
    return t->n++;
}

static size_t
value_of(struct feedback *f, enum topic topic, struct slice name)
{
    struct topic_table *t = &f->tables[topic];
    if (name.n > DIMENSION_VALUE_MAX)
        name.n = DIMENSION_VALUE_MAX;
    size_t i = *map_put(&t->known, name, t->n);
    if (i == t->n)
        add_value(f, t, (struct slice){pool_copy(&f->pool, name.p, name.n), name.n});
    return i;
}

static size_t
recent_supplier(struct feedback *f, struct slice name)
{
    size_t *place = &f->recent[key_slot(name)];
    if (!*place || !key_same(f->tables[TOPIC_SUPPLIER].names[*place - 1], name))
        *place = value_of(f, TOPIC_SUPPLIER, name) + 1;
    return *place - 1;
}

/* `pkg:deb/debian/openssl@3` → `deb/debian`; without a namespace the type alone; absent: no purl. */
static struct slice
supplier_of(struct slice purl)
{
    if (!slice_starts(purl, "pkg:"))
        return (struct slice){0};
    struct slice s = {purl.p + 4, purl.n - 4};
    for (size_t i = 0; i < 3; i++) {
        const char *end = memchr(s.p, "@?#"[i], s.n);
        s.n = end ? (size_t)(end - s.p) : s.n;
    }
    const char *slash = memrchr(s.p, '/', s.n);
    return (struct slice){s.p, slash ? (size_t)(slash - s.p) : 0};
}

/* Components are many: the cells know their names already, and number them. */
static uint32_t
number_of(struct feedback *f, const struct cells *c, uint32_t value)
{
    struct topic_table *t = &f->tables[TOPIC_COMPONENT];
    size_t before = t->cap_by_value;
    t->by_value = xgrow(t->by_value, &t->cap_by_value, (size_t)value + 1, sizeof *t->by_value);
    memset(t->by_value + before, 0, (t->cap_by_value - before) * sizeof *t->by_value);
    if (!t->by_value[value])
        t->by_value[value] = (uint32_t)add_value(f, t, c->texts[value]) + 1;
    return t->by_value[value];
}

uint32_t
feedback_component(struct feedback *f, struct cells *c, const struct field *field, struct slice json)
{
    const char *why;
    json_val *v = json.p ? json_parse(&f->doc, json.p, json.n, &why) : NULL;
    struct slice whole = json_type(v) == JSON_OBJECT ? json_get_str(v, "name") : json_str(v);
    struct slice name = slice_trim(whole);
    if (!name.n)
        return 0;
    if (name.n == whole.n && name.n <= DIMENSION_VALUE_MAX && field->n == 1)
        return number_of(f, c, field->values[0]);
    if (name.n > DIMENSION_VALUE_MAX)
        name.n = DIMENSION_VALUE_MAX;
    return number_of(f, c, value_number(c, name));
}

size_t
feedback_cwes(struct feedback *f, struct slice json, uint32_t *numbers)
{
    const char *why;
    json_val *root = json.n > 2 ? json_parse(&f->doc, json.p, json.n, &why) : NULL, *v;
    struct json_iter it = json_each(root);
    size_t n = 0;
    while (json_type(root) == JSON_ARRAY && json_next(&it, NULL, &v) && n < DIMENSION_VALUES_MAX)
        if (json_str(v).n)
            numbers[n++] = (uint32_t)value_of(f, TOPIC_CWE, json_str(v)) + 1;
    return n;
}

uint32_t
feedback_supplier(struct feedback *f, const struct subject *s)
{
    struct slice supplier = supplier_of(s->component.purl);
    if (!supplier.n || !slice_trim(s->component.name).n)
        return 0;
    return (uint32_t)recent_supplier(f, supplier) + 1;
}

void
feedback_add(struct feedback *f, enum topic topic, uint32_t number, size_t period, const struct supplied *x,
             uint32_t times)
{
    struct tally_of *t = &f->tables[topic].at[(number - 1) * f->periods + period];
    t->open += times;
    t->critical += x->rank == 0 ? times : 0;
    t->high += x->rank == 1 ? times : 0;
    t->fixable += x->fixable ? times : 0;
}

/* So many findings at least has a value that may be among the first rows: counted by their numbers, the
 * largest ones together. */
static uint32_t
least_open(const struct feedback *f, const struct topic_table *t, size_t period)
{
    uint32_t of[OPEN_MAX + 1] = {0}, least = OPEN_MAX, above = 0;
    for (size_t i = 0; i < t->n; i++) {
        uint32_t open = t->at[i * f->periods + period].open;
        of[open < OPEN_MAX ? open : OPEN_MAX]++;
    }
    while (least > 1 && (above += of[least]) < LIST_ROWS_MAX)
        least--;
    return least;
}

void
feedback_list(struct feedback *f, struct lists *l, size_t period)
{
    static const enum list_id ids[TOPICS] = {LIST_TOP_COMPONENTS, LIST_TOP_CWES, LIST_SUPPLIERS};
    for (int topic = 0; topic < TOPICS; topic++) {
        const struct topic_table *t = &f->tables[topic];
        uint32_t least = least_open(f, t, period);
        for (size_t i = 0; i < t->n; i++) {
            const struct tally_of *x = &t->at[i * f->periods + period];
            if (x->open < least) {
                lists_count(l, ids[topic], period, x->open > 0);
                continue;
            }
            lists_begin(l);
            key_descending(&l->key, x->open);
            key_descending(&l->key, x->critical);
            key_descending(&l->key, x->high);
            key_text(&l->key, t->names[i]);
            if (!lists_take(l, ids[topic], period))
                continue;
            cell_text(&l->row, t->names[i]);
            cell_days(&l->row, x->open);
            cell_days(&l->row, x->critical);
            cell_days(&l->row, x->high);
            cell_days(&l->row, x->fixable);
            lists_put(l, ids[topic], period);
        }
    }
}

void
feedback_free(struct feedback *f)
{
    for (int topic = 0; f->tables && topic < TOPICS; topic++) {
        map_free(&f->tables[topic].known);
        free(f->tables[topic].by_value);
        free(f->tables[topic].names);
        free(f->tables[topic].at);
    }
    free(f->tables);
    pool_free(&f->pool);
    json_free(&f->doc);
}
