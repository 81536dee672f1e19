#include "early.h"

#include <stdlib.h>

#include "explain.h"
#include "intact.h"
#include "new_id.h"
#include "reports.h"
#include "settle.h"

#define SCENES_MAX 65536 /* looking them up would cost more than it saves */

struct scene_key {
    uint32_t tool, category, target, service;
    uint64_t report, state;
    int64_t seen;
};

static bool
same_scene(const struct row *a, const struct row *b)
{
    return a->seen == b->seen && a->report == b->report && a->target == b->target &&
           a->service == b->service && a->tool == b->tool && a->category == b->category &&
           a->state == b->state;
}

static size_t
near_place(const struct row *r)
{
    uint64_t h = (r->report ^ (uint64_t)r->seen ^ r->target ^ (uint64_t)r->service << 32) *
                 UINT64_C(0x9e3779b97f4a7c15);
    return h >> 32 & (EARLY_NEAR - 1);
}

static uint32_t
look_up(struct run *run, struct row *r)
{
    struct early *y = &run->early;
    struct scene_key key = {r->tool, r->category, r->target, r->service, r->report, r->state, r->seen};
    size_t number = *map_put(&y->numbers, (struct slice){(const char *)&key, sizeof key}, y->scenes);
    if (number < y->scenes)
        return (uint32_t)number;
    y->scene = xgrow(y->scene, &y->cap, y->scenes + 1, sizeof *y->scene);
    y->scene[y->scenes++] = (struct scene){.first = (uint32_t)(r - run->index.row), .made = DATE_NONE};
    r->scope = settle_scope(run, r->service, r->target);
    y->off |= y->scenes == SCENES_MAX;
    return (uint32_t)number;
}

static uint32_t
scene_of(struct run *run, struct row *r)
{
    struct early *y = &run->early;
    uint32_t *near = &y->near[near_place(r)];
    if (*near >= y->scenes || !same_scene(&run->index.row[y->scene[*near].first], r))
        *near = look_up(run, r);
    return *near;
}

static struct hash128
id_of(const struct run *run, const struct row *r)
{
    struct grouped_key k = {r->key, r->vulnerability};
    struct hash128 key = r->vulnerability ? key_of_group(&k) : r->key;
    return new_id(&run->names, key, &(struct id_parts){r->scope, r->type, r->variant, 1});
}

void
early_take(struct run *run, struct entry *e, struct row *r, const struct key *key)
{
    struct early *y = &run->early;
    struct index *x = &run->index;
    y->off |= e->has_id || key->occurrence || key->nears || run->aliases.n;
    if (y->off)
        return;
    e->scene = scene_of(run, r);
    struct scene *scene = &y->scene[e->scene];
    scene->entries++;
    r->scope = x->row[scene->first].scope;
    e->scope = r->scope;
    e->service = r->service;
    e->id = id_of(run, r);
}

/* ---- when everything has been read ---- */

static bool
is_any_rule_off(const struct rules *rules)
{
    for (size_t i = 0; i < RULE_COUNT; i++)
        if (rules->off[i])
            return true;
    return false;
}

/* Does something in the input, or an option, say more than the findings themselves? */
static bool
is_more_said(const struct run *run)
{
    const struct index *x = &run->index;
    return run->previous || run->explain->on || is_any_rule_off(&run->rules) || run->aliases.n ||
           references_any_asset(run->refs) || (x->any_type && x->any_untyped);
}

/* false: a finding was seen before its report was made. */
static bool
settle_times(struct run *run)
{
    struct early *y = &run->early;
    struct row *row = run->index.row;
    struct reports reports = {0};
    bool good = true;
    for (size_t i = 0; i < y->scenes; i++)
        reports_note(run, &reports, &row[y->scene[i].first]);
    for (size_t i = 0; i < y->scenes; i++) {
        struct row *r = &row[y->scene[i].first];
        y->scene[i].made = r->made = reports_made(run, &reports, r);
        good &= !report_shows_later(r, r->made);
    }
    reports_free(&reports);
    return good;
}

/* Has each scope one service? Else which one a finding has depends on its records. */
static bool
is_one_service_each(const struct run *run)
{
    const struct early *y = &run->early;
    uint32_t *service = xmalloc((run->names.n + 1) * sizeof *service);
    bool good = true;
    memset(service, 0xff, run->names.n * sizeof *service);
    for (size_t i = 0; i < y->scenes; i++) {
        const struct row *r = &run->index.row[y->scene[i].first];
        if (service[r->scope] == NO_NAME)
            service[r->scope] = r->service;
        good &= service[r->scope] == r->service;
    }
    free(service);
    return good;
}

bool
early_settle(struct run *run)
{
    struct early *y = &run->early;
    if (y->off || is_more_said(run) || !is_one_service_each(run) || !settle_times(run))
        return false;
    for (size_t i = 0; i < y->scenes; i++)
        y->scene[i].as_kept = intact_row_as_kept(run, &run->index.row[y->scene[i].first]);
    return y->all = true;
}

void
early_free(struct early *y)
{
    free(y->scene);
    map_free(&y->numbers);
}
