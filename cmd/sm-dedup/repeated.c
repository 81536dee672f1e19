/* Records that were exported more than once become one, and what is left teaches: references, coverage,
 * exceptions. */
#define _GNU_SOURCE /* memmem under -std=c11 */
#include <stdlib.h>
#include <string.h>

#include "date.h"
#include "finding.h"
#include "run.h"
#include "text.h"

struct copy { /* one of the records with the same key */
    struct other *other;
    struct buf text;
};

struct copies {
    struct copy *at;
    size_t n, cap;
    struct buf merged;
};

/* An exception that is taken back; inside a string the quotes would be escaped. */
static bool
is_revoked(const struct buf *text)
{
    static const char mark[] = "\"state\":\"revoked\"";
    return text->n && memmem(text->p, text->n, mark, sizeof mark - 1) != NULL;
}

/* The winner first: the latest; at one time what is taken back, as a live finding must not be hidden. */
static int
by_rank(const void *a, const void *b)
{
    const struct copy *x = a, *y = b;
    if (x->other->time != y->other->time)
        return x->other->time > y->other->time ? -1 : 1;
    bool gone = is_revoked(&x->text);
    if (gone != is_revoked(&y->text))
        return gone ? -1 : 1;
    int c = slice_compare(buf_as_slice(&y->text), buf_as_slice(&x->text));
    return c ? c : (x->other > y->other) - (x->other < y->other);
}

static json_val *
member(json_val *root, struct slice name)
{
    json_val *v = json_get_slice(root, name);
    return json_type(v) == JSON_NULL ? NULL : v;
}

static bool
in_array(json_val *array, json_val *value)
{
    struct json_iter it = json_each(array);
    json_val *v;
    while (json_next(&it, NULL, &v))
        if (json_type(v) == JSON_STRING && slice_same(json_str(v), json_str(value)))
            return true;
    return false;
}

static void
write_united(struct buf *b, json_val *first, json_val *second)
{
    struct json_iter one = json_each(first), two = json_each(second);
    json_val *v;
    char separator = '[';
    while (json_next(&one, NULL, &v)) {
        buf_byte(b, separator);
        separator = ',';
        json_write(b, v);
    }
    while (json_next(&two, NULL, &v)) {
        if (in_array(first, v))
            continue;
        buf_byte(b, separator);
        separator = ',';
        json_write(b, v);
    }
    buf_text(b, separator == '[' ? "[]" : "]");
}

static bool
is_last_of_name(json_val *root, struct slice name, json_val *v)
{
    return json_get_slice(root, name) == v;
}

/* The winner so far, and from the next copy what it lacks; lists united where told to. */
static void
add_missing(struct others *o, struct buf *merged, const struct buf *next, bool unite)
{
    const char *why;
    struct slice name;
    json_val *v, *mine, *root = json_parse(&o->doc, merged->p, merged->n, &why),
                        *other = json_parse(&o->doc2, next->p, next->n, &why);
    struct json_iter it = json_each(root);
    struct buf b = {0};
    char separator = '{';
    while (json_next(&it, &name, &v)) {
        if (!is_last_of_name(root, name, v))
            continue;
        buf_byte(&b, separator);
        separator = ',';
        buf_json_slice(&b, name);
        buf_byte(&b, ':');
        mine = member(root, name);
        v = member(other, name);
        if (mine && v && unite && json_type(mine) == JSON_ARRAY && json_type(v) == JSON_ARRAY)
            write_united(&b, mine, v);
        else if (mine || v)
            json_write(&b, mine ? mine : v);
        else
            buf_text(&b, "null");
    }
    it = json_each(other);
    while (json_next(&it, &name, &v)) {
        if (json_get_slice(root, name) || !is_last_of_name(other, name, v))
            continue;
        buf_byte(&b, separator);
        separator = ',';
        buf_json_slice(&b, name);
        buf_byte(&b, ':');
        json_write(&b, v);
    }
    buf_text(&b, separator == '{' ? "{}" : "}");
    buf_free(merged);
    *merged = b;
}

static void
load_copy(struct run *run, struct copies *c, struct other *other)
{
    if (c->n == c->cap) {
        size_t had = c->cap;
        c->at = xgrow(c->at, &c->cap, c->n + 1, sizeof *c->at);
        memset(c->at + had, 0, (c->cap - had) * sizeof *c->at);
    }
    struct copy *copy = &c->at[c->n++];
    copy->other = other;
    spool_read(&run->spool, other->offset, other->length, &copy->text);
}

static void
give_reference(struct run *run, struct slice kind, struct slice text)
{
    static struct record r;
    if (record_read(&r, text) == NULL && references_take(run->refs, &r, &run->stage->tally))
        run->others.any_exception |= slice_is(kind, "exception");
}

/* A text as JSON, in the buffer. */
static struct slice
quoted(struct buf *b, struct slice s)
{
    b->n = 0;
    if (!s.p)
        return s;
    buf_json_slice(b, s);
    return buf_as_slice(b);
}

static void
learn_report(struct others *o, json_val *activity, int64_t at)
{
    static struct buf tool, target, category;
    char hex[HASH_HEX + 1];
    finding_which_report(quoted(&tool, json_get_str(activity, "source_tool")),
                         quoted(&target, json_get_str(activity, "target")), json_get_str(activity, "at"),
                         quoted(&category, json_get_str(activity, "category")), hex);
    uint64_t report = others_hash_report(slice_of(hex));
    *map_put(&o->reports, (struct slice){(const char *)&report, sizeof report}, o->nreports) = o->nreports;
    o->made = xgrow(o->made, &o->made_cap, o->nreports + 1, sizeof *o->made);
    o->made[o->nreports++] = at;
}

static void
learn_activity(struct run *run, json_val *root)
{
    struct others *o = &run->others;
    struct slice outcome = json_get_str(root, "outcome"), service = json_get_str(root, "service");
    int64_t at = date_parse(json_get_str(root, "at"));
    if (at == DATE_NONE)
        return;
    learn_report(o, root, at);
    struct place p = {names_put(&run->names, json_get_str(root, "source_tool")),
                      names_put(&run->names, json_get_str(root, "category")),
                      names_put(&run->names, json_get_str(root, "target")), NO_NAME};
    if (service.n) {
        o->key.n = 0;
        buf_byte(&o->key, 's');
        text_fold(&o->key, service);
        p.service = names_put(&run->names, buf_as_slice(&o->key));
    }
    renamed_note(&run->renamed, p.target, TARGET_IS);
    coverage_add(&run->attempts, p, at);
    if (!outcome.n || slice_is(outcome, "passed"))
        coverage_add(&run->coverage, p, at);
}

static void
learn_exception(struct others *o, json_val *root)
{
    struct slice id = json_get_str(root, "id");
    if (!id.n)
        return;
    *map_put(&o->exceptions, id, o->nexceptions) = o->nexceptions;
    o->expires = xgrow(o->expires, &o->expires_cap, o->nexceptions + 1, sizeof *o->expires);
    o->expires[o->nexceptions++] = date_parse(json_get_str(root, "expires"));
}

static void
learn(struct run *run, struct slice kind, struct slice text)
{
    const char *why;
    bool activity = slice_is(kind, "activity"), exception = slice_is(kind, "exception");
    if (!activity && !exception)
        return;
    json_val *root = json_parse(&run->others.doc, text.p, text.n, &why);
    if (activity)
        learn_activity(run, root);
    else
        learn_exception(&run->others, root);
}

/* One record is left of the copies: it takes the place of the one that was read first. */
static void
settle_copies(struct run *run, struct copies *c)
{
    struct other *first = c->at[0].other;
    struct slice kind = names_text(&run->names, first->kind);
    bool asset = slice_is(kind, "asset"), changed = false;
    for (size_t i = 1; i < c->n; i++) {
        first = c->at[i].other < first ? c->at[i].other : first;
        tally_skip(&run->stage->tally, "repeated");
    }
    qsort(c->at, c->n, sizeof *c->at, by_rank);
    c->merged.n = 0;
    buf_slice(&c->merged, buf_as_slice(&c->at[0].text));
    for (size_t i = 0; i < c->n; i++) {
        c->at[i].other->dropped = c->at[i].other != first;
        bool again = i && slice_same(buf_as_slice(&c->at[i].text), buf_as_slice(&c->at[i - 1].text));
        if (asset && !again)
            give_reference(run, kind,
                           buf_as_slice(&c->at[i].text)); /* conflicts between copies are its notes */
        if (again || !i)
            continue;
        add_missing(&run->others, &c->merged, &c->at[i].text, asset);
        changed = true;
    }
    if (!asset)
        give_reference(run, kind, buf_as_slice(&c->merged));
    learn(run, kind, buf_as_slice(&c->merged));
    if (changed || first != c->at[0].other) {
        first->offset = spool_add(&run->spool, buf_as_slice(&c->merged));
        first->length = (uint32_t)c->merged.n;
    }
}

static int
by_key(const void *a, const void *b)
{
    const struct other *x = *(struct other *const *)a, *y = *(struct other *const *)b;
    int c = hash128_compare(x->key, y->key);
    return c ? c : (x > y) - (x < y);
}

void
others_settle(struct run *run)
{
    struct others *o = &run->others;
    struct other **keyed = xcalloc(o->n + 1, sizeof *keyed);
    struct copies c = {0};
    size_t n = 0;
    for (size_t i = 0; i < o->n; i++)
        if (o->at[i].keyed)
            keyed[n++] = &o->at[i];
    if (n)
        qsort(keyed, n, sizeof *keyed, by_key);
    for (size_t i = 0, j; i < n; i = j) {
        c.n = 0;
        for (j = i; j < n && hash128_compare(keyed[j]->key, keyed[i]->key) == 0; j++)
            load_copy(run, &c, keyed[j]);
        settle_copies(run, &c);
    }
    for (size_t i = 0; i < c.cap; i++)
        buf_free(&c.at[i].text);
    free(c.at);
    buf_free(&c.merged);
    free(keyed);
}
