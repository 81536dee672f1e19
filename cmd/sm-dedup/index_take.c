/* A finding on its way into the index. */
#include <string.h>

#include "finding.h"
#include "hash.h"
#include "history.h"
#include "row.h"
#include "run.h"
#include "take_plain.h"

struct taken { /* a finding on its way into the index */
    struct finding f;
    json_val *v[F_COUNT]; /* its fields as values */
    struct key key;
    bool has_id;
};

static void
find_fields(struct taken *t, json_val *root)
{
    struct json_iter it = json_each(root);
    struct slice name;
    json_val *v;
    memset(t->v, 0, sizeof t->v);
    while (json_next(&it, &name, &v)) {
        int field = finding_field(name);
        if (field >= 0)
            t->v[field] = v;
    }
}

static uint32_t
line_of(json_val *location)
{
    double line;
    if (!json_number(json_get(location, "line"), &line) || !(line >= 1) || line > UINT32_MAX)
        return 0;
    return (uint32_t)line;
}

static uint64_t
report_of_taken(struct index *x, const struct taken *t, const struct row *r)
{
    return row_report(x, json_str(t->v[F_REPORT]), json_str(t->v[F_SOURCE_TOOL]), json_str(t->v[F_TARGET]),
                      json_str(t->v[F_CATEGORY]), r);
}

static void
fill_row(struct run *run, struct row *r, struct taken *t, json_val *tool, json_val *category,
         json_val *target, json_val *location, json_val *native)
{
    r->tool = names_put(&run->names, json_str(tool));
    r->category = names_put(&run->names, json_str(category));
    r->target = names_put(&run->names, json_str(target));
    r->service = names_put(&run->names, json_str(t->v[F_SERVICE]));
    r->line = line_of(location);
    r->base = row_base(json_get_str(location, "file"));
    r->native = row_native(json_str(native));
    r->order = row_order(&t->f);
    r->known = t->has_id;
    run->index.any_known |= t->has_id;
}

static void
add_single(struct run *run, struct taken *t)
{
    struct row *r = row_new(&run->index, &t->key);
    fill_row(run, r, t, t->v[F_SOURCE_TOOL], t->v[F_CATEGORY], t->v[F_TARGET], t->v[F_LOCATION],
             t->v[F_NATIVE_ID]);
    r->seen = date_parse(json_str(t->v[F_LAST_SEEN]));
    r->state = (uint8_t)history_tool_state(t->v[F_TIMELINE], state_of(json_str(t->v[F_STATE])));
    r->report = report_of_taken(&run->index, t, r);
}

static void
set_json(struct finding *f, enum finding_field field, json_val *v, struct buf *scratch, struct pool *pool)
{
    scratch->n = 0;
    if (v)
        json_write(scratch, v);
    if (scratch->n)
        finding_set_json(f, field, buf_as_slice(scratch), pool);
    else
        finding_clear(f, field);
}

/* The key of one source of a merged finding: the program sees the source's own rule and place. */
static const char *
key_of_source(struct run *run, struct taken *t, json_val *source, struct key *key)
{
    struct index *x = &run->index;
    struct finding f = t->f;
    struct slice rule = json_get_str(source, "rule_id"), file = json_str(json_path(source, "location.file"));
    *key = t->key;
    bool other_rule = rule.p && !slice_same(rule, json_str(t->v[F_RULE_ID]));
    bool other_file =
        t->key.occurrence && file.p && !slice_same(file, json_str(json_get(t->v[F_LOCATION], "file")));
    json_val *cwe = json_get(source, "cwe");
    if (!other_rule && !other_file && !cwe)
        return NULL;
    set_json(&f, F_SOURCE_TOOL, json_get(source, "source_tool"), &x->scratch, &x->pool);
    set_json(&f, F_TARGET, json_get(source, "target"), &x->scratch, &x->pool);
    set_json(&f, F_RULE_ID, json_get(source, "rule_id"), &x->scratch, &x->pool);
    set_json(&f, F_LOCATION, json_get(source, "location"), &x->scratch, &x->pool);
    if (cwe)
        set_json(&f, F_CWE, cwe, &x->scratch, &x->pool);
    x->scratch.n = 0;
    keys_project(run->keys, &f, &x->scratch);
    return keys_find(run->keys, buf_as_slice(&x->scratch), key);
}

static const char *
add_source(struct run *run, struct taken *t, json_val *source)
{
    struct key key;
    const char *why = key_of_source(run, t, source, &key);
    json_val *category = json_get(source, "category");
    if (why)
        return why;
    struct row *r = row_new(&run->index, &key);
    fill_row(run, r, t, json_get(source, "source_tool"), category ? category : t->v[F_CATEGORY],
             json_get(source, "target"), json_get(source, "location"), json_get(source, "native_id"));
    r->seen = date_parse(json_get_str(source, "last_seen"));
    r->state = (uint8_t)state_of(json_get_str(source, "state"));
    r->report = report_of_taken(&run->index, t, r);
    return NULL;
}

static const char *
add_rows(struct run *run, struct taken *t)
{
    struct json_iter it = json_each(t->v[F_SOURCES]);
    const char *why = NULL;
    json_val *source;
    size_t before = run->index.rows, nears = run->index.nears;
    if (!t->has_id || it.object || !it.left) {
        add_single(run, t);
        return NULL;
    }
    while (!why && json_next(&it, NULL, &source))
        why = json_type(source) == JSON_OBJECT ? add_source(run, t, source) : "a source that is no object";
    if (why) {
        run->index.rows = before;
        run->index.nears = nears;
    }
    return why;
}

static void
add_id(struct index *x, struct hash128 id)
{
    x->owned = xgrow(x->owned, &x->id_cap, x->ids + 1, sizeof *x->owned);
    x->owned[x->ids++] = (struct sort_item){id.high, (uint32_t)x->entries, (uint32_t)id.low};
}

static void
add_ids(struct index *x, struct taken *t, const struct entry *e)
{
    struct json_iter it = json_each(t->v[F_ALSO]);
    struct hash128 id;
    json_val *v;
    if (!e->has_id)
        return;
    add_id(x, e->id);
    while (!it.object && json_next(&it, NULL, &v))
        if (hash128_read(json_str(v), &id))
            add_id(x, id);
}

static void
note_times(struct run *run, const struct taken *t)
{
    static const enum finding_field times[] = {F_FIRST_SEEN, F_LAST_SEEN, F_RESOLVED_AT};
    struct json_iter it = json_each(t->v[F_TIMELINE]);
    struct event e;
    for (size_t i = 0; i < sizeof times / sizeof *times; i++)
        run_time(run, date_parse(json_str(t->v[times[i]])));
    while (history_next(&it, &e))
        run_time(run, e.at);
}

const char *
index_take(struct run *run, struct record *r, bool previous)
{
    struct index *x = &run->index;
    struct taken t;
    const char *why;
    if (x->entries == NO_NAME)
        return "more than 4,294,967,294 findings";
    pool_reset(&x->pool);
    if (!previous && take_plain(run, r->text))
        return NULL;
    why = r->n ? NULL : record_read(r, r->text); /* the stage left it unread */
    if (why)
        return why;
    json_val *root = json_parse(&x->doc, r->text.p, r->text.n, &why);
    if (!root)
        return why;
    finding_read(&t.f, r, &x->pool);
    find_fields(&t, root);
    x->projected.n = 0;
    keys_project(run->keys, &t.f, &x->projected);
    why = keys_find(run->keys, buf_as_slice(&x->projected), &t.key);
    if (why)
        return why;
    struct entry e = {.moved_from = NO_NAME};
    e.previous = previous;
    e.row = (uint32_t)x->rows;
    e.has_id = t.has_id = hash128_read(json_str(t.v[F_ID]), &e.id);
    if (previous && !e.has_id)
        return "a finding without its id";
    e.first_seen = date_parse(json_str(t.v[F_FIRST_SEEN]));
    why = add_rows(run, &t);
    if (why)
        return why;
    aliases_learn(&run->aliases, &run->names, t.v[F_CVE], NULL, json_str(t.v[F_RULE_ID]));
    if (!previous)
        note_times(run, &t);
    add_ids(x, &t, &e);
    e.text = texts_put_whole(&run->texts, r->text);
    early_take(run, &e, &x->row[e.row], &t.key);
    index_add(x, &e);
    return NULL;
}
