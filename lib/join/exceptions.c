#include "exceptions.h"

#include <ctype.h>
#include <stdlib.h>

#include "../date.h"
#include "../mem.h"
#include "../text.h"
#include "exception.h"
#include "glob.h"
#include "named.h"
#include "purl.h"

static struct slice
keep(struct exceptions *e, struct slice s)
{
    return (struct slice){pool_copy(e->kept, s.p, s.n), s.n};
}

static void
keep_str(struct exceptions *e, json_val *root, const char *name, struct slice *to)
{
    struct slice s = slice_trim(json_get_str(root, name));
    if (s.n)
        *to = keep(e, s);
}

static void
keep_folded(struct exceptions *e, json_val *root, const char *name, struct slice *to)
{
    struct slice s = json_get_str(root, name);
    e->text.n = 0;
    text_fold(&e->text, s);
    if (s.n && e->text.n)
        *to = keep(e, buf_as_slice(&e->text));
}

static struct slice
lower(struct pool *pool, struct slice s)
{
    char *p = pool_copy(pool, s.p, s.n);
    for (size_t i = 0; i < s.n; i++)
        p[i] = (char)tolower((unsigned char)p[i]);
    return (struct slice){p, s.n};
}

static void
keep_time(json_val *root, const char *name, int64_t *to)
{
    int64_t t = date_parse(json_get_str(root, name));
    if (t != DATE_NONE)
        *to = t;
}

static void
keep_purl(struct exceptions *e, struct exception *x, struct slice s)
{
    e->text.n = 0;
    x->purl_version = purl_has_version(s);
    if (purl_comparable(&e->text, s, true))
        x->purl = keep(e, buf_as_slice(&e->text));
}

/* A name, a purl, or an object with name, version and purl. */
static void
keep_component(struct exceptions *e, struct exception *x, json_val *v)
{
    struct slice s = slice_trim(json_str(v));
    bool object = json_type(v) == JSON_OBJECT;
    struct slice name = object ? slice_trim(json_get_str(v, "name")) : s;
    struct slice purl = object ? slice_trim(json_get_str(v, "purl")) : s;
    struct slice version = object ? slice_trim(json_get_str(v, "version")) : (struct slice){0};
    if (!name.n && !purl.n)
        return;
    x->component = x->purl = x->version = (struct slice){0};
    if (slice_starts(purl, "pkg:"))
        keep_purl(e, x, purl);
    else
        x->component = lower(e->kept, name);
    if (version.n)
        x->version = keep(e, version);
}

static void
keep_cves(struct exceptions *e, struct exception *x, json_val *v)
{
    struct json_iter it = json_each(v);
    struct slice one = json_str(v);
    size_t n = one.n ? 1 : it.object ? 0 : json_count(v);
    if (!n)
        return;
    x->cve = pool_alloc(e->kept, n * sizeof *x->cve);
    x->cves = 0;
    if (one.n)
        x->cve[x->cves++] = keep(e, one);
    while (!one.n && json_next(&it, NULL, &v))
        if (json_str(v).n)
            x->cve[x->cves++] = keep(e, json_str(v));
}

/* Service, product or target alone is no scope, save with rule_id "*"; and "*" alone would be the whole
 * company. */
bool
exception_is_too_broad(const struct exception *x)
{
    unsigned narrow = x->stated & ~(unsigned)(S_SERVICE | S_PRODUCT | S_TARGET | S_ANY_RULE | S_ANY_PATH);
    if (narrow)
        return false;
    return !(x->stated & S_ANY_RULE) || !(x->stated & (S_SERVICE | S_PRODUCT | S_TARGET));
}

bool
exception_is_off(const struct exception *x)
{
    return slice_is(x->state, "requested") || slice_is(x->state, "rejected") || slice_is(x->state, "revoked");
}

struct slice
exception_lower(struct exceptions *e, struct slice s)
{
    return lower(&e->pool, s);
}

struct slice
exception_bare_path(struct slice s)
{
    while (s.n && (*s.p == '/' || (s.n > 1 && s.p[0] == '.' && s.p[1] == '/')))
        s.p++, s.n--;
    return s;
}

struct slice
exception_comparable(struct exceptions *e, struct slice purl, bool version)
{
    e->purl.n = 0;
    purl_comparable(&e->purl, purl, version);
    return buf_as_slice(&e->purl);
}

static void
state_what(struct exception *x)
{
    bool any_rule = slice_is(x->rule, "*"), any_path = glob_is_all(x->path);
    x->stated = (x->service.p ? S_SERVICE : 0u) | (x->product.p ? S_PRODUCT : 0u) |
                (x->rule.p ? any_rule ? S_ANY_RULE : S_RULE : 0u) | (x->cves ? S_CVE : 0u) |
                (x->component.p || x->purl.p ? S_COMPONENT : 0u) | (x->finding.p ? S_FINDING : 0u) |
                (x->native.p ? S_NATIVE : 0u) | (x->target.p ? S_TARGET : 0u) |
                (x->path.p ? any_path ? S_ANY_PATH : S_PATH : 0u);
}

/* Files number i under the most selective thing that it states. The letters are answered in
 * exceptions_match.c.
 */
static void
file(struct exceptions *e, size_t i)
{
    const struct exception *x = &e->at[i];
    if (x->finding.p)
        chains_add(&e->keys, chains_key(&e->key, 'f', x->finding, x->service), i);
    else if (x->native.p)
        chains_add(&e->keys, chains_key(&e->key, 'f', x->native, x->service), i);
    else if ((x->stated & S_PATH) && glob_is_plain(x->path))
        chains_add(&e->keys, chains_key(&e->key, 'p', exception_bare_path(x->path), x->service), i);
    else if (x->cves)
        for (size_t k = 0; k < x->cves; k++)
            chains_add(&e->keys, chains_key(&e->key, 'v', x->cve[k], x->service), i);
    else if (x->purl.p)
        chains_add(&e->keys, chains_key(&e->key, 'u', exception_comparable(e, x->purl, false), x->service),
                   i);
    else if (x->component.p)
        chains_add(&e->keys, chains_key(&e->key, 'c', x->component, x->service), i);
    else if (x->stated & S_RULE)
        chains_add(&e->keys, chains_key(&e->key, 'r', exception_lower(e, x->rule), x->service), i);
    else
        chains_add(&e->keys, chains_key(&e->key, '*', x->product.p ? x->product : SLICE(""), x->service), i);
}

void
exceptions_take(struct exceptions *e, json_val *root)
{
    struct slice id = json_get_str(root, "id");
    if (!id.n)
        return;
    pool_reset(&e->pool);
    size_t *place = map_put(&e->by_id, id, e->n), i = *place;
    if (i == e->n) {
        e->at = xgrow(e->at, &e->cap, e->n + 1, sizeof *e->at);
        e->at[e->n++] = (struct exception){.id = keep(e, id), .granted = DATE_NONE, .expires = DATE_NONE};
    }
    struct exception *x = &e->at[i];
    keep_str(e, root, "disposition", &x->disposition);
    keep_str(e, root, "state", &x->state);
    keep_folded(e, root, "service", &x->service);
    keep_folded(e, root, "product", &x->product);
    keep_str(e, root, "rule_id", &x->rule);
    keep_str(e, root, "finding_id", &x->finding);
    keep_str(e, root, "native_id", &x->native);
    keep_str(e, root, "path", &x->path);
    keep_str(e, root, "target", &x->target);
    keep_component(e, x, json_get(root, "component"));
    keep_cves(e, x, json_get(root, "cve"));
    keep_time(root, "granted", &x->granted);
    keep_time(root, "expires", &x->expires);
    x->scanner |= slice_is(json_get_str(root, "scope"), "scanner");
    state_what(x);
    if (!exception_is_too_broad(x))
        file(e, i);
}

void
exceptions_report(const struct exceptions *e, struct tally *notes)
{
    struct slice *broad = xcalloc(e->n + 1, sizeof *broad), *idle = xcalloc(e->n + 1, sizeof *idle);
    size_t broads = 0, idles = 0;
    for (size_t i = 0; i < e->n; i++) {
        const struct exception *x = &e->at[i];
        if (exception_is_too_broad(x))
            broad[broads++] = x->id;
        else if (!x->matched && !x->scanner && !exception_is_off(x))
            idle[idles++] = x->id;
    }
    named_note(notes, "exceptions", "too broad to cover anything", broad, broads);
    named_note(notes, "exceptions", "match no finding", idle, idles);
    free(broad);
    free(idle);
}

void
exceptions_free(struct exceptions *e)
{
    free(e->at);
    map_free(&e->by_id);
    chains_free(&e->keys);
    pool_free(&e->pool);
    buf_free(&e->key);
    buf_free(&e->text);
    buf_free(&e->purl);
}
