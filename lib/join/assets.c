#define _GNU_SOURCE /* memrchr under -std=c11 */
#include "assets.h"

#include <stdlib.h>
#include <string.h>

#include "../mem.h"
#include "../target.h"
#include "../text.h"

#define SEVERAL (SIZE_MAX - 1) /* more than one asset fits */
#define NO_ASSET SIZE_MAX
#define AGREE_MAX 256 /* assets of one service that are asked whether they agree */

enum asset_field { A_PRODUCT, A_SERVICE, A_OWNER, A_TIER, A_ENVIRONMENT, A_FIELDS };
static const char *const names[A_FIELDS] = {"product", "service", "owner", "tier", "environment"};
static const enum finding_field fills[A_FIELDS] = {F_PRODUCT, F_SERVICE, F_OWNER, F_TIER, F_ENVIRONMENT};

struct asset {
    struct slice name;            /* as written, JSON text */
    struct slice field[A_FIELDS]; /* JSON text of a string; absent: not known */
    bool by_hand[A_FIELDS];       /* the field came from a list that people keep */
    bool name_by_hand;
    bool listing; /* a repository or account that is only listed: named after itself, of no service */
};

/* What a key in the index is about; a target is looked for in the order of `ways`. */
enum key_kind {
    K_REPO = 'r',      /* host/org/repo, or as written */
    K_REPO_TAIL = 'R', /* org/repo, of those that name a host */
    K_IMAGE = 'i',
    K_IMAGE_TAIL = 'j', /* without registry */
    K_IMAGE_LAST = 'k', /* its last path part */
    K_HOST = 'h',
    K_ACCOUNT = 'c',
    K_NAME = 'n',    /* name and aliases */
    K_SERVICE = 's', /* name, aliases and service */
};

static struct slice
key_of(struct assets *a, enum key_kind kind, struct slice value)
{
    a->key.n = 0;
    buf_byte(&a->key, (char)kind);
    buf_slice(&a->key, value);
    return buf_as_slice(&a->key);
}

static struct slice
folded(struct assets *a, struct slice s)
{
    a->folded.n = 0;
    text_fold(&a->folded, s);
    return buf_as_slice(&a->folded);
}

static void
file(struct assets *a, enum key_kind kind, struct slice value, size_t asset)
{
    if (value.n)
        chains_add(&a->keys, key_of(a, kind, value), asset);
}

static bool
has_host(struct slice s)
{
    const char *slash = s.n ? memchr(s.p, '/', s.n) : NULL;
    struct slice first = {s.p, slash ? (size_t)(slash - s.p) : 0};
    return slash &&
           (memchr(first.p, '.', first.n) || memchr(first.p, ':', first.n) || slice_is(first, "localhost"));
}

static struct slice
tail(struct slice s)
{
    const char *slash = has_host(s) ? memchr(s.p, '/', s.n) : NULL;
    return slash ? (struct slice){slash + 1, s.n - (size_t)(slash + 1 - s.p)} : s;
}

static struct slice
last_part(struct slice s)
{
    const char *slash = s.n ? memrchr(s.p, '/', s.n) : NULL;
    return slash ? (struct slice){slash + 1, s.n - (size_t)(slash + 1 - s.p)} : s;
}

/* A host as both sides write it: without scheme, path and default port. */
static struct slice
host_of(struct slice s, struct buf *out)
{
    out->n = 0;
    if (!target_origin(out, s)) {
        buf_text(out, "https://");
        buf_slice(out, s);
        struct buf again = {0};
        if (target_origin(&again, buf_as_slice(out))) {
            out->n = 0;
            buf_slice(out, buf_as_slice(&again));
        }
        buf_free(&again);
    }
    const char *p = memchr(out->p, '/', out->n);
    return p ? (struct slice){p + 2, out->n - (size_t)(p + 2 - out->p)} : buf_as_slice(out);
}

static void
file_repo(struct assets *a, struct slice s, size_t asset)
{
    struct buf b = {0};
    if (!target_repo(&b, s))
        text_fold(&b, s);
    file(a, K_REPO, buf_as_slice(&b), asset);
    if (has_host(buf_as_slice(&b)))
        file(a, K_REPO_TAIL, tail(buf_as_slice(&b)), asset);
    buf_free(&b);
}

static void
file_image(struct assets *a, struct slice s, size_t asset)
{
    struct buf b = {0};
    if (!target_image(&b, s))
        text_fold(&b, s);
    file(a, K_IMAGE, buf_as_slice(&b), asset);
    file(a, K_IMAGE_TAIL, tail(buf_as_slice(&b)), asset);
    file(a, K_IMAGE_LAST, last_part(buf_as_slice(&b)), asset);
    buf_free(&b);
}

static void
file_host(struct assets *a, struct slice s, size_t asset)
{
    struct buf b = {0};
    file(a, K_HOST, host_of(s, &b), asset);
    buf_free(&b);
}

static void
file_account(struct assets *a, struct slice s, size_t asset)
{
    file(a, K_ACCOUNT, folded(a, s), asset);
}

static void
file_name(struct assets *a, struct slice s, size_t asset)
{
    file(a, K_NAME, folded(a, s), asset);
    file(a, K_SERVICE, folded(a, s), asset);
}

static void
file_list(struct assets *a, json_val *v, size_t asset, void (*one)(struct assets *, struct slice, size_t))
{
    struct json_iter it = json_each(v);
    struct slice s = json_str(v);
    if (s.p)
        one(a, slice_trim(s), asset);
    while (!it.object && json_next(&it, NULL, &v))
        if ((s = json_str(v)).p && slice_trim(s).n)
            one(a, slice_trim(s), asset);
}

static size_t
asset_named(struct assets *a, struct slice name)
{
    struct slice key = folded(a, name);
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
    file_name(a, name, i);
    file_list(a, json_get(root, "aliases"), i, file_name);
    file_list(a, json_get(root, "repos"), i, file_repo);
    file_list(a, json_get(root, "images"), i, file_image);
    file_list(a, json_get(root, "hosts"), i, file_host);
    file_list(a, json_get(root, "cloud_accounts"), i, file_account);
    struct slice service = slice_trim(json_get_str(root, "service"));
    if (service.n)
        file(a, K_SERVICE, folded(a, service), i);
    as = &a->at[i];
    as->listing = !as->field[A_SERVICE].p && is_listed(name, root);
}

/* The one asset under a key; SEVERAL; NO_ASSET. What is only listed stands back behind an asset of the inventory. */
static size_t
look(struct assets *a, enum key_kind kind, struct slice value)
{
    const struct link *l = value.n ? chains_first(&a->keys, key_of(a, kind, value)) : NULL;
    size_t found = NO_ASSET, listed = NO_ASSET;
    for (; l; l = chains_next(&a->keys, l)) {
        size_t *one = a->at[l->value].listing ? &listed : &found;
        *one = *one != NO_ASSET && *one != l->value ? SEVERAL : l->value;
        if (found == SEVERAL)
            break;
    }
    return found == NO_ASSET ? listed : found;
}

static size_t
look_repo(struct assets *a, struct slice target)
{
    size_t found = look(a, K_REPO, target);
    if (found == NO_ASSET && has_host(target))
        return look(a, K_REPO, tail(target)); /* the inventory names no host */
    return found == NO_ASSET ? look(a, K_REPO_TAIL, target) : found;
}

static size_t
look_image(struct assets *a, struct slice target)
{
    size_t found = look(a, K_IMAGE, target);
    if (found == NO_ASSET)
        found = look(a, K_IMAGE_TAIL, tail(target));
    return found == NO_ASSET ? look(a, K_IMAGE_LAST, last_part(target)) : found;
}

static size_t
look_host(struct assets *a, struct slice target)
{
    struct buf b = {0};
    struct slice host = host_of(target, &b);
    size_t found = look(a, K_HOST, host);
    const char *colon = host.n ? memrchr(host.p, ':', host.n) : NULL;
    if (found == NO_ASSET && colon && !memchr(colon, ']', host.n - (size_t)(colon - host.p)))
        found = look(a, K_HOST, (struct slice){host.p, (size_t)(colon - host.p)});
    buf_free(&b);
    return found;
}

static size_t
look_account(struct assets *a, struct slice target)
{
    return look(a, K_ACCOUNT, folded(a, target));
}

static size_t
look_name(struct assets *a, struct slice target)
{
    return look(a, K_NAME, folded(a, target));
}

/* The asset of a target by its most specific way; *how names the way that found several. */
static size_t
by_target(struct assets *a, struct slice target, const char **how)
{
    static const struct {
        size_t (*look)(struct assets *, struct slice);
        const char *name;
    } ways[] = {{look_repo, "repos"},
                {look_image, "images"},
                {look_host, "hosts"},
                {look_account, "cloud_accounts"},
                {look_name, "name"}};
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        size_t found = ways[i].look(a, target);
        *how = ways[i].name;
        if (found != NO_ASSET)
            return found;
    }
    return NO_ASSET;
}

/* Is the asset one of the service's? */
static bool
serves(struct assets *a, size_t asset, struct slice service)
{
    const struct link *l = chains_first(&a->keys, key_of(a, K_SERVICE, folded(a, service)));
    for (; l; l = chains_next(&a->keys, l))
        if (l->value == asset)
            return true;
    return false;
}

static size_t
find_asset(struct assets *a, struct slice service, struct slice target, struct tally *notes)
{
    const char *how = "";
    size_t found = target.n ? by_target(a, target, &how) : NO_ASSET;
    if (!service.n) {
        if (found == SEVERAL) {
            size_t n = text_valid_prefix((struct slice){target.p, target.n < 200 ? target.n : 200});
            tally_note(notes, "target %.*s: several assets by %s, no service taken", (int)n, target.p, how);
        }
        return found;
    }
    if (found < SEVERAL && serves(a, found, service))
        return found;
    return look(a, K_SERVICE, folded(a, service));
}

/* The field's value where all assets of the service agree on it. */
static const struct asset *
agreed(struct assets *a, struct slice service, int field)
{
    const struct link *l = chains_first(&a->keys, key_of(a, K_SERVICE, folded(a, service)));
    const struct asset *first = NULL;
    for (size_t n = 0; l; l = chains_next(&a->keys, l)) {
        const struct asset *as = &a->at[l->value];
        if (++n > AGREE_MAX)
            return NULL;
        if (!as->field[field].p)
            continue;
        if (first && !slice_same(first->field[field], as->field[field]))
            return NULL;
        if (!first)
            first = as;
    }
    return first;
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
        a->last_asset = find_asset(a, service, target, notes);
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
            const struct asset *as = agreed(a, service, i);
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
