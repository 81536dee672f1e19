/* What is wrong with a finding. */
#include "check.h"

/* All but the id is the same for findings that are alike. */
static void
begin_key(struct checks *c, const struct subject *s)
{
    c->key.n = 0;
    key_ascending(&c->key, s->rank);
    key_ascending(&c->key, s->first_seen);
}

static void
key_finding(struct checks *c, const struct subject *s)
{
    begin_key(c, s);
    key_text(&c->key, s->id);
    c->keyed = true;
}

void
checks_next_finding(struct checks *c)
{
    c->keyed = false;
}

static void
say_finding(struct checks *c, const struct subject *s)
{
    c->text.n = 0;
    if (s->service.p || s->target.p) {
        buf_slice(&c->text, s->service.p ? s->service : s->target);
        buf_text(&c->text, ": ");
    }
    buf_slice(&c->text, s->title.p ? s->title : s->id.p ? s->id : SLICE("(no title)"));
    if (s->severity.p) {
        buf_text(&c->text, " (");
        buf_slice(&c->text, s->severity);
        buf_byte(&c->text, ')');
    }
}

/* One more of what is looked at; bad: and an example of what is wrong. */
static void
look(struct checks *c, enum check_id id, size_t period, const struct subject *s, bool bad)
{
    struct check *x = check_at(c, id, period);
    x->of++;
    if (!bad)
        return;
    x->count++;
    if (!c->keyed)
        key_finding(c, s);
    if (!rows_take(&x->examples, buf_as_slice(&c->key)))
        return;
    say_finding(c, s);
    rows_put(&x->examples, buf_as_slice(&c->key), buf_as_slice(&c->text));
}

static bool
comes_and_goes(const struct subject *s, const struct facts *f)
{
    (void)s;
    return (f->moves.reopened && f->moves.resolved) || f->moves.reopened > 1;
}

static bool
moved(const struct subject *s, const struct facts *f)
{
    const struct moves *m = &f->moves;
    (void)s;
    return m->first || m->resolved || m->reopened || m->accepted || m->returned;
}

static bool
is_open(const struct subject *s, const struct facts *f)
{
    (void)s;
    return f->open;
}

static bool
is_open_infrastructure(const struct subject *s, const struct facts *f)
{
    return f->open && s->infrastructure;
}

static bool
has_sources(const struct subject *s, const struct facts *f)
{
    (void)f;
    return s->n_sources > 1;
}

static bool
has_no_owner(const struct subject *s, const struct facts *f)
{
    (void)f;
    return !s->owner.p;
}

static bool
is_unmapped(const struct subject *s, const struct facts *f)
{
    (void)f;
    return !s->mapped;
}

static bool
is_unverified(const struct subject *s, const struct facts *f)
{
    (void)s;
    return f->unverified;
}

static const struct looked { /* which findings a check looks at, and which are wrong */
    enum check_id id;
    bool (*of)(const struct subject *, const struct facts *);
    bool (*bad)(const struct subject *, const struct facts *);
} looked[CHECKED_MAX] = {
    {CHECK_CHURN, moved, comes_and_goes},
    {CHECK_DUPLICATES, is_open, has_sources},
    {CHECK_MISSING_OWNER, is_open, has_no_owner},
    {CHECK_INFRASTRUCTURE_WITHOUT_OWNER, is_open_infrastructure, has_no_owner},
    {CHECK_UNMAPPED, is_open, is_unmapped},
    {CHECK_UNVERIFIED, is_open, is_unverified},
};

void
checks_finding(struct checks *c, size_t period, const struct subject *s, const struct facts *f,
               const struct ticket *ticket, const struct period *p)
{
    for (size_t i = 0; i < CHECKED_MAX; i++)
        if (looked[i].of(s, f))
            look(c, looked[i].id, period, s, looked[i].bad(s, f));
    if (ticket && f->open)
        look(c, CHECK_TICKETS_CLOSED_FINDING_OPEN, period, s, ticket_closed(ticket, p));
}

unsigned
checks_mask(const struct subject *s, const struct facts *f)
{
    unsigned mask = 0;
    for (unsigned i = 0; i < CHECKED_MAX; i++)
        if (looked[i].of(s, f))
            mask |= (1u | (unsigned)looked[i].bad(s, f) << 1) << 2 * i;
    return mask;
}

void
checks_alike(struct checks *c, size_t period, unsigned mask, int64_t times)
{
    for (unsigned i = 0; i < CHECKED_MAX; i++, mask >>= 2) {
        struct check *x = check_at(c, looked[i].id, period);
        x->of += mask & 1 ? times : 0;
        x->count += mask & 2 ? times : 0;
    }
}

size_t
checks_places(struct checks *c, size_t period, const struct subject *s, const struct facts *f,
              struct place_in_rows *out, struct pool *pool)
{
    struct slice key = {0};
    size_t n = 0;
    for (size_t i = 0; i < CHECKED_MAX; i++) {
        if (!looked[i].of(s, f) || !looked[i].bad(s, f))
            continue;
        if (!n) {
            begin_key(c, s);
            key = (struct slice){pool_copy(pool, c->key.p, c->key.n), c->key.n};
        }
        out[n++] = (struct place_in_rows){&check_at(c, looked[i].id, period)->examples, key};
    }
    return n;
}
