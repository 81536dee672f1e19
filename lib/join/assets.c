#include "asset.h"

#include <stdlib.h>

#include "../mem.h"
#include "../target.h"
#include "../text.h"

static const char *const names[A_FIELDS] = {"product", "service", "owner", "tier", "environment"};
static const enum finding_field fills[A_FIELDS] = {F_PRODUCT, F_SERVICE, F_OWNER, F_TIER, F_ENVIRONMENT};

struct slice
asset_folded(struct assets *a, struct slice s)
{
    a->folded.n = 0;
    text_fold(&a->folded, s);
    return buf_as_slice(&a->folded);
}

static size_t
asset_named(struct assets *a, struct slice name)
{
    struct slice key = asset_folded(a, name);
    size_t *place = map_put(&a->by_name, key, a->n);
    if (*place == a->n) {
        struct buf json = {0};
        a->at = xgrow(a->at, &a->cap, a->n + 1, sizeof *a->at);
        buf_json_slice(&json, name);
        a->at[a->n++] = (struct asset){.name = {pool_copy(a->kept, json.p, json.n), json.n}};
        buf_free(&json);
    }
    return *place;
}

static void
take_field(struct assets *a, struct asset *as, enum asset_field i, json_val *v, bool hand,
           struct tally *notes)
{
    struct slice s = json_str(v);
    struct buf json = {0};
    if (!s.n)
        return;
    buf_json_slice(&json, s);
    if (!as->field[i].p) {
        as->field[i] = (struct slice){pool_copy(a->kept, json.p, json.n), json.n};
        as->by_hand[i] = hand;
    } else if (i != A_ENVIRONMENT && !slice_same(as->field[i], buf_as_slice(&json))) {
        tally_note(notes, "asset %.*s: two values of %s: %.*s is used, %.*s is not", (int)as->name.n,
                   as->name.p, names[i], (int)as->field[i].n, as->field[i].p, (int)json.n, json.p);
    }
    buf_free(&json);
}

static bool
kept_by_hand(json_val *root)
{
    struct slice p = json_get_str(root, "provenance");
    return p.n && !slice_is(p, "system");
}

/* Is it named after one of its own repositories or accounts? */
static bool
is_listed(struct slice name, json_val *root)
{
    static const char *const lists[] = {"repos", "cloud_accounts"};
    struct buf own = {0}, other = {0};
    bool listed = false;
    json_val *v;
    if (!target_repo(&own, name))
        text_fold(&own, name);
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        struct json_iter it = json_each(json_get(root, lists[i]));
        while (!it.object && !listed && json_next(&it, NULL, &v)) {
            struct slice s = slice_trim(json_str(v));
            other.n = 0;
            if (s.n && !target_repo(&other, s))
                text_fold(&other, s);
            listed = s.n && slice_same(buf_as_slice(&own), buf_as_slice(&other));
        }
    }
    buf_free(&own);
    buf_free(&other);
    return listed;
}

void
assets_take(struct assets *a, json_val *root, struct tally *notes)
{
    struct slice name = slice_trim(json_get_str(root, "name"));
    if (!name.n)
        return;
    a->last_known = false;
    size_t i = asset_named(a, name);
    bool hand = kept_by_hand(root);
    struct asset *as = &a->at[i];
    as->name_by_hand |= hand;
    for (int k = 0; k < A_FIELDS; k++)
        take_field(a, as, (enum asset_field)k, json_get(root, names[k]), hand, notes);
    asset_file(a, i, name, root);
    as->listing = !as->field[A_SERVICE].p && is_listed(name, root);
}

static void
set(struct finding *f, int field, struct slice json, bool hand, bool *by_hand)
{
    if (finding_has(f, fills[field]) || !json.p)
        return;
    f->f[fills[field]] = json;
    *by_hand |= hand;
}

void
assets_fill(struct assets *a, struct finding *f, struct pool *pool, struct tally *notes, bool *by_hand)
{
    bool empty = false;
    for (int i = 0; i < A_FIELDS; i++)
        empty |= !finding_has(f, fills[i]);
    if (!empty || !a->n)
        return;
    struct slice service = finding_str(f, F_SERVICE, pool), target = finding_str(f, F_TARGET, pool);
    a->asked.n = 0;
    hash_part(&a->asked, service);
    hash_part(&a->asked, target);
    if (!a->last_known || !slice_same(buf_as_slice(&a->asked), buf_as_slice(&a->last)) ||
        a->last_asset == SEVERAL) {
        a->last_asset = asset_find(a, service, target, notes);
        a->last_known = true;
        a->last.n = 0;
        buf_slice(&a->last, buf_as_slice(&a->asked));
    }
    if (a->last_asset < SEVERAL) {
        const struct asset *as = &a->at[a->last_asset];
        if (!as->listing) /* a repository or an account is no business name */
            set(f, A_SERVICE, as->field[A_SERVICE].p ? as->field[A_SERVICE] : as->name,
                as->field[A_SERVICE].p ? as->by_hand[A_SERVICE] : as->name_by_hand, by_hand);
        for (int i = 0; i < A_FIELDS; i++)
            set(f, i, as->field[i], as->by_hand[i], by_hand);
    } else if (a->last_asset == SEVERAL && service.n) {
        for (int i = 0; i < A_FIELDS; i++) {
            const struct asset *as = asset_agreed(a, service, (enum asset_field)i);
            if (as)
                set(f, i, as->field[i], as->by_hand[i], by_hand);
        }
    }
}

void
assets_free(struct assets *a)
{
    free(a->at);
    map_free(&a->by_name);
    chains_free(&a->keys);
    buf_free(&a->key);
    buf_free(&a->folded);
    buf_free(&a->asked);
    buf_free(&a->last);
}
