#include "metric.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "module.h"
#include "report.h"
#include "share.h"

static const char *const aggregate_names[AGGREGATE_FORMULA + 1] = {
    "count", "sum",      "mean",      "median",          "p90",     "max",
    "ratio", "distinct", "km_median", "restricted_mean", "formula",
};

/* The members of a directive. */
enum key {
    KEY_ID,
    KEY_TITLE,
    KEY_OF,
    KEY_AGGREGATE,
    KEY_FORMULA,
    KEY_UNIT,
    KEY_DIRECTION,
    KEY_TARGET,
    KEY_BY,
    KEY_OWNER,
    KEY_SAYS,
    KEY_WHY,
    KEY_CAVEAT,
    KEY_AUDIENCE,
    KEY_CADENCE,
    KEY_NONE,
    KEY_BESIDE,
    KEY_NEEDS,
    KEY_NOTE_BY,
    KEY_CONFIDENCE,
    KEY_EFFORT,
    KEY_NUMERATOR,
    KEY_DENOMINATOR,
    KEY_SAMM,
    KEYS
};

static const struct slice keys[KEYS] = {
    SLICE_INIT("id"),        SLICE_INIT("title"),       SLICE_INIT("of"),
    SLICE_INIT("aggregate"), SLICE_INIT("formula"),     SLICE_INIT("unit"),
    SLICE_INIT("direction"), SLICE_INIT("target"),      SLICE_INIT("by"),
    SLICE_INIT("owner"),     SLICE_INIT("says"),        SLICE_INIT("why"),
    SLICE_INIT("caveat"),    SLICE_INIT("audience"),    SLICE_INIT("cadence"),
    SLICE_INIT("none"),      SLICE_INIT("beside"),      SLICE_INIT("needs"),
    SLICE_INIT("note_by"),   SLICE_INIT("confidence"),  SLICE_INIT("effort_minutes"),
    SLICE_INIT("numerator"), SLICE_INIT("denominator"), SLICE_INIT("samm"),
};

struct directive {
    struct metric *m;
    struct pool *pool;
    json_val *at[KEYS]; /* NULL: absent */
};

static bool
is_id(struct slice s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!islower((unsigned char)s.p[i]) && !(i && (isdigit((unsigned char)s.p[i]) || s.p[i] == '_')))
            return false;
    return s.n > 0;
}

/* A field that values can be broken down by: a member's name, or a path of names with dots. */
static bool
is_field(struct slice s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!isalnum((unsigned char)s.p[i]) && s.p[i] != '_' && !(s.p[i] == '.' && i && i + 1 < s.n))
            return false;
    return s.n > 0;
}

static struct slice
kept(struct pool *pool, struct slice s)
{
    return s.p ? (struct slice){pool_copy(pool, s.p, s.n), s.n} : s;
}

/* ---- breakdowns ---- */

static int
compare_breakdowns(const void *a, const void *b)
{
    const struct breakdown *x = a, *y = b;
    int c = slice_compare(x->keys[0], y->keys[0]);
    return c ? c : slice_compare(x->keys[1], y->keys[1]);
}

bool
metric_broken_down(const struct metric *m, const struct breakdown *b)
{
    for (size_t i = 0; i < m->n_by; i++)
        if (compare_breakdowns(&m->by[i], b) == 0)
            return true;
    return false;
}

static void
add_breakdown(struct metric *m, struct breakdown b)
{
    for (size_t i = 0; i < b.n; i++)
        if (!is_field(b.keys[i]))
            report_die("%s: `by`: %.*s: not a field", m->file, (int)b.keys[i].n, b.keys[i].p);
    if (b.n == 2 && slice_same(b.keys[0], b.keys[1]))
        report_die("%s: `by`: the same field twice", m->file);
    if (metric_broken_down(m, &b))
        return;
    m->by = xgrow(m->by, &m->cap_by, m->n_by + 1, sizeof *m->by);
    m->by[m->n_by++] = b;
}

/* Words of "tier+control" (at most two). */
static struct breakdown
split_breakdown(const struct metric *m, struct slice s)
{
    struct breakdown b = {{{0}}, 0};
    const char *plus = s.n ? memchr(s.p, '+', s.n) : NULL;
    b.keys[b.n++] = (struct slice){s.p, plus ? (size_t)(plus - s.p) : s.n};
    if (plus)
        b.keys[b.n++] = (struct slice){plus + 1, s.n - (size_t)(plus + 1 - s.p)};
    if (plus && memchr(b.keys[1].p, '+', b.keys[1].n))
        report_die("%s: `by`: %.*s: more than two fields", m->file, (int)s.n, s.p);
    return b;
}

static void
read_breakdowns(const struct directive *d)
{
    struct metric *m = d->m;
    json_val *by = d->at[KEY_BY], *v;
    struct json_iter it = json_each(by);
    if (by && json_type(by) != JSON_ARRAY)
        report_die("%s: `by` is no array", m->file);
    while (json_next(&it, NULL, &v)) {
        if (json_type(v) != JSON_STRING)
            report_die("%s: `by` has a value that is no string", m->file);
        add_breakdown(m, split_breakdown(m, kept(d->pool, json_str(v))));
    }
}

void
metric_break_down(struct metric *m, const char *by)
{
    while (by && *by) {
        size_t n = strcspn(by, ",");
        add_breakdown(m, split_breakdown(m, (struct slice){by, n}));
        by += n + (by[n] == ',');
    }
    if (m->n_by)
        qsort(m->by, m->n_by, sizeof *m->by, compare_breakdowns);
}

/* ---- the directive ---- */

/* name: of the member, for the message. */
static struct slice
text_in(const struct directive *d, json_val *v, const char *name)
{
    if (v && json_type(v) != JSON_STRING && json_type(v) != JSON_NULL)
        report_die("%s: `%s` is no string", d->m->file, name);
    return kept(d->pool, json_str(v));
}

static struct slice
text_of(const struct directive *d, enum key key)
{
    return text_in(d, d->at[key], keys[key].p);
}

static void
read_kind(struct metric *m, struct slice name)
{
    int kind = kind_of(name);
    if (kind < 0)
        report_die("%s: `of`: %.*s: not a kind that metrics count", m->file, (int)name.n, name.p);
    m->kinds |= 1u << kind;
}

static void
read_kinds(struct metric *m, json_val *of)
{
    struct json_iter it = json_each(of);
    json_val *v;
    if (json_type(of) == JSON_STRING)
        read_kind(m, json_str(of));
    while (json_type(of) == JSON_ARRAY && json_next(&it, NULL, &v))
        read_kind(m, json_str(v));
    if (!m->kinds)
        report_die("%s: `of` (a kind or an array of kinds) or `formula` is missing", m->file);
}

static void
read_aggregate(struct metric *m, struct slice word)
{
    for (int i = 0; i < AGGREGATE_FORMULA; i++) {
        if (slice_is(word, aggregate_names[i])) {
            m->aggregate = (enum aggregate)i;
            return;
        }
    }
    report_die("%s: `aggregate` is not one of count, sum, mean, median, p90, max, ratio, distinct, "
               "km_median, restricted_mean",
               m->file);
}

static void
read_direction(struct metric *m, struct slice word)
{
    m->direction = slice_is(word, "lower")    ? DIRECTION_LOWER
                   : slice_is(word, "higher") ? DIRECTION_HIGHER
                                              : DIRECTION_NONE;
    if (m->direction == DIRECTION_NONE && word.p && !slice_is(word, "none"))
        report_die("%s: `direction` is not one of lower, higher, none", m->file);
}

static void
read_numbers(const struct directive *d)
{
    struct metric *m = d->m;
    json_val *target = d->at[KEY_TARGET], *effort = d->at[KEY_EFFORT];
    struct slice confidence = text_of(d, KEY_CONFIDENCE);
    m->has_target = json_number(target, &m->target);
    if (target && !m->has_target && json_type(target) != JSON_NULL)
        report_die("%s: `target` is no number", m->file);
    if (effort && !json_number(effort, &m->effort))
        report_die("%s: `effort_minutes` is no number", m->file);
    m->confidence = confidence.n ? *confidence.p : 'A';
    if (confidence.p && (confidence.n != 1 || m->confidence < 'A' || m->confidence > 'C'))
        report_die("%s: `confidence` is not one of A, B, C", m->file);
}

/* Null where there is nothing to divide by. */
static void
make_quotient(struct metric *m, struct pool *pool)
{
    struct slice n = m->numerator, d = m->denominator;
    struct buf b = {0};
    if (!n.p && !d.p)
        return;
    if (!is_id(n) || !is_id(d) || m->formula.p)
        report_die("%s: `numerator` and `denominator` are the ids of two metrics, without a `formula`",
                   m->file);
    buf_format(&b, "if .%.*s == 0 then null else .%.*s / .%.*s end", (int)d.n, d.p, (int)n.n, n.p, (int)d.n,
               d.p);
    m->quotient = true;
    m->formula = kept(pool, buf_as_slice(&b));
    buf_free(&b);
}

static void
read_audience(const struct directive *d)
{
    json_val *audience = d->at[KEY_AUDIENCE];
    struct buf json = {0};
    d->m->audience = SLICE("[]");
    if (!audience)
        return;
    if (json_type(audience) != JSON_ARRAY)
        report_die("%s: `audience` is no array", d->m->file);
    json_write(&json, audience);
    d->m->audience = kept(d->pool, buf_as_slice(&json));
    buf_free(&json);
}

static void
read_texts(const struct directive *d)
{
    struct metric *m = d->m;
    json_val *beside = d->at[KEY_BESIDE], *needs = d->at[KEY_NEEDS];
    m->id = text_of(d, KEY_ID);
    m->title = text_of(d, KEY_TITLE);
    m->unit = text_of(d, KEY_UNIT);
    m->says = text_of(d, KEY_SAYS);
    m->owner = text_of(d, KEY_OWNER);
    m->why = text_of(d, KEY_WHY);
    m->caveat = text_of(d, KEY_CAVEAT);
    m->cadence = text_of(d, KEY_CADENCE);
    m->none = text_of(d, KEY_NONE);
    m->formula = text_of(d, KEY_FORMULA);
    m->numerator = text_of(d, KEY_NUMERATOR);
    m->denominator = text_of(d, KEY_DENOMINATOR);
    make_quotient(m, d->pool);
    m->beside = text_in(d, json_get(beside, "of"), "beside.of");
    m->beside_label = text_in(d, json_get(beside, "label"), "beside.label");
    m->needs = text_in(d, json_get(needs, "of"), "needs.of");
    m->needs_note = text_in(d, json_get(needs, "note"), "needs.note");
    m->note_by = text_of(d, KEY_NOTE_BY);
    read_audience(d);
}

static void
read_samm(const struct directive *d)
{
    struct metric *m = d->m;
    json_val *samm = d->at[KEY_SAMM];
    double level;
    if (!samm)
        return;
    if (!json_number(json_get(samm, "level"), &level) || level < 1 || level > 3 ||
        m->aggregate != AGGREGATE_RATIO)
        report_die("%s: `samm`: `level` is 1, 2 or 3, and `aggregate` is ratio", m->file);
    m->level = (int)level;
    m->criterion = kept(d->pool, json_get_str(samm, "criterion"));
    m->attach = kept(d->pool, json_get_str(samm, "attach"));
}

/* Of a member that is there twice the last one. */
static void
find_members(struct directive *d, json_val *root)
{
    struct json_iter it = json_each(root);
    struct slice key;
    json_val *v;
    while (json_next(&it, &key, &v)) {
        size_t i = 0;
        while (i < KEYS && !slice_same(key, keys[i]))
            i++;
        if (i == KEYS)
            report_die("%s: module: %.*s: unknown key, see sm-metric(5)", d->m->file, (int)key.n, key.p);
        d->at[i] = v;
    }
}

static void
check_whole(const struct metric *m)
{
    if (!is_id(m->id))
        report_die("%s: `id` is missing or not of small letters, digits and _", m->file);
    if (!m->title.n)
        report_die("%s: `title` is missing", m->file);
    if (m->beside.p && !m->beside_label.p)
        report_die("%s: `beside` has no label", m->file);
    if (m->formula.p && (m->beside.p || m->needs.p || m->note_by.p))
        report_die("%s: a formula has no `beside`, `needs` and `note_by`", m->file);
}

/* What the dictionary says of a metric goes before what its file says. */
static void
ask_dictionary(struct metric *m, const struct metric_reader *r)
{
    struct slice owner = json_str(json_get_slice(r->owners, m->id));
    struct slice lower = json_str(json_get_slice(r->confidence, m->id));
    double target;
    if (owner.p)
        m->owner = owner;
    if (json_number(json_get_slice(r->targets, m->id), &target)) {
        m->target = target;
        m->has_target = true;
    }
    if (lower.n == 1 && *lower.p > m->confidence && *lower.p <= 'C')
        m->confidence = *lower.p;
}

void
metric_reader_init(struct metric_reader *r, const struct dictionary *d, struct pool *pool)
{
    *r = (struct metric_reader){.owners = json_get(d->root, "owners"),
                                .targets = json_get(d->root, "targets"),
                                .confidence = json_get(d->root, "confidence"),
                                .pool = pool};
}

void
metric_read(struct metric *m, struct metric_reader *r)
{
    struct directive d = {.m = m, .pool = r->pool};
    const char *why;
    r->directive.n = 0;
    if (!module_read(r->text.p, r->text.n, &r->directive, &why))
        report_die("%s: %s", m->file, why);
    m->program = kept(r->pool, buf_as_slice(&r->text));
    json_val *root = r->directive.n ? json_parse(&r->doc, r->directive.p, r->directive.n, &why) : NULL;
    if (!root)
        report_die("%s: no module directive", m->file);
    find_members(&d, root);
    read_texts(&d);
    check_whole(m);
    if (m->formula.p)
        m->aggregate = AGGREGATE_FORMULA;
    else {
        read_kinds(m, d.at[KEY_OF]);
        read_aggregate(m, text_of(&d, KEY_AGGREGATE));
    }
    read_samm(&d);
    read_direction(m, text_of(&d, KEY_DIRECTION));
    read_numbers(&d);
    read_breakdowns(&d);
    ask_dictionary(m, r);
}

void
metric_reader_free(struct metric_reader *r)
{
    buf_free(&r->text);
    buf_free(&r->directive);
    json_free(&r->doc);
}

void
metric_free(struct metric *m)
{
    free(m->by);
    free(m->reads);
}
