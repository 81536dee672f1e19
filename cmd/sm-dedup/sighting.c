#include "sighting.h"

#include <stdlib.h>
#include <string.h>

#include "plain.h"

static struct slice
keep(struct members *m, struct slice s)
{
    return s.p ? (struct slice){pool_copy(&m->pool, s.p, s.n), s.n} : s;
}

/* A value as compact text; absent for null. */
static struct slice
keep_json(struct members *m, json_val *v)
{
    if (!v || json_type(v) == JSON_NULL)
        return (struct slice){0};
    m->text.n = 0;
    json_write(&m->text, v);
    return keep(m, buf_as_slice(&m->text));
}

static struct slice *
keep_list(struct members *m, json_val *array, size_t *n)
{
    struct json_iter it = json_each(array);
    struct slice *list = pool_alloc(&m->pool, (it.left + 1) * sizeof *list);
    json_val *v;
    *n = 0;
    while (!it.object && json_next(&it, NULL, &v))
        if (json_str(v).n)
            list[(*n)++] = keep(m, json_str(v));
    return list;
}

static void
keep_events(struct members *m, struct member *to, json_val *timeline)
{
    struct json_iter it = json_each(timeline);
    size_t stated = it.left;
    struct event e;
    to->event = pool_alloc(&m->pool, (it.left + 1) * sizeof *to->event);
    to->events = 0;
    while (history_next(&it, &e)) {
        e.why = keep(m, e.why);
        to->event[to->events++] = e;
    }
    to->whole = stated == to->events;
}

static struct sighting *
new_sighting(struct members *m)
{
    m->sighting = xgrow(m->sighting, &m->sighting_cap, m->sightings + 1, sizeof *m->sighting);
    struct sighting *s = &m->sighting[m->sightings++];
    *s = (struct sighting){.first = DATE_NONE, .last = DATE_NONE, .resolved = DATE_NONE, .made = DATE_NONE};
    return s;
}

/* A target under its name of today. */
static struct slice
target_now(struct run *run, struct slice target)
{
    if (!run->renamed.names || !target.p)
        return target;
    return names_text(&run->names, renamed_target(&run->renamed, names_put(&run->names, target)));
}

static void
add_source(struct run *run, struct members *m, const struct member *of, json_val *source, json_val *root)
{
    struct sighting *s = new_sighting(m);
    json_val *category = json_get(source, "category");
    s->tool = keep(m, json_get_str(source, "source_tool"));
    s->category = keep(m, json_str(category ? category : json_get(root, "category")));
    s->target = keep(m, target_now(run, json_get_str(source, "target")));
    s->rule = keep_json(m, json_get(source, "rule_id"));
    s->native = keep_json(m, json_get(source, "native_id"));
    s->location = keep_json(m, json_get(source, "location"));
    s->version = keep_json(m, json_get(source, "version"));
    s->severity = keep_json(m, json_get(source, "severity"));
    json_val *cwe = json_get(source, "cwe");
    s->cwe = keep_json(m, cwe ? cwe : json_get(root, "cwe"));
    if (!s->severity.p)
        s->severity = of->f.f[F_SEVERITY];
    s->locations = keep_json(m, json_get(source, "locations"));
    s->versions = keep_json(m, json_get(source, "versions"));
    s->first = date_parse(json_get_str(source, "first_seen"));
    s->last = date_parse(json_get_str(source, "last_seen"));
    s->resolved = date_parse(json_get_str(source, "resolved_at"));
    s->state = state_of(json_get_str(source, "state"));
    s->own_exception = keep(m, json_get_str(source, "exception_id"));
    s->known = true;
    if (s->resolved == DATE_NONE && s->state == STATE_RESOLVED)
        s->resolved = of->resolved;
}

/* What a finding as normalized says as a whole. */
static void
see_itself(struct run *run, struct sighting *s, const struct member *of)
{
    const struct row *row = of->row;
    s->tool = of->tool;
    s->target = target_now(run, of->target);
    s->severity = of->f.f[F_SEVERITY];
    s->first = of->first_seen;
    s->last = row->seen;
    s->resolved = of->resolved;
    s->made = row->made;
    s->report = row->report;
    s->state = (enum state)row->state;
    s->event = of->event;
    s->events = of->events;
    s->known = of->entry->has_id;
}

static void
add_itself(struct run *run, struct members *m, const struct member *of, json_val *root)
{
    struct sighting *s = new_sighting(m);
    s->category = keep(m, json_get_str(root, "category"));
    s->rule = keep_json(m, json_get(root, "rule_id"));
    s->native = keep_json(m, json_get(root, "native_id"));
    s->location = keep_json(m, json_get(root, "location"));
    s->version = keep_json(m, json_path(root, "component.version"));
    s->cwe = keep_json(m, json_get(root, "cwe"));
    see_itself(run, s, of);
}

static void
add_sightings(struct run *run, struct members *m, struct member *of, json_val *root)
{
    struct json_iter it = json_each(json_get(root, "sources"));
    struct slice exception = keep(m, json_get_str(root, "exception_id"));
    size_t from = m->sightings;
    json_val *source;
    of->seen = of->last_seen;
    if (!of->entry->has_id || it.object || !it.left)
        add_itself(run, m, of, root);
    else
        while (json_next(&it, NULL, &source))
            add_source(run, m, of, source, root);
    int64_t seen = DATE_NONE;
    for (size_t i = from; i < m->sightings; i++) {
        m->sighting[i].exception = exception;
        if (slice_same(m->sighting[i].tool, of->tool) && m->sighting[i].last > seen)
            seen = m->sighting[i].last;
    }
    if (seen != DATE_NONE)
        of->seen = seen;
}

static size_t
trust_of(const struct run *run, struct slice tool)
{
    struct json_iter it = json_each(json_get(run->dictionary.root, "trust"));
    json_val *v;
    for (size_t i = 0; json_next(&it, NULL, &v); i++)
        if (slice_same(json_str(v), tool))
            return i;
    return SIZE_MAX;
}

/* Text, fields and other members all lie in the pool. */
static void
load_tree(struct run *run, struct members *m, struct member *to)
{
    const char *why;
    (void)record_read(&m->record, to->text); /* it was read before */
    finding_read(&to->f, &m->record, &m->pool);
    for (size_t i = 0; i < to->f.others; i++)
        to->f.other[i].key = keep(m, to->f.other[i].key);
    json_val *root = json_parse(&m->doc, to->text.p, to->text.n, &why);
    to->tool = keep(m, json_get_str(root, "source_tool"));
    to->target = keep(m, json_get_str(root, "target"));
    if (to->entry->renamed)
        finding_set_str(&to->f, F_TARGET, target_now(run, to->target), &m->pool);
    to->first_seen = date_parse(json_get_str(root, "first_seen"));
    to->last_seen = date_parse(json_get_str(root, "last_seen"));
    to->resolved = date_parse(json_get_str(root, "resolved_at"));
    to->state = state_of(json_get_str(root, "state"));
    to->unverified = json_bool(json_get(root, "unverified"));
    to->ids = keep_list(m, json_get(root, "cve"), &to->nids);
    to->cwes = keep_list(m, json_get(root, "cwe"), &to->ncwes);
    to->also = keep_list(m, json_get(root, "also"), &to->nalso);
    keep_events(m, to, json_get(root, "timeline"));
    add_sightings(run, m, to, root);
}

static struct slice *
keep_ids(struct members *m, const struct plain *p, enum plain_container which, size_t *n)
{
    const struct plain_inside *in = &p->inside[which];
    struct slice *list = pool_alloc(&m->pool, (in->n + 1u) * sizeof *list);
    *n = 0;
    for (size_t i = 0; i < in->n; i++) {
        struct slice id = plain_string(p->leaf[in->first + i]);
        if (id.n)
            list[(*n)++] = id;
    }
    return list;
}

/* The same of a line that took the short way into the index. false: it has too many ids for that. */
static bool
load_plain(struct run *run, struct members *m, struct member *to)
{
    struct plain p;
    if (!to->entry->plain || !plain_read(&p, to->text) || p.inside[PLAIN_CVE].unknown ||
        p.inside[PLAIN_CWE].unknown)
        return false;
    struct sighting *s = new_sighting(m);
    to->f = p.f;
    to->tool = plain_string(p.f.f[F_SOURCE_TOOL]);
    to->target = plain_string(p.f.f[F_TARGET]);
    if (to->entry->renamed)
        finding_set_str(&to->f, F_TARGET, target_now(run, to->target), &m->pool);
    to->first_seen = p.first;
    to->last_seen = p.last;
    to->resolved = DATE_NONE;
    to->state = STATE_OPEN;
    to->ids = keep_ids(m, &p, PLAIN_CVE, &to->nids);
    to->cwes = keep_ids(m, &p, PLAIN_CWE, &to->ncwes);
    to->event = pool_alloc(&m->pool, sizeof *to->event);
    *to->event = (struct event){p.first, STATE_OPEN, SLICE(PLAIN_WHY)};
    to->events = 1;
    to->whole = true;
    s->category = plain_string(p.f.f[F_CATEGORY]);
    s->rule = p.f.f[F_RULE_ID];
    s->native = p.f.f[F_NATIVE_ID];
    s->location = p.f.f[F_LOCATION];
    s->version = json_is_null(p.version) ? (struct slice){0} : p.version;
    s->cwe = p.f.f[F_CWE];
    see_itself(run, s, to);
    to->seen = s->last > to->last_seen ? s->last : to->last_seen;
    return true;
}

static void
load(struct run *run, struct members *m, const struct copy *of)
{
    m->at = xgrow(m->at, &m->cap, m->n + 1, sizeof *m->at);
    struct member *to = &m->at[m->n++];
    *to = (struct member){.entry = &of->entry, .row = &of->row, .number = of->number};
    m->text.n = 0;
    texts_read(&run->texts, of->entry.text, &m->text);
    to->text = keep(m, buf_as_slice(&m->text));
    if (!load_plain(run, m, to))
        load_tree(run, m, to);
    to->trust = trust_of(run, to->tool);
}

/* The most trusted tool, then the latest, then the name; a fresh export before last month's record; then
 * anything that does not depend on the order of input. */
static int
by_telling(const void *a, const void *b)
{
    const struct member *x = a, *y = b;
    if (x->trust != y->trust)
        return x->trust < y->trust ? -1 : 1;
    if (x->seen != y->seen)
        return x->seen > y->seen ? -1 : 1;
    int c = slice_compare(x->tool, y->tool);
    if (!c)
        c = (int)x->entry->has_id - (int)y->entry->has_id;
    if (!c)
        c = slice_compare(x->target, y->target);
    return c ? c : slice_compare(x->text, y->text);
}

void
members_load(struct run *run, struct members *m, const struct group *g)
{
    pool_reset(&m->pool);
    m->n = m->sightings = 0;
    for (size_t i = 0; i < g->n; i++)
        load(run, m, &g->member[i]);
    qsort(m->at, m->n, sizeof *m->at, by_telling);
}

void
members_free(struct members *m)
{
    free(m->at);
    free(m->sighting);
    pool_free(&m->pool);
    record_free(&m->record);
    json_free(&m->doc);
    buf_free(&m->text);
}
