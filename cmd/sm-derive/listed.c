#include "listed.h"

/* ---- cells ---- */

static struct slice
member_str(struct json_doc *doc, struct slice object, const char *name)
{
    const char *why;
    return json_get_str(object.p ? json_parse(doc, object.p, object.n, &why) : NULL, name);
}

static void
cell_member(struct lists *l, struct slice object, const char *name)
{
    static struct json_doc doc;
    cell_text(&l->row, member_str(&doc, object, name));
}

/* A string's text may be JSON text already. */
static void
cell_json(struct lists *l, struct slice json)
{
    if (!json.p || *json.p != '"') {
        cell_null(&l->row);
        return;
    }
    buf_byte(&l->row, ',');
    buf_slice(&l->row, json);
}

/* How it was fixed, in one text: what of version, ticket, ref and note is there. */
static void
cell_fix(struct lists *l, struct slice fix, struct slice component)
{
    static const char *const names[] = {"version", "ticket", "ref", "note"};
    static struct json_doc doc;
    struct buf b = {0};
    const char *why;
    json_val *v = fix.p ? json_parse(&doc, fix.p, fix.n, &why) : NULL;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (json_get_str(v, names[i]).n) {
            buf_text(&b, b.n ? ", " : "");
            buf_slice(&b, json_get_str(v, names[i]));
        }
    }
    if (!b.n)
        buf_slice(&b, member_str(&doc, component, "fixed_version"));
    cell_text(&l->row, b.n ? buf_as_slice(&b) : (struct slice){0});
    buf_free(&b);
}

/* ---- the lists ---- */

/* When it was resolved: of the facts only the day is right. */
static int64_t
resolved_at(const struct subject *s, const struct period *p)
{
    return subject_resolution(s, p->end)->at;
}

static bool
is_critical(const struct subject *s, const struct facts *f)
{
    return f->open && s->critical && f->overdue;
}

static void
key_critical(struct buf *key, const struct subject *s, const struct facts *f, const struct period *p)
{
    (void)f;
    (void)p;
    key_ascending(key, s->due);
}

static void
row_critical(struct lists *l, const struct subject *s, const struct facts *f, const struct period *p)
{
    (void)f;
    cell_text(&l->row, s->service);
    cell_text(&l->row, s->owner);
    cell_text(&l->row, s->tier);
    cell_date(&l->row, s->first_seen);
    cell_date(&l->row, s->due * DAY);
    cell_days(&l->row, p->last_day - s->due);
    cell_member(l, s->f->f[F_COMPONENT], "fixed_version");
    cell_json(l, s->f->f[F_TICKET]);
}

static bool
is_kev(const struct subject *s, const struct facts *f)
{
    (void)s;
    return f->open && f->known_exploited;
}

static void
key_kev(struct buf *key, const struct subject *s, const struct facts *f, const struct period *p)
{
    (void)f;
    (void)p;
    key_ascending(key, s->kev_due == DATE_NONE ? INT64_MAX : s->kev_due);
}

static void
row_kev(struct lists *l, const struct subject *s, const struct facts *f, const struct period *p)
{
    (void)f;
    (void)p;
    cell_text(&l->row, s->severity);
    cell_text(&l->row, s->service);
    cell_text(&l->row, s->owner);
    cell_date(&l->row, s->first_seen);
    cell_date(&l->row, s->kev_due);
    cell_member(l, s->f->f[F_COMPONENT], "fixed_version");
}

static bool
is_without_owner(const struct subject *s, const struct facts *f)
{
    return f->open && !s->owner.p;
}

static void
key_worst(struct buf *key, const struct subject *s, const struct facts *f, const struct period *p)
{
    (void)p;
    key_ascending(key, s->rank);
    key_descending(key, f->age_days);
}

static void
row_without_owner(struct lists *l, const struct subject *s, const struct facts *f, const struct period *p)
{
    (void)p;
    cell_text(&l->row, s->severity);
    cell_text(&l->row, s->service);
    cell_text(&l->row, s->category);
    cell_text(&l->row, s->target);
    cell_date(&l->row, s->first_seen);
    cell_days(&l->row, f->age_days);
}

static bool
is_fixed(const struct subject *s, const struct facts *f)
{
    (void)s;
    return f->closed && f->resolved != DATE_NONE;
}

static void
key_fixed(struct buf *key, const struct subject *s, const struct facts *f, const struct period *p)
{
    (void)f;
    key_descending(key, resolved_at(s, p));
    key_ascending(key, s->rank);
}

static void
row_fixed(struct lists *l, const struct subject *s, const struct facts *f, const struct period *p)
{
    cell_text(&l->row, s->severity);
    cell_text(&l->row, s->service);
    cell_member(l, s->f->f[F_COMPONENT], "name");
    cell_fix(l, s->f->f[F_FIX], s->f->f[F_COMPONENT]);
    cell_date(&l->row, resolved_at(s, p));
    cell_days(&l->row, f->time_to_resolve_days);
}

/* Its service is not in the inventory. */
static bool
is_unmapped(const struct subject *s, const struct facts *f)
{
    return f->open && s->unmatched;
}

static void
row_unmapped(struct lists *l, const struct subject *s, const struct facts *f, const struct period *p)
{
    (void)p;
    cell_text(&l->row, s->severity);
    cell_text(&l->row, s->service);
    cell_text(&l->row, s->target);
    cell_text(&l->row, s->tool);
    cell_date(&l->row, s->first_seen);
    cell_days(&l->row, f->age_days);
}

static const struct listed {
    enum list_id id;
    bool (*stands)(const struct subject *, const struct facts *);
    void (*key)(struct buf *, const struct subject *, const struct facts *,
                const struct period *); /* then its id */
    void (*row)(struct lists *, const struct subject *, const struct facts *,
                const struct period *); /* behind id and title */
} listed[LISTED_MAX] = {
    {LIST_CRITICAL_OLDER_THAN_SLA, is_critical, key_critical, row_critical},
    {LIST_KEV_OPEN, is_kev, key_kev, row_kev},
    {LIST_MISSING_OWNER, is_without_owner, key_worst, row_without_owner},
    {LIST_FIXED, is_fixed, key_fixed, row_fixed},
    {LIST_UNMAPPED, is_unmapped, key_worst, row_unmapped},
};

void
lists_finding(struct lists *l, size_t period, const struct period *p, const struct subject *s,
              const struct facts *f)
{
    for (size_t i = 0; i < LISTED_MAX; i++) {
        const struct listed *x = &listed[i];
        if (!x->stands(s, f))
            continue;
        lists_begin(l);
        x->key(&l->key, s, f, p);
        key_text(&l->key, s->id);
        if (!lists_take(l, x->id, period))
            continue;
        cell_text(&l->row, s->id);
        cell_text(&l->row, s->title);
        x->row(l, s, f, p);
        lists_put(l, x->id, period);
    }
}

size_t
lists_places(struct lists *l, size_t period, const struct period *p, const struct subject *s,
             const struct facts *f, struct place_in_rows *out, struct pool *pool)
{
    size_t n = 0;
    for (size_t i = 0; i < LISTED_MAX; i++) {
        const struct listed *x = &listed[i];
        if (!x->stands(s, f))
            continue;
        l->key.n = 0;
        x->key(&l->key, s, f, p);
        out[n++] = (struct place_in_rows){&l->at[period * LIST_COUNT + x->id],
                                          {pool_copy(pool, l->key.p, l->key.n), l->key.n}};
    }
    return n;
}
