#include "others.h"

#include <stdlib.h>
#include <string.h>

#include "date.h"
#include "run.h"
#include "text.h"

/* What makes two records of a kind the same one. `|` reads: the first of the two that is there. */
static const struct identity {
    const char *kind;
    const char *key[5];
    const char *must; /* without it the record has no identity */
} identities[] = {
    {"activity", {"source_tool", "category", "target|service", "at", NULL}, "at"},
    {"gate", {"service", "name", "ref", "at", NULL}, "at"},
    {"release", {"service", "version", "environment", "at", NULL}, "at"},
    {"incident", {"id", NULL}, "id"},
    {"exception", {"id", NULL}, "id"},
    {"ticket", {"key", NULL}, "key"},
    {"asset", {"name", NULL}, "name"},
    {"action", {"at", "decision", NULL}, "at"},
    {"intel", {"cve", NULL}, "cve"},
};

static const struct identity *
identity_of(struct slice kind)
{
    for (size_t i = 0; i < sizeof identities / sizeof *identities; i++)
        if (slice_is(kind, identities[i].kind))
            return &identities[i];
    return NULL;
}

static void
add_key_part(struct others *o, json_val *root, const char *name)
{
    const char *bar = strchr(name, '|');
    struct slice first = {name, bar ? (size_t)(bar - name) : strlen(name)};
    json_val *v = json_get_slice(root, first);
    if (bar && (json_type(v) == JSON_NULL || !v)) {
        v = json_get(root, bar + 1);
        buf_byte(&o->key, '|');
    }
    o->text.n = 0;
    if (json_str(v).p && (slice_is(first, "name") || slice_is(first, "service")))
        text_fold(&o->text, json_str(v)); /* one asset, however its name is written */
    else if (json_type(v) != JSON_NULL && v)
        json_write(&o->text, v);
    hash_part(&o->key, o->text.n ? buf_as_slice(&o->text) : (struct slice){0});
}

static bool
has_key(struct others *o, json_val *root, const struct identity *identity, struct hash128 *key)
{
    struct slice must = json_get_str(root, identity->must);
    if (!must.n)
        return false;
    o->key.n = 0;
    buf_text(&o->key, identity->kind);
    for (int i = 0; identity->key[i]; i++)
        add_key_part(o, root, identity->key[i]);
    *key = hash128_of(&o->key);
    return true;
}

/* Times that say what has happened; due dates and expiry say what will. */
static int64_t
latest_time(json_val *root)
{
    struct json_iter it = json_each(root);
    struct slice name;
    json_val *v;
    int64_t latest = DATE_NONE;
    while (json_next(&it, &name, &v)) {
        struct slice s = json_str(v);
        if (s.n < 10 || slice_is(name, "expires") || slice_is(name, "due") || slice_is(name, "kev_due"))
            continue;
        int64_t t = date_parse(s);
        if (t != DATE_NONE && t > latest)
            latest = t;
    }
    return latest;
}

void
others_take(struct run *run, const struct record *r)
{
    struct others *o = &run->others;
    const char *why;
    const struct identity *identity = identity_of(r->kind);
    struct other other = {
        .length = (uint32_t)r->text.n, .kind = names_put(&run->names, r->kind), .time = DATE_NONE};
    json_val *root = identity ? json_parse(&o->doc, r->text.p, r->text.n, &why) : NULL;
    if (identity && !root) {
        stage_reject(run->stage, run->stage->lines.name, run->stage->lines.number, r->text, "%s", why);
        return;
    }
    if (root) {
        other.keyed = has_key(o, root, identity, &other.key);
        other.time = latest_time(root);
        run_time(run, date_parse(json_get_str(root, "at")));
        run_time(run, date_parse(json_get_str(root, "detected")));
        if (slice_is(r->kind, "intel"))
            aliases_learn(&run->aliases, &run->names, json_get(root, "cve"), json_get(root, "aliases"),
                          (struct slice){0});
    }
    other.offset = spool_add(&run->spool, r->text);
    o->at = xgrow(o->at, &o->cap, o->n + 1, sizeof *o->at);
    o->at[o->n++] = other;
}

void
others_write(struct run *run)
{
    struct others *o = &run->others;
    for (size_t i = 0; i < o->n; i++) {
        struct slice kind = names_text(&run->names, o->at[i].kind);
        if (o->at[i].dropped)
            continue;
        spool_read(&run->spool, o->at[i].offset, o->at[i].length, &o->text);
        stage_write(run->stage, kind.p ? kind : SLICE("(none)"), buf_as_slice(&o->text));
    }
}

uint64_t
others_hash_report(struct slice report)
{
    uint64_t h = report.n ? hash_64(report.p, report.n) : 0;
    return report.n && !h ? 1 : h;
}

int64_t
others_report(const struct others *o, uint64_t report)
{
    size_t i = map_get(&o->reports, (struct slice){(const char *)&report, sizeof report});
    return i == MAP_NONE ? DATE_NONE : o->made[i];
}

bool
others_exception(const struct others *o, struct slice id, int64_t *expires)
{
    size_t i = id.p ? map_get(&o->exceptions, id) : MAP_NONE;
    if (i == MAP_NONE)
        return false;
    *expires = o->expires[i];
    return true;
}

void
others_free(struct others *o)
{
    free(o->at);
    free(o->expires);
    free(o->made);
    map_free(&o->exceptions);
    map_free(&o->reports);
    json_free(&o->doc);
    json_free(&o->doc2);
    buf_free(&o->key);
    buf_free(&o->text);
}
