#include "metric.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "module.h"
#include "report.h"
#include "share.h"

const char *const aggregate_names[AGGREGATE_FORMULA + 1] = {
    "count", "sum",      "mean",      "median",          "p90",     "max",
    "ratio", "distinct", "km_median", "restricted_mean", "formula",
};

static const char *const known[] = {
    "id",     "title", "of",      "aggregate",  "formula",        "unit",      "direction",   "target",
    "by",     "owner", "says",    "why",        "caveat",         "audience",  "cadence",     "none",
    "beside", "needs", "note_by", "confidence", "effort_minutes", "numerator", "denominator", "samm",
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
read_breakdowns(struct metric *m, json_val *by)
{
    struct json_iter it = json_each(by);
    json_val *v;
    if (by && json_type(by) != JSON_ARRAY)
        report_die("%s: `by` is no array", m->file);
    while (json_next(&it, NULL, &v)) {
        if (json_type(v) != JSON_STRING)
            report_die("%s: `by` has a value that is no string", m->file);
        add_breakdown(m, split_breakdown(m, json_str(v)));
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

static struct slice
text_of(const struct metric *m, json_val *root, const char *key)
{
    json_val *v = json_path(root, key);
    if (v && json_type(v) != JSON_STRING && json_type(v) != JSON_NULL)
        report_die("%s: `%s` is no string", m->file, key);
    return json_str(v);
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
read_numbers(struct metric *m, json_val *root)
{
    json_val *target = json_get(root, "target"), *effort = json_get(root, "effort_minutes");
    struct slice confidence = text_of(m, root, "confidence");
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
make_quotient(struct metric *m)
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
    m->quotient = xstrdup(buf_string(&b));
    m->formula = slice_of(m->quotient);
    buf_free(&b);
}

static void
read_texts(struct metric *m, json_val *root)
{
    m->id = text_of(m, root, "id");
    m->title = text_of(m, root, "title");
    m->unit = text_of(m, root, "unit");
    m->says = text_of(m, root, "says");
    m->owner = text_of(m, root, "owner");
    m->why = text_of(m, root, "why");
    m->caveat = text_of(m, root, "caveat");
    m->cadence = text_of(m, root, "cadence");
    m->none = text_of(m, root, "none");
    m->formula = text_of(m, root, "formula");
    m->numerator = text_of(m, root, "numerator");
    m->denominator = text_of(m, root, "denominator");
    make_quotient(m);
    m->beside = text_of(m, root, "beside.of");
    m->beside_label = text_of(m, root, "beside.label");
    m->needs = text_of(m, root, "needs.of");
    m->needs_note = text_of(m, root, "needs.note");
    m->note_by = text_of(m, root, "note_by");
    json_val *audience = json_get(root, "audience");
    if (audience && json_type(audience) != JSON_ARRAY)
        report_die("%s: `audience` is no array", m->file);
    if (audience)
        json_write(&m->audience, audience);
    else
        buf_text(&m->audience, "[]");
}

static void
read_samm(struct metric *m, json_val *root)
{
    json_val *samm = json_get(root, "samm");
    double level;
    if (!samm)
        return;
    if (!json_number(json_get(samm, "level"), &level) || level < 1 || level > 3 ||
        m->aggregate != AGGREGATE_RATIO)
        report_die("%s: `samm`: `level` is 1, 2 or 3, and `aggregate` is ratio", m->file);
    m->level = (int)level;
    m->criterion = json_get_str(samm, "criterion");
    m->attach = json_get_str(samm, "attach");
}

static void
check_keys(const struct metric *m, json_val *root)
{
    struct json_iter it = json_each(root);
    struct slice key;
    json_val *v;
    while (json_next(&it, &key, &v)) {
        bool good = false;
        for (size_t i = 0; i < sizeof known / sizeof *known; i++)
            good |= slice_is(key, known[i]);
        if (!good)
            report_die("%s: module: %.*s: unknown key, see sm-metric(5)", m->file, (int)key.n, key.p);
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

void
metric_read(struct metric *m, const struct dictionary *d)
{
    struct buf json = {0};
    const char *why;
    if (!module_read(m->program.p, m->program.n, &json, &why))
        report_die("%s: %s", m->file, why);
    json_val *root = json.n ? json_parse(&m->doc, json.p, json.n, &why) : NULL;
    if (!root)
        report_die("%s: no module directive", m->file);
    check_keys(m, root);
    read_texts(m, root);
    check_whole(m);
    if (m->formula.p)
        m->aggregate = AGGREGATE_FORMULA;
    else {
        read_kinds(m, json_get(root, "of"));
        read_aggregate(m, text_of(m, root, "aggregate"));
    }
    read_samm(m, root);
    read_direction(m, text_of(m, root, "direction"));
    read_numbers(m, root);
    read_breakdowns(m, json_get(root, "by"));
    struct slice owner = json_str(json_get_slice(json_get(d->root, "owners"), m->id));
    if (owner.p)
        m->owner = owner;
    double target;
    if (json_number(json_get_slice(json_get(d->root, "targets"), m->id), &target)) {
        m->target = target;
        m->has_target = true;
    }
    struct slice lower = json_str(json_get_slice(json_get(d->root, "confidence"), m->id));
    if (lower.n == 1 && *lower.p > m->confidence && *lower.p <= 'C')
        m->confidence = *lower.p;
    buf_free(&json);
}

void
metric_free(struct metric *m)
{
    free(m->file);
    free(m->by);
    free(m->reads);
    free(m->quotient);
    buf_free(&m->program);
    buf_free(&m->audience);
    json_free(&m->doc);
}
