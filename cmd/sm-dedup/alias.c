#include "alias.h"

#include <stdlib.h>
#include <string.h>

#define SETTLE_FROM (1u << 16) /* repeated pairs are dropped whenever as many new ones have come */

static const struct names *sorted_by; /* qsort has no argument for it */

static bool
is_alias(struct slice id)
{
    static const char *const prefixes[] = {"GHSA-", "GO-", "PYSEC-", "RUSTSEC-", "OSV-", "MAL-"};
    for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++)
        if (slice_starts(id, prefixes[i]))
            return true;
    return false;
}

/* Calls for each text of a list or single text. */
static void
count_cves(json_val *ids, struct slice *cve, size_t *n)
{
    struct json_iter it = json_each(ids);
    struct slice s = json_str(ids);
    json_val *v;
    do {
        if (slice_starts(s, "CVE-") && !slice_same(s, *cve)) {
            *cve = s;
            ++*n;
        }
    } while (!it.object && json_next(&it, NULL, &v) && (s = json_str(v), true));
}

static int
by_text(const void *a, const void *b)
{
    const struct alias_pair *x = a, *y = b;
    int c = names_compare(sorted_by, x->id, y->id);
    return c ? c : names_compare(sorted_by, x->cve, y->cve);
}

static void
drop_repeated(struct aliases *a, const struct names *names)
{
    size_t kept = 0;
    sorted_by = names;
    if (a->n)
        qsort(a->pair, a->n, sizeof *a->pair, by_text);
    for (size_t i = 0; i < a->n; i++)
        if (!kept || memcmp(&a->pair[kept - 1], &a->pair[i], sizeof *a->pair) != 0)
            a->pair[kept++] = a->pair[i];
    a->n = a->settled = kept;
}

static void
add_pairs(struct aliases *a, struct names *names, struct slice cve, json_val *ids)
{
    struct json_iter it = json_each(ids);
    struct slice s = json_str(ids);
    json_val *v;
    do {
        if (!is_alias(s))
            continue;
        a->pair = xgrow(a->pair, &a->cap, a->n + 1, sizeof *a->pair);
        a->pair[a->n++] = (struct alias_pair){names_put(names, s), names_put(names, cve)};
    } while (!it.object && json_next(&it, NULL, &v) && (s = json_str(v), true));
    if (a->n - a->settled > SETTLE_FROM)
        drop_repeated(a, names);
}

void
aliases_learn(struct aliases *a, struct names *names, json_val *ids, json_val *more)
{
    struct slice cve = {0};
    size_t n = 0;
    count_cves(ids, &cve, &n);
    count_cves(more, &cve, &n);
    if (n != 1)
        return;
    add_pairs(a, names, cve, ids);
    add_pairs(a, names, cve, more);
}

void
aliases_settle(struct aliases *a, const struct names *names, struct tally *notes)
{
    drop_repeated(a, names);
    a->names = names->n;
    a->cve_of = xmalloc((names->n + 1) * sizeof *a->cve_of);
    for (size_t i = 0; i < names->n; i++)
        a->cve_of[i] = NO_NAME;
    for (size_t i = 0; i < a->n; i++) {
        uint32_t *cve = &a->cve_of[a->pair[i].id];
        if (*cve == NO_NAME) {
            *cve = a->pair[i].cve;
            continue;
        }
        struct slice id = names_text(names, a->pair[i].id), is = names_text(names, *cve),
                     other = names_text(names, a->pair[i].cve);
        tally_note(notes, "alias dropped: %.*s is %.*s, not also %.*s", (int)id.n, id.p, (int)is.n, is.p,
                   (int)other.n, other.p);
    }
}

uint32_t
aliases_group(const struct aliases *a, uint32_t id)
{
    return id < a->names && a->cve_of[id] != NO_NAME ? a->cve_of[id] : id;
}

void
aliases_free(struct aliases *a)
{
    free(a->pair);
    free(a->cve_of);
    *a = (struct aliases){0};
}
