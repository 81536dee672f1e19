/* What a merged record takes from its records as it is: texts, unknown members, ids. */
#include <stdio.h>
#include <stdlib.h>

#include "hash.h"
#include "merge.h"

/* Fields that are worked out from all records; every other one is the first that a record has, most telling
 * first. */
static bool
is_worked_out(enum finding_field field)
{
    switch (field) {
    case F_SERVICE:
    case F_SEVERITY:
    case F_STATE:
    case F_FIRST_SEEN:
    case F_LAST_SEEN:
    case F_EXCEPTION_ID:
    case F_RELEASE_BLOCKING:
    case F_ID:
    case F_CVE:
    case F_CWE:
    case F_TIMELINE:
    case F_RESOLVED_AT:
    case F_UNCERTAIN_DAYS:
    case F_UNVERIFIED:
    case F_PROVENANCE:
    case F_SOURCES:
    case F_ALSO:
        return true;
    default:
        return false;
    }
}

static bool
has_other(const struct finding *f, struct slice key)
{
    for (size_t i = 0; i < f->others; i++)
        if (slice_same(f->other[i].key, key))
            return true;
    return false;
}

static void
take_others(struct merge *m)
{
    struct finding *f = &m->f;
    size_t n = 0;
    for (size_t i = 0; i < m->members.n; i++)
        n += m->members.at[i].f.others;
    if (!n)
        return;
    f->other = pool_alloc(&m->members.pool, n * sizeof *f->other);
    for (size_t i = 0; i < m->members.n; i++) {
        const struct finding *from = &m->members.at[i].f;
        for (size_t k = from->others; k-- > 0;) { /* the last of a name holds; order is put right below */
            if (!has_other(f, from->other[k].key))
                f->other[f->others++] = from->other[k];
        }
        if (i == 0)
            for (size_t k = 0; k < f->others / 2; k++) {
                struct record_member swap = f->other[k];
                f->other[k] = f->other[f->others - 1 - k];
                f->other[f->others - 1 - k] = swap;
            }
    }
}

static void
take_plain(struct merge *m)
{
    struct finding *f = &m->f;
    *f = (struct finding){0};
    for (int field = 0; field < F_COUNT; field++) {
        if (is_worked_out((enum finding_field)field))
            continue;
        for (size_t i = 0; i < m->members.n && json_is_null(f->f[field]); i++)
            f->f[field] = m->members.at[i].f.f[field];
    }
    take_others(m);
}

/* The least trustworthy of all: what a person typed in stays known. */
static void
take_provenance(struct merge *m)
{
    static const char *const words[] = {"\"manual\"", "\"partial\"", "\"system\""};
    for (size_t w = 0; w < 3; w++)
        for (size_t i = 0; i < m->members.n; i++)
            if (slice_is(m->members.at[i].f.f[F_PROVENANCE], words[w])) {
                m->f.f[F_PROVENANCE] = slice_of(words[w]);
                return;
            }
}

static int
by_bytes(const void *a, const void *b)
{
    return slice_compare(*(const struct slice *)a, *(const struct slice *)b);
}

/* Sorts the texts, drops repeated ones, and sets the field to their array; with none it stays unset. */
static void
set_list(struct merge *m, enum finding_field field, struct slice *at, size_t n, bool even_empty)
{
    char separator = '[';
    m->text.n = 0;
    if (n)
        qsort(at, n, sizeof *at, by_bytes);
    for (size_t i = 0; i < n; i++) {
        if (i && slice_same(at[i - 1], at[i]))
            continue;
        buf_byte(&m->text, separator);
        separator = ',';
        buf_json_slice(&m->text, at[i]);
    }
    if (!n && !even_empty)
        return;
    buf_text(&m->text, separator == '[' ? "[]" : "]");
    finding_set_json(&m->f, field, buf_as_slice(&m->text), &m->members.pool);
}

static void
take_ids(struct merge *m, const struct group *g)
{
    struct members *of = &m->members;
    char id[HASH_HEX + 1];
    size_t ids = 0, cwes = 0, also = of->n;
    bool any_ids = false, any_cwes = false;
    snprintf(id, sizeof id, "%016llx%016llx", (unsigned long long)g->id.high, (unsigned long long)g->id.low);
    finding_set_str(&m->f, F_ID, slice_of(id), &of->pool);
    for (size_t i = 0; i < of->n; i++) {
        ids += of->at[i].nids;
        cwes += of->at[i].ncwes;
        also += of->at[i].nalso;
    }
    struct slice *list = pool_alloc(&of->pool, (ids + cwes + also + 1) * sizeof *list), *cwe = list + ids,
                 *old = cwe + cwes;
    ids = cwes = also = 0;
    for (size_t i = 0; i < of->n; i++) {
        const struct member *x = &of->at[i];
        any_ids |= finding_has(&x->f, F_CVE);
        any_cwes |= finding_has(&x->f, F_CWE);
        for (size_t k = 0; k < x->nids; k++)
            list[ids++] = x->ids[k];
        for (size_t k = 0; k < x->ncwes; k++)
            cwe[cwes++] = x->cwes[k];
        for (size_t k = 0; k < x->nalso; k++)
            if (!slice_is(x->also[k], id))
                old[also++] = x->also[k];
        struct slice own = x->entry->has_id ? finding_str(&x->f, F_ID, &of->pool) : (struct slice){0};
        if (own.p && !slice_is(own, id))
            old[also++] = own;
    }
    set_list(m, F_CVE, list, ids, any_ids);
    set_list(m, F_CWE, cwe, cwes, any_cwes);
    set_list(m, F_ALSO, old, also, false);
}

void
merge_take_fields(struct merge *m, const struct group *g)
{
    take_plain(m);
    take_provenance(m);
    take_ids(m, g);
}
