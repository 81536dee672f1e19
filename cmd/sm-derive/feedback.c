#include "feedback.h"

#include <stdlib.h>
#include <string.h>

#include "key.h"
#include "limits.h"
#include "mem.h"

#define TOLD_MAX (1u << 16)         /* texts of CWEs remembered; then it begins anew */
#define TOLD_NOTHING (SIZE_MAX - 1) /* in place of a number: the finding has none */

struct tally_of { /* of one value in one period: open findings */
    uint32_t open, critical, high, fixable;
};

struct topic_table {
    struct map known; /* value → number */
    struct slice *names;
    struct tally_of *at; /* periods for each value */
    size_t n, cap_names, cap_at;
};

struct told { /* what one member says */
    struct slice json;
    size_t *values; /* numbers in the topic's table */
    size_t n;
};

void
feedback_init(struct feedback *f, size_t periods)
{
    *f = (struct feedback){.periods = periods};
    f->tables = xcalloc(TOPICS, sizeof *f->tables);
}

static size_t
value_of(struct feedback *f, enum topic topic, struct slice name)
{
    struct topic_table *t = &f->tables[topic];
    if (name.n > DIMENSION_VALUE_MAX)
        name.n = DIMENSION_VALUE_MAX;
    size_t i = *map_put(&t->known, name, t->n);
    if (i < t->n)
        return i;
    t->names = xgrow(t->names, &t->cap_names, t->n + 1, sizeof *t->names);
    t->at = xgrow(t->at, &t->cap_at, (t->n + 1) * f->periods, sizeof *t->at);
    memset(&t->at[t->n * f->periods], 0, f->periods * sizeof *t->at);
    t->names[t->n] = (struct slice){pool_copy(&f->pool, name.p, name.n), name.n};
    return t->n++;
}

static size_t
recent_value(struct feedback *f, enum topic topic, struct slice name)
{
    size_t *place = &f->recent[topic][key_slot(name)];
    if (!*place || !key_same(f->tables[topic].names[*place - 1], name))
        *place = value_of(f, topic, name) + 1;
    return *place - 1;
}

/* `pkg:deb/debian/openssl@3` → `deb/debian`; without a namespace the type alone; absent: no purl. */
static struct slice
supplier_of(struct slice purl)
{
    if (!slice_starts(purl, "pkg:"))
        return (struct slice){0};
    struct slice s = {purl.p + 4, purl.n - 4};
    size_t last = 0;
    for (size_t i = 0; i < s.n && s.p[i] != '@' && s.p[i] != '?' && s.p[i] != '#'; i++)
        if (s.p[i] == '/')
            last = i;
    return (struct slice){s.p, last};
}

static void
read_cwes(struct feedback *f, struct told *x, json_val *root)
{
    struct json_iter it = json_each(root);
    json_val *v;
    x->values = pool_alloc(&f->pool, (json_count(root) + 1) * sizeof *x->values);
    while (json_type(root) == JSON_ARRAY && json_next(&it, NULL, &v) && x->n < DIMENSION_VALUES_MAX)
        if (json_str(v).n)
            x->values[x->n++] = value_of(f, TOPIC_CWE, json_str(v));
}

/* What an array of CWEs says. */
static size_t
told_by(struct feedback *f, struct slice json)
{
    size_t *place = &f->recent_cwe[key_slot(json)];
    const char *why;
    if (*place && key_same(f->told[*place - 1].json, json))
        return *place - 1;
    size_t at = *map_put(&f->known, json, f->n_told);
    if (at == f->n_told) {
        struct told x = {.json = {pool_copy(&f->pool, json.p, json.n), json.n}};
        read_cwes(f, &x, json_parse(&f->doc, json.p, json.n, &why));
        f->told = xgrow(f->told, &f->cap_told, f->n_told + 1, sizeof *f->told);
        f->told[f->n_told++] = x;
    }
    *place = at + 1;
    return at;
}

/* The number of a component's name, and of its supplier. */
static void
find_component(struct feedback *f, const struct subject *s)
{
    struct slice name = slice_trim(s->component.name), supplier = supplier_of(s->component.purl);
    f->component = f->supplier = TOLD_NOTHING;
    if (!name.n)
        return;
    f->component = recent_value(f, TOPIC_COMPONENT, name);
    if (supplier.n)
        f->supplier = recent_value(f, TOPIC_SUPPLIER, supplier);
}

void
feedback_finding(struct feedback *f)
{
    if (f->n_told >= TOLD_MAX) {
        map_free(&f->known);
        f->n_told = 0;
        memset(f->recent_cwe, 0, sizeof f->recent_cwe);
    }
    f->component = f->cwe = SIZE_MAX;
}

static void
count(struct feedback *f, enum topic topic, size_t value, const struct subject *s, size_t period,
      bool fixable)
{
    struct tally_of *t = &f->tables[topic].at[value * f->periods + period];
    t->open++;
    t->critical += s->rank == 0;
    t->high += s->rank == 1;
    t->fixable += fixable;
}

void
feedback_count(struct feedback *f, const struct subject *s, size_t period, const struct facts *facts)
{
    struct slice cwe = s->f.f[F_CWE];
    bool fixable = s->component.fixed_version.n > 0;
    if (!facts->open)
        return;
    if (f->component == SIZE_MAX)
        find_component(f, s);
    if (f->component != TOLD_NOTHING)
        count(f, TOPIC_COMPONENT, f->component, s, period, fixable);
    if (f->supplier != TOLD_NOTHING)
        count(f, TOPIC_SUPPLIER, f->supplier, s, period, fixable);
    if (cwe.n > 2 && !json_is_null(cwe)) {
        if (f->cwe == SIZE_MAX)
            f->cwe = told_by(f, cwe);
        for (size_t i = 0; i < f->told[f->cwe].n; i++)
            count(f, TOPIC_CWE, f->told[f->cwe].values[i], s, period, fixable);
    }
}

void
feedback_list(struct feedback *f, struct lists *l, size_t period)
{
    static const enum list_id ids[TOPICS] = {LIST_TOP_COMPONENTS, LIST_TOP_CWES, LIST_SUPPLIERS};
    for (int topic = 0; topic < TOPICS; topic++) {
        const struct topic_table *t = &f->tables[topic];
        for (size_t i = 0; i < t->n; i++) {
            const struct tally_of *x = &t->at[i * f->periods + period];
            if (!x->open)
                continue;
            lists_begin(l);
            cell_text(&l->row, t->names[i]);
            cell_days(&l->row, x->open);
            cell_days(&l->row, x->critical);
            cell_days(&l->row, x->high);
            cell_days(&l->row, x->fixable);
            key_descending(&l->key, x->open);
            key_descending(&l->key, x->critical);
            key_descending(&l->key, x->high);
            key_text(&l->key, t->names[i]);
            lists_end(l, ids[topic], period);
        }
    }
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
    free(f->told);
    map_free(&f->known);
    pool_free(&f->pool);
    json_free(&f->doc);
}
