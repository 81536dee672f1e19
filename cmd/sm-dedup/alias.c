#include "alias.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "lines.h"
#include "report.h"

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

static bool
is_distribution(struct slice id)
{
    static const char *const prefixes[] = {"RHSA-", "RHBA-",     "RHEA-",   "DSA-",   "DLA-",  "DTSA-",
                                           "USN-",  "ELSA-",     "ALAS",    "ALSA-",  "RLSA-", "SUSE-",
                                           "ROSA-", "openSUSE-", "FEDORA-", "MGASA-", "GLSA-", "CESA-"};
    for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++)
        if (slice_starts(id, prefixes[i]))
            return true;
    return false;
}

static bool
any_distribution(json_val *ids)
{
    struct json_iter it = json_each(ids);
    json_val *v;
    if (is_distribution(json_str(ids)))
        return true;
    while (!it.object && json_next(&it, NULL, &v))
        if (is_distribution(json_str(v)))
            return true;
    return false;
}

/* The ids may be a list or a single text. */
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

static void
learn(struct aliases *a, struct names *names, json_val *ids, json_val *more, struct slice rule)
{
    struct slice cve = {0};
    size_t n = 0;
    if (!ids || is_distribution(rule) || any_distribution(ids) || any_distribution(more))
        return;
    count_cves(ids, &cve, &n);
    count_cves(more, &cve, &n);
    if (n != 1)
        return;
    add_pairs(a, names, cve, ids);
    add_pairs(a, names, cve, more);
}

void
aliases_learn(struct aliases *a, struct names *names, json_val *ids, json_val *more, struct slice rule)
{
    if (!a->given)
        learn(a, names, ids, more, rule);
}

void
aliases_read(struct aliases *a, struct names *names, const char *path)
{
    struct lines l = {.fd = -1};
    struct json_doc doc = {0};
    struct slice line;
    enum line_result got;
    const char *why;
    a->given = true;
    if (!lines_open(&l, path))
        report_die("%s: %s", path, strerror(errno));
    while ((got = lines_next(&l, &line)) == LINE_READ) {
        if (!slice_trim(line).n)
            continue;
        json_val *root = json_parse(&doc, line.p, line.n, &why);
        if (!root)
            report_die("%s: line %llu: %s", l.name, (unsigned long long)l.number, why);
        learn(a, names, json_get(root, "cve"), json_get(root, "aliases"), json_get_str(root, "rule_id"));
    }
    if (got != LINE_END)
        report_die("%s: line %llu: %s", l.name, (unsigned long long)l.number,
                   got == LINE_FAILED ? strerror(errno) : "longer than 64 MiB");
    json_free(&doc);
    lines_free(&l);
}

void
aliases_settle(struct aliases *a, const struct names *names, struct tally *notes)
{
    struct slice first = {0};
    drop_repeated(a, names);
    for (size_t i = 0; i < a->n; i++) {
        struct slice id = names_text(names, a->pair[i].id), cve = names_text(names, a->pair[i].cve);
        if (!i || a->pair[i].id != a->pair[i - 1].id) { /* the first of an id */
            uint64_t h = aliases_hash(id);
            *map_put(&a->groups, (struct slice){(const char *)&h, sizeof h}, 0) = (size_t)aliases_hash(cve);
            first = cve;
            continue;
        }
        tally_note(notes, "alias dropped: %.*s is %.*s, not also %.*s", (int)id.n, id.p, (int)first.n,
                   first.p, (int)cve.n, cve.p);
    }
}

uint64_t
aliases_hash(struct slice id)
{
    uint64_t h = hash_64(id.p, id.n);
    return h ? h : 1;
}

uint64_t
aliases_group(const struct aliases *a, uint64_t id)
{
    size_t cve = a->groups.n ? map_get(&a->groups, (struct slice){(const char *)&id, sizeof id}) : MAP_NONE;
    return cve == MAP_NONE ? id : cve;
}

void
aliases_free(struct aliases *a)
{
    free(a->pair);
    map_free(&a->groups);
    *a = (struct aliases){0};
}
