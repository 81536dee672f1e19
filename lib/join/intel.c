#include "intel.h"

#include <stdlib.h>
#include <string.h>

enum { I_KEV_ADDED, I_KEV_DUE, I_PUBLISHED, I_EPSS_DATE, I_TIMES };
static const char *const names[I_TIMES] = {"kev_added", "kev_due", "published", "epss_date"};

struct intel {
    struct slice
        time[I_TIMES]; /* JSON text, in the run's pool; all in one notation, so they compare as bytes */
    struct slice epss; /* JSON number */
    bool by_hand;
};

static struct slice
keep(struct intels *t, struct slice s)
{
    return (struct slice){pool_copy(t->kept, s.p, s.n), s.n};
}

/* JSON text. */
static struct slice
keep_date(struct intels *t, struct slice json)
{
    if (!slice_same(t->last_date, json))
        t->last_date = keep(t, json);
    return t->last_date;
}

static struct slice
keep_json(struct intels *t, struct slice s)
{
    struct buf b = {0};
    buf_json_slice(&b, s);
    struct slice kept = keep_date(t, buf_as_slice(&b));
    buf_free(&b);
    return kept;
}

static void
take_values(struct intels *t, struct intel *x, json_val *root)
{
    json_val *epss = json_get(root, "epss");
    struct slice provenance = json_get_str(root, "provenance");
    for (int i = 0; i < I_TIMES; i++) {
        struct slice s = json_get_str(root, names[i]);
        if (s.n)
            x->time[i] = keep_json(t, s);
    }
    if (json_type(epss) == JSON_NUMBER)
        x->epss = keep(t, json_number_text(epss));
    x->by_hand |= provenance.n && !slice_is(provenance, "system");
}

static size_t
number_of(struct intels *t, struct slice cve)
{
    size_t number = *map_put(&t->by_cve, cve, t->n);
    if (number == t->n) {
        t->at = xgrow(t->at, &t->cap, t->n + 1, sizeof *t->at);
        t->at[t->n++] = (struct intel){.by_hand = false};
    }
    return number;
}

static void
take_aliases(struct intels *t, json_val *aliases, size_t number)
{
    struct json_iter it = json_each(aliases);
    json_val *v;
    while (!it.object && json_next(&it, NULL, &v))
        if (json_str(v).n)
            chains_add(&t->aliases, json_str(v), number);
}

void
intels_take(struct intels *t, json_val *root)
{
    struct slice cve = json_get_str(root, "cve");
    if (!cve.n)
        return;
    size_t number = number_of(t, cve);
    take_values(t, &t->at[number], root);
    take_aliases(t, json_get(root, "aliases"), number);
}

void
intels_take_said(struct intels *t, const struct intel_said *said)
{
    static struct json_doc doc;
    struct slice times[I_TIMES] = {said->kev_added, said->kev_due, said->published, said->epss_date};
    const char *why;
    if (said->cve.n < 3)
        return;
    size_t number = number_of(t, (struct slice){said->cve.p + 1, said->cve.n - 2}); /* an id has no escapes */
    struct intel *x = &t->at[number];
    for (int i = 0; i < I_TIMES; i++)
        if (times[i].n > 2)
            x->time[i] = keep_date(t, times[i]);
    if (said->epss.n)
        x->epss = keep(t, said->epss);
    x->by_hand |= said->provenance.n && !slice_is(said->provenance, "\"system\"");
    if (said->aliases.n > 2)
        take_aliases(t, json_parse(&doc, said->aliases.p, said->aliases.n, &why), number);
}

/* Most scores are never compared: they are read when they are. */
static double
value_of(struct slice number)
{
    char copy[64] = "";
    if (number.n < sizeof copy)
        memcpy(copy, number.p, number.n);
    return strtod(copy, NULL);
}

/* What several vulnerabilities of one finding say together. */
static void
merge(struct intel *all, const struct intel *x)
{
    for (int i = 0; i < I_EPSS_DATE; i++) /* the earliest */
        if (x->time[i].p && (!all->time[i].p || slice_compare(x->time[i], all->time[i]) < 0))
            all->time[i] = x->time[i];
    if (x->epss.p && (!all->epss.p || value_of(x->epss) > value_of(all->epss))) {
        all->epss = x->epss;
        all->time[I_EPSS_DATE] = x->time[I_EPSS_DATE];
    }
    all->by_hand |= x->by_hand;
}

static bool
set(struct finding *f, enum finding_field field, struct slice json)
{
    if (!json.p || finding_has(f, field))
        return false;
    f->f[field] = json;
    return true;
}

void
intels_fill(struct intels *t, struct finding *f, bool *by_hand)
{
    static struct json_doc doc;
    struct intel all = {0};
    const char *why;
    json_val *v;
    bool filled = false;
    if (!t->n || !finding_has(f, F_CVE))
        return;
    struct json_iter it = json_each(json_parse(&doc, f->f[F_CVE].p, f->f[F_CVE].n, &why));
    while (json_next(&it, NULL, &v)) {
        if (!json_str(v).n)
            continue;
        size_t own = map_get(&t->by_cve, json_str(v));
        if (own != MAP_NONE)
            merge(&all, &t->at[own]);
        const struct link *l = chains_first(&t->aliases, json_str(v));
        for (; l; l = chains_next(&t->aliases, l))
            merge(&all, &t->at[l->value]);
    }
    filled |= all.time[I_KEV_ADDED].p && set(f, F_KEV, SLICE("true"));
    filled |= set(f, F_KEV_ADDED, all.time[I_KEV_ADDED]);
    filled |= set(f, F_KEV_DUE, all.time[I_KEV_DUE]);
    filled |= set(f, F_PUBLISHED_AT, all.time[I_PUBLISHED]);
    if (set(f, F_EPSS, all.epss)) {
        filled = true;
        if (all.time[I_EPSS_DATE].p)
            f->f[F_EPSS_DATE] = all.time[I_EPSS_DATE];
    }
    *by_hand |= filled && all.by_hand;
}

void
intels_free(struct intels *t)
{
    free(t->at);
    map_free(&t->by_cve);
    chains_free(&t->aliases);
}
