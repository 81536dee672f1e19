#define _GNU_SOURCE /* memmem, strncasecmp under -std=c11 */
#include "exceptions.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "../date.h"
#include "../mem.h"
#include "../text.h"
#include "glob.h"
#include "purl.h"

#define NAMED_MAX 5 /* ids named in one note */

/* What an exception may state; all that it states must hold. */
enum stated {
    S_SERVICE = 1,
    S_PRODUCT = 2,
    S_RULE = 4,
    S_CVE = 8,
    S_COMPONENT = 16,
    S_FINDING = 32,
    S_NATIVE = 64,
    S_PATH = 128,
    S_ANY_RULE = 256, /* rule_id "*" */
    S_ANY_PATH = 512, /* a path of nothing but stars */
};

struct exception { /* texts decoded, in the run's pool; absent where not stated */
    struct slice id, disposition, state;
    struct slice service, product; /* folded */
    struct slice rule, finding, native, path;
    struct slice component, purl,
        version; /* lower case name; comparable purl, with version where one is stated */
    bool purl_version;
    struct slice *cve;
    size_t cves;
    int64_t granted, expires;
    unsigned stated;
    bool scanner, matched;
};

static bool
is_word(struct slice s, const char *a, const char *b, const char *c)
{
    return slice_is(s, a) || slice_is(s, b) || slice_is(s, c);
}

/* ---- taking ---- */

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

static void
keep_lower(struct exceptions *e, struct slice s, struct slice *to)
{
    char *p = pool_copy(e->kept, s.p, s.n);
    for (size_t i = 0; i < s.n; i++)
        p[i] = (char)tolower((unsigned char)p[i]);
    *to = (struct slice){p, s.n};
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
        keep_lower(e, name, &x->component);
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

static void
state_what(struct exception *x)
{
    bool any_rule = slice_is(x->rule, "*"), any_path = glob_is_all(x->path);
    x->stated = (x->service.p ? S_SERVICE : 0u) | (x->product.p ? S_PRODUCT : 0u) |
                (x->rule.p ? any_rule ? S_ANY_RULE : S_RULE : 0u) | (x->cves ? S_CVE : 0u) |
                (x->component.p || x->purl.p ? S_COMPONENT : 0u) | (x->finding.p ? S_FINDING : 0u) |
                (x->native.p ? S_NATIVE : 0u) | (x->path.p ? any_path ? S_ANY_PATH : S_PATH : 0u);
}

/* Service or product alone is no scope, save with rule_id "*"; and "*" alone would be the whole company. */
static bool
is_too_broad(const struct exception *x)
{
    unsigned narrow = x->stated & ~(unsigned)(S_SERVICE | S_PRODUCT | S_ANY_RULE | S_ANY_PATH);
    if (narrow)
        return false;
    return !(x->stated & S_ANY_RULE) || !(x->stated & (S_SERVICE | S_PRODUCT));
}

static struct slice
key_of(struct exceptions *e, char kind, struct slice value, struct slice service)
{
    e->key.n = 0;
    buf_byte(&e->key, kind);
    hash_part(&e->key, service);
    buf_slice(&e->key, value);
    return buf_as_slice(&e->key);
}

static struct slice
lower_of(struct exceptions *e, struct slice s)
{
    char *p = pool_copy(&e->pool, s.p, s.n);
    for (size_t i = 0; i < s.n; i++)
        p[i] = (char)tolower((unsigned char)p[i]);
    return (struct slice){p, s.n};
}

static struct slice
bare_path(struct slice s)
{
    while (s.n && (*s.p == '/' || (s.n > 1 && s.p[0] == '.' && s.p[1] == '/')))
        s.p++, s.n--;
    return s;
}

static struct slice
comparable(struct exceptions *e, struct slice purl, bool version)
{
    e->purl.n = 0;
    purl_comparable(&e->purl, purl, version);
    return buf_as_slice(&e->purl);
}

/* Files number i under the most selective thing that it states. The letters are answered in exceptions_match.
 */
static void
file(struct exceptions *e, size_t i)
{
    const struct exception *x = &e->at[i];
    if (x->finding.p)
        chains_add(&e->keys, key_of(e, 'f', x->finding, x->service), i);
    else if (x->native.p)
        chains_add(&e->keys, key_of(e, 'f', x->native, x->service), i);
    else if ((x->stated & S_PATH) && glob_is_plain(x->path))
        chains_add(&e->keys, key_of(e, 'p', bare_path(x->path), x->service), i);
    else if (x->cves)
        for (size_t k = 0; k < x->cves; k++)
            chains_add(&e->keys, key_of(e, 'v', x->cve[k], x->service), i);
    else if (x->purl.p)
        chains_add(&e->keys, key_of(e, 'u', comparable(e, x->purl, false), x->service), i);
    else if (x->component.p)
        chains_add(&e->keys, key_of(e, 'c', x->component, x->service), i);
    else if (x->stated & S_RULE)
        chains_add(&e->keys, key_of(e, 'r', lower_of(e, x->rule), x->service), i);
    else
        chains_add(&e->keys, key_of(e, '*', x->product.p ? x->product : SLICE(""), x->service), i);
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
    keep_component(e, x, json_get(root, "component"));
    keep_cves(e, x, json_get(root, "cve"));
    keep_time(root, "granted", &x->granted);
    keep_time(root, "expires", &x->expires);
    x->scanner |= slice_is(json_get_str(root, "scope"), "scanner");
    state_what(x);
    if (!is_too_broad(x))
        file(e, i);
}

/* ---- matching ---- */

struct subject {                   /* a finding, decoded as far as exceptions ask */
    struct slice service, product; /* folded */
    struct slice rule, id, native, path, component, purl, version;
    json_val *cve, *also;
};

static struct slice
fold(struct exceptions *e, struct slice s)
{
    if (!s.n)
        return (struct slice){0};
    e->text.n = 0;
    text_fold(&e->text, s);
    return (struct slice){pool_copy(&e->pool, e->text.p, e->text.n), e->text.n};
}

/* The path part of a URL, for findings that have no file. */
static struct slice
url_path(struct slice url)
{
    const char *p = url.n ? memmem(url.p, url.n, "://", 3) : NULL;
    p = p ? memchr(p + 3, '/', url.n - (size_t)(p + 3 - url.p)) : NULL;
    if (!p)
        return (struct slice){0};
    struct slice s = {p, url.n - (size_t)(p - url.p)};
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] == '?' || s.p[i] == '#')
            s.n = i;
    return s;
}

static json_val *
tree(struct json_doc *d, const struct finding *f, enum finding_field field)
{
    const char *why;
    return finding_has(f, field) ? json_parse(d, f->f[field].p, f->f[field].n, &why) : NULL;
}

struct trees {
    struct json_doc component, location, cve, also;
};

static void
read_subject(struct exceptions *e, const struct finding *f, struct trees *t, struct subject *s)
{
    json_val *component = tree(&t->component, f, F_COMPONENT), *location = tree(&t->location, f, F_LOCATION);
    s->service = fold(e, finding_str(f, F_SERVICE, &e->pool));
    s->product = fold(e, finding_str(f, F_PRODUCT, &e->pool));
    s->rule = finding_str(f, F_RULE_ID, &e->pool);
    s->id = finding_str(f, F_ID, &e->pool);
    s->native = finding_str(f, F_NATIVE_ID, &e->pool);
    s->component = lower_of(e, json_get_str(component, "name"));
    s->purl = json_get_str(component, "purl");
    s->version = json_get_str(component, "version");
    s->path = json_get_str(location, "file");
    if (!s->path.n)
        s->path = url_path(json_get_str(location, "url"));
    s->cve = tree(&t->cve, f, F_CVE);
    s->also = tree(&t->also, f, F_ALSO);
}

static bool
is_listed(json_val *array, struct slice s)
{
    struct json_iter it = json_each(array);
    json_val *v;
    while (json_next(&it, NULL, &v))
        if (slice_same(json_str(v), s))
            return true;
    return false;
}

static bool
cve_holds(const struct exception *x, const struct subject *s)
{
    for (size_t i = 0; i < x->cves; i++)
        if (is_listed(s->cve, x->cve[i]))
            return true;
    return false;
}

static bool
component_holds(struct exceptions *e, const struct exception *x, const struct subject *s)
{
    if (x->version.p && !slice_same(x->version, s->version))
        return false;
    if (x->purl.p)
        return s->purl.n && slice_same(comparable(e, s->purl, x->purl_version), x->purl);
    return slice_same(x->component, s->component);
}

static bool
finding_holds(const struct exception *x, const struct subject *s)
{
    return slice_same(x->finding, s->id) || slice_same(x->finding, s->native) ||
           is_listed(s->also, x->finding);
}

static bool
same_folded(struct slice a, struct slice b)
{
    return a.n == b.n && a.p && b.p && strncasecmp(a.p, b.p, a.n) == 0;
}

/* All that the exception states holds for the finding. */
static bool
covers(struct exceptions *e, const struct exception *x, const struct subject *s)
{
    if (slice_is(x->state, "requested") || slice_is(x->state, "rejected") || slice_is(x->state, "revoked"))
        return false;
    return !is_too_broad(x) && (!x->service.p || slice_same(x->service, s->service)) &&
           (!x->product.p || slice_same(x->product, s->product)) &&
           (!(x->stated & S_RULE) || same_folded(x->rule, s->rule)) && (!x->cves || cve_holds(x, s)) &&
           (!(x->stated & S_COMPONENT) || component_holds(e, x, s)) &&
           (!x->finding.p || finding_holds(x, s)) && (!x->native.p || slice_same(x->native, s->native)) &&
           (!(x->stated & S_PATH) || (s->path.n && glob_matches(x->path, s->path)));
}

static bool
in_force(const struct exception *x, int64_t as_of)
{
    if (slice_is(x->state, "expired"))
        return false;
    if (as_of == DATE_NONE)
        return true;
    return (x->granted == DATE_NONE || x->granted <= as_of) &&
           (x->expires == DATE_NONE || date_day(x->expires) >= date_day(as_of));
}

/* In force before expired, then more fields, then later expiry, then id. */
static bool
goes_before(const struct exception *x, const struct exception *y, int64_t as_of)
{
    bool fx = in_force(x, as_of), fy = in_force(y, as_of);
    if (fx != fy)
        return fx;
    int nx = __builtin_popcount(x->stated), ny = __builtin_popcount(y->stated);
    if (nx != ny)
        return nx > ny;
    int64_t ex = x->expires == DATE_NONE ? INT64_MAX : x->expires,
            ey = y->expires == DATE_NONE ? INT64_MAX : y->expires;
    if (ex != ey)
        return ex > ey;
    return slice_compare(x->id, y->id) < 0;
}

struct search {
    struct exceptions *e;
    const struct subject *s;
    int64_t as_of;
    struct exception *best;
};

static void
consider(struct search *q, char kind, struct slice value)
{
    struct slice services[2] = {q->s->service, {0}};
    for (int i = q->s->service.p ? 0 : 1; i < 2; i++) {
        const struct link *l = chains_first(&q->e->keys, key_of(q->e, kind, value, services[i]));
        for (; l; l = chains_next(&q->e->keys, l)) {
            struct exception *x = &q->e->at[l->value];
            if (!covers(q->e, x, q->s))
                continue;
            x->matched = true;
            if (!q->best || goes_before(x, q->best, q->as_of))
                q->best = x;
        }
    }
}

static void
consider_all(struct search *q, char kind, json_val *array)
{
    struct json_iter it = json_each(array);
    json_val *v;
    while (json_next(&it, NULL, &v))
        if (json_str(v).n)
            consider(q, kind, json_str(v));
}

static void
search(struct search *q)
{
    const struct subject *s = q->s;
    if (s->id.n)
        consider(q, 'f', s->id);
    if (s->native.n)
        consider(q, 'f', s->native);
    consider_all(q, 'f', s->also);
    if (s->path.n)
        consider(q, 'p', bare_path(s->path));
    consider_all(q, 'v', s->cve);
    if (s->purl.n) {
        struct slice purl = comparable(q->e, s->purl, false);
        consider(q, 'u', (struct slice){pool_copy(&q->e->pool, purl.p, purl.n), purl.n});
    }
    if (s->component.n)
        consider(q, 'c', s->component);
    if (s->rule.n)
        consider(q, 'r', lower_of(q->e, s->rule));
    consider(q, '*', SLICE(""));
    if (s->product.n)
        consider(q, '*', s->product);
}

bool
exceptions_match(struct exceptions *e, const struct finding *f, int64_t as_of, struct exception_match *out)
{
    static struct trees t; /* memory of the trees is used again */
    struct subject s = {0};
    struct search q = {e, &s, as_of, NULL};
    if (!e->n)
        return false;
    pool_reset(&e->pool);
    read_subject(e, f, &t, &s);
    search(&q);
    if (!q.best)
        return false;
    const struct exception *x = q.best;
    *out = (struct exception_match){x->id,
                                    x->disposition.p ? x->disposition : SLICE("accepted"),
                                    x->granted,
                                    x->expires,
                                    in_force(x, as_of),
                                    x->scanner};
    return true;
}

/* ---- reporting ---- */

static int
by_text(const void *a, const void *b)
{
    return slice_compare(*(const struct slice *)a, *(const struct slice *)b);
}

static void
name_them(struct slice *ids, size_t n, struct tally *notes, const char *what)
{
    struct buf b = {0};
    if (!n)
        return;
    qsort(ids, n, sizeof *ids, by_text);
    for (size_t i = 0; i < n && i < NAMED_MAX; i++)
        buf_format(&b, "%s%.*s", i ? ", " : "",
                   (int)text_valid_prefix((struct slice){ids[i].p, ids[i].n < 40 ? ids[i].n : 40}), ids[i].p);
    tally_note(notes, "%zu exceptions %s: %s%s", n, what, buf_string(&b), n > NAMED_MAX ? ", …" : "");
    buf_free(&b);
}

void
exceptions_report(const struct exceptions *e, struct tally *notes)
{
    struct slice *broad = xcalloc(e->n + 1, sizeof *broad), *idle = xcalloc(e->n + 1, sizeof *idle);
    size_t broads = 0, idles = 0;
    for (size_t i = 0; i < e->n; i++) {
        const struct exception *x = &e->at[i];
        if (is_too_broad(x))
            broad[broads++] = x->id;
        else if (!x->matched && !x->scanner && !is_word(x->state, "requested", "rejected", "revoked"))
            idle[idles++] = x->id;
    }
    name_them(broad, broads, notes, "too broad to cover anything");
    name_them(idle, idles, notes, "match no finding");
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
