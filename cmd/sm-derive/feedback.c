#define _GNU_SOURCE /* memrchr under -std=c11 */
#include "feedback.h"

#include <stdlib.h>
#include <string.h>

#include "key.h"
#include "limits.h"
#include "mem.h"

struct tally_of { /* of one value in one period: open findings */
    uint32_t open, critical, high, fixable;
};

struct topic_table {
    struct map known; /* value → number */
    struct slice *names;
    struct tally_of *at; /* periods for each value */
    size_t n, cap_names, cap_at;
    bool counted; /* anything, of any value */
};

void
feedback_init(struct feedback *f, size_t periods)
{
    *f = (struct feedback){.periods = periods};
    f->tables = xcalloc(TOPICS, sizeof *f->tables);
    f->passing = xcalloc(periods, sizeof *f->passing);
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

static struct slice
cut(struct slice name)
{
    return (struct slice){name.p, name.n < DIMENSION_VALUE_MAX ? name.n : DIMENSION_VALUE_MAX};
}

uint32_t
feedback_number(struct feedback *f, enum topic topic, struct slice name)
{
    struct topic_table *t = &f->tables[topic];
    size_t i = *map_put(&t->known, name, t->n);
    if (i == t->n)
        add_value(f, t, (struct slice){pool_copy(&f->pool, name.p, name.n), name.n});
    return (uint32_t)i + 1;
}

uint32_t
feedback_find(const struct feedback *f, enum topic topic, struct slice name)
{
    size_t i = map_get(&f->tables[topic].known, name);
    return i == MAP_NONE ? 0 : (uint32_t)i + 1;
}

struct slice
feedback_name(const struct feedback *f, enum topic topic, uint32_t number)
{
    return f->tables[topic].names[number - 1];
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

struct slice
feedback_component(struct feedback *f, struct slice json)
{
    const char *why;
    json_val *v = json.p ? json_parse(&f->doc, json.p, json.n, &why) : NULL;
    struct slice name = slice_trim(json_type(v) == JSON_OBJECT ? json_get_str(v, "name") : json_str(v));
    return name.n ? cut(name) : (struct slice){0};
}

size_t
feedback_cwes(struct feedback *f, struct slice json, struct slice *names)
{
    const char *why;
    json_val *root = json.n > 2 ? json_parse(&f->doc, json.p, json.n, &why) : NULL, *v;
    struct json_iter it = json_each(root);
    size_t n = 0;
    while (json_type(root) == JSON_ARRAY && json_next(&it, NULL, &v) && n < DIMENSION_VALUES_MAX)
        if (json_str(v).n)
            names[n++] = cut(json_str(v));
    return n;
}

struct slice
feedback_supplier(const struct subject *s)
{
    struct slice supplier = supplier_of(s->component.purl);
    return supplier.n && slice_trim(s->component.name).n ? cut(supplier) : (struct slice){0};
}

/* As supplier_of would find: no slash behind the name's. */
static inline bool
is_supplied_by(struct slice purl, struct slice name)
{
    struct slice begin = {purl.p + 4, name.n};
    if (purl.n < 5 + name.n || memcmp(purl.p, "pkg:", 4) != 0 || !key_same(begin, name) ||
        purl.p[4 + name.n] != '/' || name.n == DIMENSION_VALUE_MAX)
        return false;
    for (size_t i = 5 + name.n; i < purl.n; i++) {
        if (purl.p[i] == '/')
            return false;
        if (purl.p[i] == '@' || purl.p[i] == '?' || purl.p[i] == '#')
            return true;
    }
    return true;
}

uint32_t
feedback_supplier_number(struct feedback *f, const struct subject *s)
{
    struct slice name = s->component.name;
    if (f->last && name.n && *name.p > ' ' &&
        is_supplied_by(s->component.purl, feedback_name(f, TOPIC_SUPPLIER, f->last)))
        return f->last;
    name = feedback_supplier(s);
    if (!name.n)
        return 0;
    uint32_t *number = &f->recent[key_slot(name)];
    if (!*number || !key_same(feedback_name(f, TOPIC_SUPPLIER, *number), name))
        *number = feedback_number(f, TOPIC_SUPPLIER, name);
    return f->last = *number;
}

static void
add(struct tally_of *t, const struct supplied *x, uint32_t times)
{
    t->open += times;
    t->critical += x->rank == 0 ? times : 0;
    t->high += x->rank == 1 ? times : 0;
    t->fixable += x->fixable ? times : 0;
}

void
feedback_add(struct feedback *f, enum topic topic, uint32_t number, size_t period, const struct supplied *x,
             uint32_t times)
{
    f->tables[topic].counted = true;
    add(&f->tables[topic].at[(number - 1) * f->periods + period], x, times);
}

void
feedback_forget(struct feedback *f, enum topic topic)
{
    struct topic_table *t = &f->tables[topic];
    if (t->counted)
        return;
    map_free(&t->known);
    t->n = 0;
    memset(f->recent, 0, sizeof f->recent);
    f->last = 0;
}

static void
list_value(struct lists *l, enum topic topic, size_t period, struct slice name, const struct tally_of *x)
{
    static const enum list_id ids[TOPICS] = {LIST_TOP_COMPONENTS, LIST_TOP_CWES, LIST_SUPPLIERS};
    if (!x->open)
        return;
    lists_begin(l);
    key_descending(&l->key, x->open);
    key_descending(&l->key, x->critical);
    key_descending(&l->key, x->high);
    if (lists_skip(l, ids[topic], period, name))
        return;
    key_text(&l->key, name);
    if (!lists_take(l, ids[topic], period))
        return;
    cell_text(&l->row, name);
    cell_days(&l->row, x->open);
    cell_days(&l->row, x->critical);
    cell_days(&l->row, x->high);
    cell_days(&l->row, x->fixable);
    lists_put(l, ids[topic], period);
}

void
feedback_list(const struct feedback *f, struct lists *l, size_t period)
{
    for (int topic = 0; topic < TOPICS; topic++) {
        const struct topic_table *t = &f->tables[topic];
        for (size_t i = 0; i < t->n; i++)
            list_value(l, (enum topic)topic, period, t->names[i], &t->at[i * f->periods + period]);
    }
}

void
feedback_add_passing(struct feedback *f, size_t period, const struct supplied *x, uint32_t times)
{
    add(&f->passing[period], x, times);
}

void
feedback_list_passing(struct feedback *f, enum topic topic, struct slice name, struct lists *l)
{
    for (size_t period = 0; period < f->periods; period++)
        list_value(l, topic, period, name, &f->passing[period]);
    memset(f->passing, 0, f->periods * sizeof *f->passing);
}

void
feedback_free(struct feedback *f)
{
    for (int topic = 0; f->tables && topic < TOPICS; topic++) {
        map_free(&f->tables[topic].known);
        free(f->tables[topic].names);
        free(f->tables[topic].at);
    }
    free(f->tables);
    free(f->passing);
    pool_free(&f->pool);
    json_free(&f->doc);
}
