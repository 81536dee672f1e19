#define _GNU_SOURCE /* memmem, memrchr, strncasecmp under -std=c11 */
#include <string.h>

#include "../date.h"
#include "../text.h"
#include "exception.h"
#include "glob.h"

struct subject {                   /* a finding, decoded as far as exceptions ask */
    struct slice service, product; /* folded */
    struct slice rule, id, native, path, target, component, purl, version;
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
    s->target = finding_str(f, F_TARGET, &e->pool);
    s->component = exception_lower(e, json_get_str(component, "name"));
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
        return s->purl.n && slice_same(exception_comparable(e, s->purl, x->purl_version), x->purl);
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

/* The same target; an image that is stated without registry and path is any of that name. */
static bool
target_holds(const struct exception *x, const struct subject *s)
{
    struct slice t = s->target;
    const char *slash = t.n && !memchr(x->target.p, '/', x->target.n) ? memrchr(t.p, '/', t.n) : NULL;
    if (slash)
        t = (struct slice){slash + 1, t.n - (size_t)(slash + 1 - t.p)};
    return same_folded(x->target, t);
}

/* All that the exception states holds for the finding. */
static bool
covers(struct exceptions *e, const struct exception *x, const struct subject *s)
{
    return !exception_is_off(x) && !exception_is_too_broad(x) &&
           (!x->service.p || slice_same(x->service, s->service)) &&
           (!x->product.p || slice_same(x->product, s->product)) &&
           (!(x->stated & S_RULE) || same_folded(x->rule, s->rule)) && (!x->cves || cve_holds(x, s)) &&
           (!(x->stated & S_COMPONENT) || component_holds(e, x, s)) &&
           (!x->finding.p || finding_holds(x, s)) && (!x->native.p || slice_same(x->native, s->native)) &&
           (!x->target.p || target_holds(x, s)) &&
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
        const struct link *l = chains_first(&q->e->keys, chains_key(&q->e->key, kind, value, services[i]));
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
        consider(q, 'p', exception_bare_path(s->path));
    consider_all(q, 'v', s->cve);
    if (s->purl.n) {
        struct slice purl = exception_comparable(q->e, s->purl, false);
        consider(q, 'u', (struct slice){pool_copy(&q->e->pool, purl.p, purl.n), purl.n});
    }
    if (s->component.n)
        consider(q, 'c', s->component);
    if (s->rule.n)
        consider(q, 'r', exception_lower(q->e, s->rule));
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
