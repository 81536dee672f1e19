#include "reports.h"

#include <stdlib.h>

#include "date.h"
#include "hash.h"
#include "mem.h"

#define KEPT 64 /* answers kept, by hash of what they depend on; a power of two */

struct kept {
    struct buf key;
    struct report report;
    struct pool pool; /* of report */
};

struct reports {
    struct kept kept[KEPT];
    struct buf key, input, text;
    struct json_doc doc;
    uint64_t head; /* of the lines whose report `last` is; 0: none */
    const struct format *format;
    const struct report *last;
};

struct reports *
reports_new(void)
{
    return xcalloc(1, sizeof(struct reports));
}

void
reports_free(struct reports *all)
{
    for (size_t i = 0; i < KEPT; i++) {
        buf_free(&all->kept[i].key);
        pool_free(&all->kept[i].pool);
    }
    buf_free(&all->key);
    buf_free(&all->input);
    buf_free(&all->text);
    json_free(&all->doc);
    free(all);
}

/* What the answer depends on: all that the expressions can see. */
static void
write_key(struct buf *key, const struct format *f, const struct line *l)
{
    key->n = 0;
    hash_part(key, slice_of(f->name));
    hash_part(key, slice_of(f->path));
    if (l->report) {
        hash_part(key, l->text);
        return;
    }
    hash_part(key, l->file);
    hash_part(key, l->report_json);
    hash_part(key, l->tags);
    hash_part(key, l->context);
}

static struct slice
context_named(struct slice context, struct slice name, struct pool *pool)
{
    struct json_walk w;
    struct slice key, v, found = SLICE("null");
    if (json_walk(&w, context))
        while (json_walk_next(&w, &key, &v) > 0)
            if (slice_same(json_unquote(pool, (struct slice){key.p - 1, key.n + 2}), name))
                found = v;
    return found;
}

/* As it stands in the report's line, where names have null that a lean entry's lacks. */
static void
add_context(struct buf *b, const struct format *f, const struct line *l)
{
    struct json_iter it = json_each(f->contexts);
    struct pool pool = {0};
    struct slice name;
    json_val *v;
    if (!l->lean || !it.object) {
        buf_slice(b, l->context);
        return;
    }
    buf_byte(b, '{');
    while (json_next(&it, &name, &v)) {
        if (b->p[b->n - 1] != '{')
            buf_byte(b, ',');
        buf_json_slice(b, name);
        buf_byte(b, ':');
        buf_slice(b, context_named(l->context, name, &pool));
    }
    buf_byte(b, '}');
    pool_free(&pool);
}

/* An entry's line seen as its report's: without the entry. */
static struct slice
input_of(struct reports *all, const struct format *f, const struct line *l)
{
    struct buf *b = &all->input;
    if (l->report)
        return l->text;
    b->n = 0;
    buf_text(b, "{\"kind\":\"raw\",\"format\":");
    buf_json_slice(b, slice_of(f->name));
    buf_text(b, ",\"source\":{\"file\":");
    buf_json_slice(b, l->file);
    buf_text(b, ",\"report\":");
    buf_slice(b, l->report_json.p ? l->report_json : SLICE("null"));
    buf_text(b, "},\"from\":\"report\",\"tags\":");
    buf_slice(b, l->tags);
    buf_text(b, ",\"context\":");
    add_context(b, f, l);
    buf_byte(b, '}');
    return buf_as_slice(b);
}

/* One expression's first output, as a tree; NULL for none, null and errors. */
static json_val *
answer(struct reports *all, const struct format *f, enum report_name name, struct values *v)
{
    int i = f->report_at[name];
    const char *why;
    if (i < 0 || !f->report)
        return NULL;
    if (programs_error(f->report, (size_t)i)) {
        stage_note(v->stage, "%s: report: %s", f->name, programs_error(f->report, (size_t)i));
        return NULL;
    }
    if (!programs_count(f->report, (size_t)i))
        return NULL;
    struct slice text = programs_output(f->report, (size_t)i, 0);
    json_val *root = json_parse(&all->doc, text.p, text.n, &why);
    return json_type(root) == JSON_NULL ? NULL : root;
}

static struct slice
canonical(struct reports *all, struct kept *k, struct values *v, json_val *in, value_fn take,
          const struct words *words)
{
    all->text.n = 0;
    v->no_record = false;
    if (!in || !take(v, in, words, &all->text))
        return (struct slice){0};
    return (struct slice){pool_copy(&k->pool, all->text.p, all->text.n), all->text.n};
}

static struct slice
first_of(struct reports *all, struct kept *k, struct values *v, json_val *in, value_fn take,
         const struct words *words)
{
    struct json_iter it = json_each(in);
    struct slice s = {0};
    if (json_type(in) != JSON_ARRAY)
        return canonical(all, k, v, in, take, words);
    while (!s.p && json_next(&it, NULL, &in))
        s = canonical(all, k, v, in, take, words);
    return s;
}

/* A JSON array of the canonical values, without repetition; *only: the value where there is just one. */
static struct slice
all_of(struct reports *all, struct kept *k, struct values *v, json_val *in, value_fn take, struct slice *only)
{
    struct slice seen[64];
    struct buf list = {0};
    struct json_iter it = json_each(in);
    size_t n = 0;
    bool array = json_type(in) == JSON_ARRAY, known = in != NULL;
    json_val *one = in;
    while (n < 64 && known && (array ? json_next(&it, NULL, &one) : n == 0)) {
        struct slice s = canonical(all, k, v, one, take, NULL);
        bool again = !s.p;
        for (size_t i = 0; i < n; i++)
            again |= slice_same(seen[i], s);
        if (!again)
            seen[n++] = s;
        else if (!array)
            break;
    }
    buf_byte(&list, '[');
    for (size_t i = 0; i < n; i++) {
        if (i)
            buf_byte(&list, ',');
        buf_slice(&list, seen[i]);
    }
    buf_byte(&list, ']');
    if (only)
        *only = n == 1 ? seen[0] : (struct slice){0};
    struct slice json = {pool_copy(&k->pool, list.p, list.n), list.n};
    buf_free(&list);
    return known ? json : (struct slice){0};
}

/* Pairs of a tool and what it covered: a JSON array of both in turn. Absent: the answer is another one. */
static struct slice
pairs_of(struct reports *all, struct kept *k, struct values *v, json_val *in)
{
    struct json_iter it = json_each(in);
    struct buf list = {0};
    json_val *pair, *tool, *category;
    while (json_type(in) == JSON_ARRAY && json_next(&it, NULL, &pair)) {
        struct json_iter both = json_each(pair);
        if (json_type(pair) != JSON_ARRAY || !json_next(&both, NULL, &tool) ||
            !json_next(&both, NULL, &category))
            break;
        struct slice name = canonical(all, k, v, tool, value_tool, NULL);
        struct slice control = canonical(all, k, v, category, value_activity, NULL);
        if (!name.p || !control.p)
            continue;
        buf_byte(&list, list.n ? ',' : '[');
        buf_slice(&list, name);
        buf_byte(&list, ',');
        buf_slice(&list, control);
    }
    if (!list.n)
        return (struct slice){0};
    buf_byte(&list, ']');
    struct slice json = {pool_copy(&k->pool, list.p, list.n), list.n};
    buf_free(&list);
    return json;
}

/* The latest, where the report's parts have several. */
static int64_t
latest(json_val *in, struct values *v)
{
    struct json_iter it = json_each(in);
    int64_t t = json_type(in) == JSON_ARRAY ? DATE_NONE : value_seconds(in);
    struct buf none = {0};
    json_val *one;
    if (in && json_type(in) != JSON_ARRAY && t == DATE_NONE)
        value_time(v, in, NULL, &none); /* for its note */
    while (json_type(in) == JSON_ARRAY && json_next(&it, NULL, &one)) {
        int64_t at = value_seconds(one);
        if (at != DATE_NONE && (t == DATE_NONE || at > t))
            t = at;
    }
    buf_free(&none);
    return t;
}

static void
read_answers(struct reports *all, const struct format *f, struct kept *k, struct values *v)
{
    struct report *r = &k->report;
    v->kind = "report";
    v->field = "source_tool";
    r->source_tool = first_of(all, k, v, answer(all, f, R_SOURCE_TOOL, v), value_tool, NULL);
    v->field = "target";
    r->targets = all_of(all, k, v, answer(all, f, R_TARGET, v), value_target, &r->target);
    v->field = "at";
    r->at = latest(answer(all, f, R_AT, v), v);
    v->field = "service";
    r->service = first_of(all, k, v, answer(all, f, R_SERVICE, v), value_text, NULL);
    v->field = "product";
    r->product = first_of(all, k, v, answer(all, f, R_PRODUCT, v), value_text, NULL);
    v->field = "outcome";
    r->outcome = first_of(all, k, v, answer(all, f, R_OUTCOME, v), value_word, &activity_outcome_words);
    v->field = "categories";
    json_val *categories = answer(all, f, R_CATEGORIES, v);
    r->by_tool = pairs_of(all, k, v, categories);
    if (!r->by_tool.p)
        r->categories = all_of(all, k, v, categories, value_activity, NULL);
    v->field = "entries";
    r->entries = first_of(all, k, v, answer(all, f, R_ENTRIES, v), value_count, NULL);
}

/* Without an expression for it, a context that is called `at` is the report's time. */
static int64_t
context_at(struct reports *all, const struct line *l)
{
    const char *why;
    json_val *root = json_parse(&all->doc, l->context.p, l->context.n, &why);
    return value_seconds(json_get(root, "at"));
}

static const struct report *
read_report(struct reports *all, const struct format *f, const struct line *l, struct values *v)
{
    const char *why;
    write_key(&all->key, f, l);
    struct kept *k = &all->kept[hash_64(all->key.p, all->key.n) & (KEPT - 1)];
    if (k->key.n && slice_same(buf_as_slice(&k->key), buf_as_slice(&all->key)))
        return &k->report;
    pool_reset(&k->pool);
    k->report = (struct report){.at = DATE_NONE};
    if (f->report && programs_run(f->report, input_of(all, f, l), &why))
        read_answers(all, f, k, v);
    if (k->report.at == DATE_NONE && (!f->report || f->report_at[R_AT] < 0))
        k->report.at = context_at(all, l);
    k->key.n = 0;
    buf_slice(&k->key, buf_as_slice(&all->key));
    return &k->report;
}

const struct report *
reports_read(struct reports *all, const struct format *f, const struct line *l, struct values *v)
{
    if (!l->head || l->head != all->head || f != all->format)
        all->last = read_report(all, f, l, v);
    all->head = l->head;
    all->format = f;
    return all->last;
}
