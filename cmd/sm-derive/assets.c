#include "assets.h"

#include <stdlib.h>

#include "mem.h"
#include "target.h"
#include "text.h"

static struct slice
keep(struct assets *a, struct slice s)
{
    if (!s.n)
        return (struct slice){0};
    return (struct slice){pool_copy(&a->pool, s.p, s.n), s.n};
}

static struct slice
keep_folded(struct assets *a, struct slice s)
{
    a->scratch.n = 0;
    text_fold(&a->scratch, s);
    return keep(a, buf_as_slice(&a->scratch));
}

static void
add(struct slice *list, size_t *n, struct slice s)
{
    if (s.n)
        list[(*n)++] = s;
}

/* As a scan's target is written: the canonical form; a bare host also as an origin. */
static void
add_target(struct assets *a, struct asset *x, struct slice s, bool host)
{
    struct buf b = {0}, origin = {0};
    target_canonical(&b, s);
    add(x->targets, &x->n_targets, keep_folded(a, buf_as_slice(&b)));
    if (host) {
        struct buf url = {0};
        buf_text(&url, "https://");
        buf_slice(&url, s);
        if (target_origin(&origin, buf_as_slice(&url)))
            add(x->targets, &x->n_targets, keep_folded(a, buf_as_slice(&origin)));
        buf_free(&url);
    }
    buf_free(&b);
    buf_free(&origin);
}

static void
read_targets(struct assets *a, struct asset *x, json_val *root)
{
    static const char *const lists[] = {"repos", "images", "hosts", "cloud_accounts", "aliases"};
    size_t most = 1;
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        most += 2 * json_count(json_get(root, lists[i]));
    x->targets = pool_alloc(&a->pool, most * sizeof *x->targets);
    add_target(a, x, x->name, false);
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        struct json_iter it = json_each(json_get(root, lists[i]));
        json_val *v;
        while (json_next(&it, NULL, &v))
            if (slice_trim(json_str(v)).n)
                add_target(a, x, json_str(v), i == 2);
    }
}

static void
read_services(struct assets *a, struct asset *x, json_val *root)
{
    json_val *aliases = json_get(root, "aliases"), *v;
    struct json_iter it = json_each(aliases);
    x->services = pool_alloc(&a->pool, (json_count(aliases) + 2) * sizeof *x->services);
    add(x->services, &x->n_services, keep_folded(a, x->service));
    add(x->services, &x->n_services, keep_folded(a, x->name));
    while (json_next(&it, NULL, &v))
        add(x->services, &x->n_services, keep_folded(a, json_str(v)));
    for (size_t i = 0; i < x->n_services; i++)
        map_put(&a->services, x->services[i], a->n);
}

void
assets_take(struct assets *a, struct record *r, const struct judge *j)
{
    static struct json_doc doc;
    const char *why;
    json_val *root = json_parse(&doc, r->text.p, r->text.n, &why);
    struct asset x = {.text = r->text};
    x.name = keep(a, slice_trim(json_get_str(root, "name")));
    x.service = keep(a, slice_trim(json_get_str(root, "service")));
    x.has_service = x.service.n > 0;
    if (!x.has_service)
        x.service = x.name;
    x.product = keep(a, json_get_str(root, "product"));
    if (x.product.n)
        x.folded_product = keep_folded(a, x.product);
    x.owner = keep(a, slice_trim(json_get_str(root, "owner")));
    x.tier = keep(a, json_get_str(root, "tier"));
    x.application = judge_true(j, ASK_APPLICATION);
    x.applies = pool_alloc(&a->pool, (j->n_controls + 1) * sizeof *x.applies);
    for (size_t i = 0; i < j->n_controls; i++)
        x.applies[i] = judge_applies(j, i);
    x.has_repo = json_count(json_get(root, "repos")) > 0;
    read_services(a, &x, root);
    read_targets(a, &x, root);
    json_free(&doc);
    a->at = xgrow(a->at, &a->cap, a->n + 1, sizeof *a->at);
    a->at[a->n++] = x;
}

bool
assets_have(struct assets *a, struct slice service)
{
    if (!service.n)
        return false;
    a->scratch.n = 0;
    text_fold(&a->scratch, service);
    return map_get(&a->services, buf_as_slice(&a->scratch)) != MAP_NONE;
}

/* Services are counted by the asset that comes first in order of name. */
void
assets_ready(struct assets *a)
{
    struct map first = {0};
    for (size_t i = 0; i < a->n; i++) {
        if (!a->at[i].has_repo)
            continue;
        size_t *at = map_put(&first, a->at[i].services[0], i);
        if (slice_compare(a->at[i].name, a->at[*at].name) < 0)
            *at = i;
    }
    for (size_t i = 0; i < a->n; i++)
        a->at[i].first = a->at[i].has_repo && map_get(&first, a->at[i].services[0]) == i;
    map_free(&first);
}

bool
assets_gated(const struct asset *a, const struct instants *gates, const struct period *p)
{
    for (size_t i = 0; i < a->n_services; i++) {
        const struct instant *at = instants_from(gates, instants_list(gates, a->services[i]), p->start);
        if (at && at->at < p->end)
            return true;
    }
    return false;
}

static void
later(struct scan *best, struct scan s)
{
    if (s.at != DATE_NONE && (s.at > best->at || (s.at == best->at && s.provenance < best->provenance)))
        *best = s;
}

void
assets_coverage(const struct asset *a, const struct judge *j, struct scans *scans, const struct period *p,
                struct covered *out)
{
    for (size_t c = 0; c < j->n_controls; c++) {
        struct scan last = {DATE_NONE, PROVENANCE_SYSTEM};
        for (size_t i = 0; i < a->n_services; i++)
            later(&last, scans_of_service(scans, j->controls[c].name, a->services[i], p->end));
        for (size_t i = 0; i < a->n_targets; i++)
            later(&last, scans_of_target(scans, j->controls[c].name, a->targets[i], !a->has_service, p->end));
        bool recent = last.at != DATE_NONE && p->last_day - date_day(last.at) < j->controls[c].window_days;
        out[c] = (struct covered){recent, last};
    }
}

void
assets_free(struct assets *a)
{
    free(a->at);
    map_free(&a->services);
    pool_free(&a->pool);
    buf_free(&a->scratch);
    *a = (struct assets){0};
}
