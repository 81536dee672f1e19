#include "settle.h"

#include <stdlib.h>
#include <string.h>

#include "finding.h"
#include "hash.h"
#include "new_id.h"
#include "reports.h"
#include "text.h"

static void
settle_key(struct run *run, struct row *r)
{
    struct grouped_key k = {r->key, aliases_group(&run->aliases, r->vulnerability)};
    r->key = key_of_group(&k);
    if (r->occurrence)
        r->place = hash_64(&k, sizeof k);
}

static void
settle_time(struct run *run, struct reports *reports, struct row *r)
{
    if (r->known)
        return;
    r->made = reports_made(run, reports, r);
    if (report_shows_later(r, r->made)) {
        r->seen = r->made;
        run->index.entry[r->entry].changed = true;
    }
}

/* ---- all rows ---- */

void
settle_rows(struct run *run)
{
    struct reports reports = {0};
    if (!run->rules.off[RULE_ALIAS])
        aliases_settle(&run->aliases, &run->names, &run->stage->tally);
    for (size_t i = 0; i < run->index.rows; i++) {
        struct row *r = &run->index.row[i];
        index_pass(&run->index, i);
        if (r->vulnerability)
            settle_key(run, r);
        reports_note(run, &reports, r);
    }
    for (size_t i = 0; i < run->index.rows; i++) {
        struct row *r = &run->index.row[i];
        index_pass(&run->index, i);
        settle_time(run, &reports, r);
        renamed_note(&run->renamed, r->target, r->known ? TARGET_WAS : TARGET_IS);
    }
    reports_free(&reports);
}

/* ---- scopes ---- */

/* The service that the inventory knows for a finding that names none. */
static uint32_t
joined_service(struct run *run, const struct entry *e)
{
    static struct record r;
    static struct pool pool;
    static struct buf text;
    struct tally notes = {0}; /* they are made when the finding is written */
    struct finding f;
    text.n = 0;
    texts_read(&run->texts, e->text, &text);
    if (record_read(&r, buf_as_slice(&text)))
        return NO_NAME;
    pool_reset(&pool);
    finding_read(&f, &r, &pool);
    references_fill(run->refs, &f, &pool, &notes);
    tally_free(&notes);
    return names_put(&run->names, finding_str(&f, F_SERVICE, &pool));
}

uint32_t
settle_scope(struct run *run, uint32_t service, uint32_t target)
{
    static struct buf b;
    b.n = 0;
    if (service != NO_NAME) {
        buf_byte(&b, 's');
        text_fold(&b, names_text(&run->names, service));
    } else if (target != NO_NAME) {
        buf_byte(&b, 't');
        buf_slice(&b, names_text(&run->names, target));
    }
    return names_put(&run->names, buf_as_slice(&b));
}

/* Each service and each target is folded once: of[name] is its scope, NO_NAME where nobody asked yet. */
static uint32_t
scope_of(struct run *run, uint32_t *of, const struct row *r)
{
    uint32_t name = r->service != NO_NAME ? r->service : r->target;
    if (name == NO_NAME)
        return settle_scope(run, NO_NAME, NO_NAME);
    uint32_t *scope = &of[2 * (size_t)name + (r->service == NO_NAME)];
    if (*scope == NO_NAME)
        *scope = settle_scope(run, r->service, r->target);
    return *scope;
}

static void
find_scopes(struct run *run)
{
    struct index *x = &run->index;
    bool assets = references_any_asset(run->refs);
    uint32_t last = NO_NAME, service = NO_NAME;
    size_t names = run->names.n;
    uint32_t *of = xmalloc((2 * names + 1) * sizeof *of);
    memset(of, 0xff, 2 * names * sizeof *of);
    for (size_t i = 0; i < x->rows; i++) {
        struct row *r = &x->row[i];
        index_pass(x, i);
        r->scope = scope_of(run, of, r);
        if (r->service != NO_NAME || !assets)
            continue;
        if (r->entry != last)
            service = joined_service(run, &x->entry[r->entry]);
        last = r->entry;
        if (service == NO_NAME)
            continue;
        if (x->entry[r->entry].has_id)
            x->entry[r->entry].moved_from = r->scope;
        r->service = service;
        x->entry[r->entry].changed = true;
        r->scope = settle_scope(run, service, NO_NAME);
    }
    free(of);
}

/* Of which reports last month's output knows already: by target, else by service, as activities are told
 * apart. */
static void
mark_stale(struct run *run)
{
    for (size_t i = 0; i < run->index.rows; i++) {
        struct row *r = &run->index.row[i];
        index_pass(&run->index, i);
        if (!run->digested.n)
            return;
        struct place p = row_place(r);
        if (p.target != NO_NAME)
            p.service = NO_NAME;
        r->stale =
            !r->known && r->made != DATE_NONE && coverage_after(&run->digested, p, r->made - 1) == r->made;
    }
}

struct move { /* rows of one tool, target and key, in their scopes */
    struct hash128 key;
    uint32_t tool, target, scope, row;
};

static int
by_what(const void *a, const void *b)
{
    const struct move *x = a, *y = b;
    int c = hash128_compare(x->key, y->key);
    if (c)
        return c;
    if (x->tool != y->tool)
        return x->tool < y->tool ? -1 : 1;
    if (x->target != y->target)
        return x->target < y->target ? -1 : 1;
    return (x->scope > y->scope) - (x->scope < y->scope);
}

static bool
same_what(const struct move *a, const struct move *b)
{
    return hash128_compare(a->key, b->key) == 0 && a->tool == b->tool && a->target == b->target;
}

#define STAYS (NO_NAME - 1) /* seen where it was, or in more than one other scope */

struct side {     /* scopes that only last month's findings have, or only new ones */
    uint32_t row; /* of the last such scope, the one whose service is written first by bytes */
    size_t scopes;
    int64_t seen;
};

struct sides {
    struct side known, new;
};

static void
add_side(const struct run *run, struct side *s, const struct move *m, size_t n)
{
    const struct row *rows = run->index.row;
    s->scopes++;
    s->row = m->row;
    s->seen = DATE_NONE;
    for (size_t i = 0; i < n; i++) {
        const struct row *r = &rows[m[i].row];
        s->seen = !r->stale && r->seen > s->seen ? r->seen : s->seen;
        if (names_compare(&run->names, r->service, rows[s->row].service) < 0)
            s->row = m[i].row;
    }
}

/* What the rows m[0..n) of one scope are: of last month's findings, new, or both. A report that is older than
 * last month's findings is nothing new there. */
static void
look_at_scope(const struct run *run, const struct move *m, size_t n, bool *known, bool *new)
{
    int64_t last = DATE_NONE, fresh = DATE_NONE;
    *known = *new = false;
    for (size_t i = 0; i < n; i++) {
        const struct row *r = &run->index.row[m[i].row];
        int64_t *to = r->known ? &last : &fresh;
        *to = !r->stale && r->seen > *to ? r->seen : *to;
        *known |= r->known;
        *new |= !r->known;
    }
    if (*known && *new &&fresh <= last)
        *new = false;
}

/* Goes through the scopes of m[0..n), rows of one tool, target and key. Last month's findings that were seen
 * in their scope again stay: to[entry] becomes STAYS. */
static struct sides
look_at_scopes(const struct run *run, const struct move *m, size_t n, uint32_t *to)
{
    struct sides s = {0};
    for (size_t i = 0, j; i < n; i = j) {
        bool known, new;
        for (j = i; j < n && m[j].scope == m[i].scope; j++)
            continue;
        look_at_scope(run, m + i, j - i, &known, &new);
        if (known != new)
            add_side(run, known ? &s.known : &s.new, m + i, j - i);
        for (size_t k = i; known && new &&k < j; k++)
            to[run->index.row[m[k].row].entry] = STAYS;
    }
    return s;
}

/* One scope on each side: last month's findings move to where they were seen now; a report older than they
 * are is about them where they are. */
static void
find_moves(const struct run *run, const struct move *m, size_t n, uint32_t *to)
{
    struct sides s = look_at_scopes(run, m, n, to);
    if (s.known.scopes != 1 || s.new.scopes != 1 || m->target == NO_NAME)
        return;
    const struct row *rows = run->index.row;
    const struct side *from = s.new.seen > s.known.seen ? &s.known : &s.new,
                      *there = from == &s.new ? &s.known : &s.new;
    for (size_t i = 0; i < n; i++) {
        uint32_t *entry = &to[rows[m[i].row].entry];
        if (m[i].scope != rows[from->row].scope || *entry == STAYS)
            continue;
        bool other = *entry != NO_NAME && rows[*entry].scope != rows[there->row].scope;
        *entry = other ? STAYS : there->row;
    }
}

struct place_now { /* a row's new scope; found before any row changes */
    uint32_t scope, service;
};

static void
move_rows(struct run *run, const uint32_t *to)
{
    struct index *x = &run->index;
    struct place_now *now = xmalloc((x->entries + 1) * sizeof *now);
    for (size_t i = 0; i < x->entries; i++)
        if (to[i] < STAYS)
            now[i] = (struct place_now){x->row[to[i]].scope, x->row[to[i]].service};
    for (size_t i = 0; i < x->rows; i++) {
        struct row *r = &x->row[i];
        struct entry *e = &x->entry[r->entry];
        index_pass(x, i);
        if (to[r->entry] >= STAYS)
            continue;
        if (r->known && e->moved_from == NO_NAME)
            e->moved_from = r->scope;
        r->scope = now[r->entry].scope;
        r->service = now[r->entry].service;
        e->changed = true;
    }
    free(now);
}

/* Rows of one part of the keys. */
static void
find_moves_of_part(struct run *run, struct move *m, size_t part, size_t parts, uint32_t *to)
{
    struct index *x = &run->index;
    size_t n = 0;
    for (size_t i = 0; i < x->rows; i++) {
        const struct row *r = &x->row[i];
        index_pass(x, i);
        if (r->key.low % parts == part)
            m[n++] = (struct move){r->key, r->tool, r->target, r->scope, (uint32_t)i};
    }
    if (n)
        qsort(m, n, sizeof *m, by_what);
    for (size_t i = 0, j; i < n; i = j) {
        for (j = i; j < n && same_what(&m[j], &m[i]); j++)
            continue;
        find_moves(run, m + i, j - i, to);
        index_look(x);
    }
}

static size_t
most_in_part(struct index *x, size_t parts)
{
    size_t *count = xcalloc(parts, sizeof *count), most = 0;
    for (size_t i = 0; i < x->rows; i++) {
        index_pass(x, i);
        most = ++count[x->row[i].key.low % parts] > most ? count[x->row[i].key.low % parts] : most;
    }
    free(count);
    return most;
}

void
settle_scopes(struct run *run)
{
    struct index *x = &run->index;
    find_scopes(run);
    mark_stale(run);
    if (!x->any_known || run->rules.off[RULE_SCOPE])
        return;
    size_t parts = index_parts(x, x->rows, 2 * sizeof(struct move)); /* qsort takes as much again */
    struct move *m = xmalloc((most_in_part(x, parts) + 1) * sizeof *m);
    uint32_t *to = xmalloc((x->entries + 1) * sizeof *to);
    for (size_t i = 0; i < x->entries; i++)
        to[i] = NO_NAME;
    for (size_t part = 0; part < parts; part++)
        find_moves_of_part(run, m, part, parts, to);
    move_rows(run, to);
    free(m);
    free(to);
}
