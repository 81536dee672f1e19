#define _GNU_SOURCE /* memrchr under -std=c11 */
#include "asset.h"

#include <string.h>

#include "../target.h"
#include "../text.h"

#define AGREE_MAX 256 /* assets of one service that are asked whether they agree */

/* What a key is about; a target is looked for in the order of `ways`. */
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
    file(a, K_ACCOUNT, asset_folded(a, s), asset);
}

static void
file_name(struct assets *a, struct slice s, size_t asset)
{
    file(a, K_NAME, asset_folded(a, s), asset);
    file(a, K_SERVICE, asset_folded(a, s), asset);
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

void
asset_file(struct assets *a, size_t asset, struct slice name, json_val *root)
{
    struct slice service = slice_trim(json_get_str(root, "service"));
    file_name(a, name, asset);
    file_list(a, json_get(root, "aliases"), asset, file_name);
    file_list(a, json_get(root, "repos"), asset, file_repo);
    file_list(a, json_get(root, "images"), asset, file_image);
    file_list(a, json_get(root, "hosts"), asset, file_host);
    file_list(a, json_get(root, "cloud_accounts"), asset, file_account);
    if (service.n)
        file(a, K_SERVICE, asset_folded(a, service), asset);
}

/* The one asset under a key; SEVERAL; NO_ASSET. What is only listed stands back behind an asset of the
 * inventory. */
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
    return look(a, K_ACCOUNT, asset_folded(a, target));
}

static size_t
look_name(struct assets *a, struct slice target)
{
    return look(a, K_NAME, asset_folded(a, target));
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
    const struct link *l = chains_first(&a->keys, key_of(a, K_SERVICE, asset_folded(a, service)));
    for (; l; l = chains_next(&a->keys, l))
        if (l->value == asset)
            return true;
    return false;
}

size_t
asset_find(struct assets *a, struct slice service, struct slice target, struct tally *notes)
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
    return look(a, K_SERVICE, asset_folded(a, service));
}

const struct asset *
asset_agreed(struct assets *a, struct slice service, enum asset_field field)
{
    const struct link *l = chains_first(&a->keys, key_of(a, K_SERVICE, asset_folded(a, service)));
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
