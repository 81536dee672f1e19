#include "exceptions.h"

#include <stdlib.h>

#include "join/glob.h"

static struct slice
keep(struct exceptions *e, struct record *r, const char *name)
{
    struct slice s = slice_trim(record_str(r, name));
    if (!s.n)
        return (struct slice){0};
    return (struct slice){pool_copy(&e->pool, s.p, s.n), s.n};
}

static bool
names(struct record *r, const char *name)
{
    struct slice v = record_get(r, name);
    return !json_is_null(v) && !slice_is(v, "[]") && !slice_is(v, "\"\"");
}

/* As the join says (lib/join/exceptions.c): any rule of a service, product or target is a scope; any path is
 * none, and any rule alone would be the whole company. */
static bool
names_nothing(struct record *r)
{
    static const char *const narrow[] = {"cve", "component", "finding_id", "native_id"};
    struct slice rule = record_str(r, "rule_id");
    for (size_t i = 0; i < sizeof narrow / sizeof *narrow; i++)
        if (names(r, narrow[i]))
            return false;
    if (names(r, "path") && !glob_is_all(record_str(r, "path")))
        return false;
    if (slice_is(rule, "*"))
        return !names(r, "service") && !names(r, "product") && !names(r, "target");
    return !names(r, "rule_id");
}

void
exceptions_take(struct exceptions *e, struct record *r, size_t periods)
{
    struct slice state = record_str(r, "state");
    struct exception x = {.text = r->text};
    x.id = keep(e, r, "id");
    x.reason = keep(e, r, "reason");
    x.approver = keep(e, r, "approver");
    x.service = keep(e, r, "service");
    x.disposition = keep(e, r, "disposition");
    x.granted = date_parse(record_str(r, "granted"));
    x.expires = date_parse(record_str(r, "expires"));
    x.was_granted =
        !slice_is(state, "requested") && !slice_is(state, "rejected") && !slice_is(state, "revoked");
    x.closed = slice_is(state, "expired") && x.expires == DATE_NONE;
    x.scanner = slice_is(record_str(r, "scope"), "scanner");
    x.broad = names_nothing(r);
    x.open = xcalloc(periods, 3 * sizeof *x.open);
    x.covered = x.open + periods;
    x.known = x.covered + periods;
    e->at = xgrow(e->at, &e->cap, e->n + 1, sizeof *e->at);
    map_put(&e->by_id, x.id, e->n);
    e->at[e->n++] = x;
}

struct exception *
exceptions_find(struct exceptions *e, struct slice id)
{
    size_t i = id.n ? map_get(&e->by_id, id) : MAP_NONE;
    return i == MAP_NONE ? NULL : &e->at[i];
}

void
exception_count(struct exception *x, size_t period, const struct facts *f, uint32_t times)
{
    x->matched = true;
    x->open[period] += f->open ? times : 0;
    x->covered[period] += f->at_end == STATE_ACCEPTED || f->at_end == STATE_FALSE_POSITIVE ? times : 0;
    x->known[period] += f->at_end != STATE_NONE ? times : 0;
}

/* In force from its granting through its expiry day: at B when date(expires) >= date(B). */
void
exception_find(struct exception_facts *f, const struct exception *x, size_t period, const struct period *p)
{
    bool granted = x->was_granted && (x->granted == DATE_NONE || x->granted < p->end);
    bool over = x->expires == DATE_NONE ? x->closed : date_day(x->expires) < date_day(p->end);
    *f = (struct exception_facts){.age_days = NO_DAYS, .days_expired = NO_DAYS};
    f->active = granted && !over;
    f->expired = granted && over;
    f->is_new = granted && x->granted != DATE_NONE && x->granted >= p->start;
    f->no_expiry = x->expires == DATE_NONE;
    f->too_broad = f->active && !x->scanner && x->broad && !x->known[period];
    f->idle = f->active && !x->scanner && !x->broad && !x->known[period];
    if (granted && x->granted != DATE_NONE)
        f->age_days = p->last_day - date_day(x->granted);
    if (f->expired && x->expires != DATE_NONE)
        f->days_expired = p->last_day - date_day(x->expires);
}

void
exception_write(struct buf *b, const struct exception_facts *f, const struct exception *x, size_t period)
{
    write_bool(b, "active", f->active);
    write_bool(b, "new", f->is_new);
    write_bool(b, "expired", f->expired);
    write_bool(b, "no_expiry", f->no_expiry);
    write_bool(b, "matched", x->known[period] > 0);
    write_bool(b, "too_broad", f->too_broad);
    write_days(b, "age_days", f->age_days);
    write_days(b, "findings_open", x->open[period]);
    write_days(b, "findings_covered", x->covered[period]);
}

void
exceptions_free(struct exceptions *e)
{
    for (size_t i = 0; i < e->n; i++)
        free(e->at[i].open);
    free(e->at);
    map_free(&e->by_id);
    pool_free(&e->pool);
    *e = (struct exceptions){0};
}
