/* A finding on its way into the index. */
#include <string.h>

#include "blocking.h"
#include "finding.h"
#include "hash.h"
#include "history.h"
#include "intact.h"
#include "run.h"

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

static uint64_t
hash_text(struct slice s)
{
    uint64_t h = s.n ? hash_64(s.p, s.n) : 0;
    return s.n && !h ? 1 : h;
}

static uint32_t
line_of(json_val *location)
{
    double line;
    if (!json_number(json_get(location, "line"), &line) || !(line >= 1) || line > UINT32_MAX)
        return 0;
    return (uint32_t)line;
}

static uint32_t
hash_base(struct slice file)
{
    for (size_t i = file.n; i-- > 0;)
        if (file.p[i] == '/') {
            file.p += i + 1;
            file.n -= i + 1;
            break;
        }
    return (uint32_t)hash_text(file);
}

/* What tells findings apart that nothing else tells: ties end here. */
static uint64_t
order_of(const struct finding *f)
{
    static const enum finding_field told[] = {F_FINDING_TITLE, F_RULE_ID,   F_NATIVE_ID, F_CVE,
                                              F_CWE,           F_COMPONENT, F_LOCATION,  F_SECRET_HASH};
    uint64_t h = 0;
    for (size_t i = 0; i < sizeof told / sizeof *told; i++) {
        struct slice json = f->f[told[i]];
        h = (h ^ (json_is_null(json) ? 0 : hash_64(json.p, json.n))) * 0x9e3779b97f4a7c15u;
    }
    for (size_t i = 0; i < f->others; i++)
        h = (h ^ hash_64(f->other[i].value.p, f->other[i].value.n)) * 0x9e3779b97f4a7c15u;
    return h;
}

static struct row *
new_row(struct index *x, const struct key *key)
{
    x->row = paged_grow(&x->row_file, x->row, &x->row_cap, x->rows + 1, sizeof *x->row, x->memory / 2);
    struct row *r = &x->row[x->rows++];
    *r = (struct row){.key = key->rest,
                      .family = key->family,
                      .place = key->place,
                      .told = key->told,
                      .vulnerability = key->vulnerability,
                      .type = key->type,
                      .variant = key->variant,
                      .occurrence = key->occurrence,
                      .exact = key->exact,
                      .entry = (uint32_t)x->entries,
                      .scope = NO_NAME};
    for (size_t i = 0; i < key->nears; i++) {
        x->near =
            paged_grow(&x->near_file, x->near, &x->near_cap, x->nears + 1, sizeof *x->near, x->memory / 8);
        x->near[x->nears++] = (struct near){key->near_place, key->near[i], (uint32_t)x->rows - 1};
    }
    return r;
}

/* Which report a finding stood in: the hash that sm-normalize gave, or what that hash is made of. */
static uint64_t
report_of(struct index *x, struct slice report, struct slice tool, struct slice target, struct slice category,
          const struct row *r)
{
    if (report.n)
        return others_hash_report(report);
    x->scratch.n = 0;
    hash_part(&x->scratch, tool);
    hash_part(&x->scratch, target);
    hash_part(&x->scratch, category);
    buf_int(&x->scratch, r->seen);
    return hash_text(buf_as_slice(&x->scratch));
}

static uint64_t
report_of_taken(struct index *x, const struct taken *t, const struct row *r)
{
    return report_of(x, json_str(t->v[F_REPORT]), json_str(t->v[F_SOURCE_TOOL]), json_str(t->v[F_TARGET]),
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
    r->base = hash_base(json_get_str(location, "file"));
    r->native = hash_text(json_str(native));
    r->order = order_of(&t->f);
    r->known = t->has_id;
}

static void
add_single(struct run *run, struct taken *t)
{
    struct row *r = new_row(&run->index, &t->key);
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
    struct row *r = new_row(&run->index, &key);
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

/* The number of a name; those of the record before are asked first. */
static uint32_t
name_again(struct run *run, struct slice s, uint32_t *last)
{
    if (!s.p)
        return NO_NAME;
    if (*last == NO_NAME || !slice_same(names_text(&run->names, *last), s))
        *last = names_put(&run->names, s);
    return *last;
}

static void
learn_aliases(struct run *run, const struct plain *p)
{
    const char *why;
    struct slice ids = p->f.f[F_CVE];
    if (p->several_ids) /* one id teaches nothing */
        aliases_learn(&run->aliases, &run->names, json_parse(&run->index.doc, ids.p, ids.n, &why), NULL,
                      plain_string(p->f.f[F_RULE_ID]));
}

/* One finding by the short way. false: by the long one, which also says what is wrong with it. */
static bool
take_intact(struct run *run, const struct record *r)
{
    static uint32_t tool = NO_NAME, category = NO_NAME, target = NO_NAME, service = NO_NAME;
    struct index *x = &run->index;
    struct plain p;
    struct key key;
    if (!plain_read(&p, r->text))
        return false;
    if (!keys_of_plain(run->keys, &p, &key)) {
        x->projected.n = 0;
        keys_project(run->keys, &p.f, &x->projected);
        if (keys_find(run->keys, buf_as_slice(&x->projected), &key))
            return false;
    }
    struct entry e = {.length = (uint32_t)r->text.n,
                      .moved_from = NO_NAME,
                      .row = (uint32_t)x->rows,
                      .first_seen = p.first,
                      .plain = true,
                      .as_bytes = blocking_is_early(run->blocking)};
    struct row *row = new_row(x, &key);
    row->tool = name_again(run, plain_string(p.f.f[F_SOURCE_TOOL]), &tool);
    row->category = name_again(run, plain_string(p.f.f[F_CATEGORY]), &category);
    row->target = name_again(run, plain_string(p.f.f[F_TARGET]), &target);
    row->service = name_again(run, plain_string(p.f.f[F_SERVICE]), &service);
    row->line = p.line;
    row->base = hash_base(p.file);
    row->native = hash_text(plain_string(p.f.f[F_NATIVE_ID]));
    row->order = order_of(&p.f);
    row->seen = p.last;
    row->state = STATE_OPEN;
    row->report = report_of(x, plain_string(p.f.f[F_REPORT]), plain_string(p.f.f[F_SOURCE_TOOL]),
                            plain_string(p.f.f[F_TARGET]), plain_string(p.f.f[F_CATEGORY]), row);
    learn_aliases(run, &p);
    run_time(run, p.first);
    run_time(run, p.last);
    e.blocking_at = (uint16_t)(p.f.f[F_RELEASE_BLOCKING].p - r->text.p);
    e.blocks = e.as_bytes && blocking_ask(run->blocking, &p.f, run->stage);
    x->scratch.n = 0;
    intact_source(&x->scratch, &p, p.f.f[F_LAST_SEEN]);
    e.tail = (uint16_t)x->scratch.n;
    e.as_bytes &= x->scratch.n <= UINT16_MAX && !slice_is(p.f.f[F_RELEASE_BLOCKING], "null");
    e.offset = spool_add(&run->spool, r->text);
    (void)spool_add(&run->spool, buf_as_slice(&x->scratch));
    x->entry =
        paged_grow(&x->entry_file, x->entry, &x->entry_cap, x->entries + 1, sizeof *x->entry, x->memory / 4);
    index_pass(x, x->entries);
    x->entry[x->entries++] = e;
    return true;
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
    if (!previous && take_intact(run, r))
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
    struct entry e = {.length = (uint32_t)r->text.n, .moved_from = NO_NAME};
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
    e.offset = spool_add(&run->spool, r->text);
    x->entry =
        paged_grow(&x->entry_file, x->entry, &x->entry_cap, x->entries + 1, sizeof *x->entry, x->memory / 4);
    index_pass(x, x->entries);
    x->entry[x->entries++] = e;
    return NULL;
}
