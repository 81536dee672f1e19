#include "directive.h"

#include <string.h>

#include "mem.h"

struct reader {
    struct pool *pool; /* all of the format goes there */
    struct format *f;
    struct buf *why;
};

static bool
fail(const struct reader *r, const char *fmt, const char *arg)
{
    if (!r->why->n) {
        buf_format(r->why, "%s: ", r->f->file);
        buf_format(r->why, fmt, arg);
    }
    return false;
}

static char *
text_of(const struct reader *r, json_val *v)
{
    struct slice s = json_str(v);
    return s.p ? pool_copy(r->pool, s.p, s.n) : NULL;
}

/* Room for n items, zeroed. */
static void *
items(const struct reader *r, size_t n, size_t size)
{
    return memset(pool_alloc(r->pool, n * size), 0, n * size);
}

/* v alone, or each of its elements. */
struct each {
    json_val *one;
    struct json_iter it;
};

static struct each
each_of(json_val *v)
{
    struct each e = {0};
    if (json_type(v) == JSON_ARRAY)
        e.it = json_each(v);
    else
        e.one = v;
    return e;
}

static bool
next_of(struct each *e, json_val **v)
{
    if (e->one) {
        *v = e->one;
        e->one = NULL;
        return true;
    }
    return json_next(&e->it, NULL, v);
}

static size_t
count_of(json_val *v)
{
    return json_type(v) == JSON_ARRAY ? json_count(v) : v != NULL;
}

static bool
read_path(const struct reader *r, struct path *p, json_val *v, bool context)
{
    const char *reason = "not a string";
    struct slice s = json_str(v);
    if (s.p && path_read(r->pool, p, s, &reason)) {
        if (!p->member.p || context)
            return true;
        reason = "only a context's path may end in `[name=value]`";
    }
    buf_format(r->why, "%s: path \"%.*s\": %s", r->f->file, (int)s.n, s.p ? s.p : "", reason);
    return false;
}

static bool
read_paths(const struct reader *r, struct path **to, size_t *n, json_val *v)
{
    struct each e = each_of(v);
    *to = items(r, count_of(v), sizeof **to);
    while (next_of(&e, &v)) {
        if (slice_is(json_str(v), "#"))
            (*to)[*n] = (struct path){.text = text_of(r, v)};
        else if (!read_path(r, &(*to)[*n], v, false))
            return false;
        ++*n;
    }
    return true;
}

static bool
read_rule(const struct reader *r, struct lookup_rule *rule, json_val *v)
{
    static const struct slice known[] = {SLICE_INIT("in"), SLICE_INIT("key"), SLICE_INIT("by"),
                                         SLICE_INIT("cut"), SLICE_INIT("all")};
    struct json_iter it = json_each(v);
    struct slice key, cut = json_get_str(v, "cut");
    json_val *member;
    if (!it.object)
        return fail(r, "%s: a rule is no object", "lookup");
    while (json_next(&it, &key, &member)) {
        bool found = false;
        for (size_t i = 0; i < sizeof known / sizeof *known; i++)
            found |= slice_same(key, known[i]);
        if (!found)
            return fail(r, "%s: a rule has in, key, by, cut and all", "lookup");
    }
    rule->cut = cut.n == 1 ? *cut.p : 0;
    rule->all = json_bool(json_get(v, "all"));
    if (!read_paths(r, &rule->in, &rule->ins, json_get(v, "in")) ||
        !read_paths(r, &rule->key, &rule->keys, json_get(v, "key")) ||
        !read_paths(r, &rule->by, &rule->bys, json_get(v, "by")))
        return false;
    if (!rule->ins || !rule->keys || rule->keys != rule->bys)
        return fail(r, "%s: a rule needs in, and as many keys as by", "lookup");
    return true;
}

static bool
read_lookups(const struct reader *r, json_val *v)
{
    struct format *f = r->f;
    struct json_iter it = json_each(v);
    struct slice name;
    f->lookups = items(r, it.left, sizeof *f->lookups);
    while (json_next(&it, &name, &v)) {
        struct lookup *l = &f->lookups[f->n_lookups++];
        struct each e = each_of(v);
        l->name = pool_copy(r->pool, name.p, name.n);
        l->rules = items(r, count_of(v), sizeof *l->rules);
        while (next_of(&e, &v))
            if (!read_rule(r, &l->rules[l->n++], v))
                return false;
    }
    return true;
}

static bool
read_contexts(const struct reader *r, json_val *v)
{
    struct format *f = r->f;
    struct json_iter it = json_each(v);
    struct slice name;
    f->contexts = items(r, it.left, sizeof *f->contexts);
    while (json_next(&it, &name, &v)) {
        struct context *c = &f->contexts[f->n_contexts];
        if (!read_path(r, &c->path, v, true))
            return false;
        c->name = pool_copy(r->pool, name.p, name.n);
        f->n_contexts++;
    }
    return true;
}

static const struct {
    const char *name, *shown;
    enum container is;
} containers[] = {{"json", "JSON", CONTAINER_JSON},       {"xml", "XML", CONTAINER_XML},
                  {"csv", "CSV", CONTAINER_CSV},          {"markdown", "Markdown", CONTAINER_MARKDOWN},
                  {"yaml", "YAML", CONTAINER_YAML},       {"xlsx", "XLSX", CONTAINER_XLSX},
                  {"sqlite", "SQLite", CONTAINER_SQLITE}, {"text", "text", CONTAINER_TEXT}};
#define CONTAINERS (sizeof containers / sizeof *containers)

void
format_say_containers(const struct format *f, struct buf *out)
{
    const char *between = "";
    for (size_t i = 0; i < CONTAINERS; i++) {
        if (!(f->containers & containers[i].is))
            continue;
        buf_format(out, "%s%s", between, containers[i].shown);
        between = " or ";
    }
}

static bool
read_optional(const struct reader *r, json_val *v)
{
    struct format *f = r->f;
    struct each e = each_of(v);
    bool all = json_type(v) == JSON_BOOL && json_bool(v);
    for (size_t i = 0; i < f->n_contexts; i++)
        f->contexts[i].optional = all;
    while (v && !all && next_of(&e, &v)) {
        size_t i = 0;
        while (i < f->n_contexts && !slice_is(json_str(v), f->contexts[i].name))
            i++;
        if (i == f->n_contexts)
            return fail(r, "%s names no context", "optional");
        f->contexts[i].optional = true;
    }
    return true;
}

static bool
read_containers(const struct reader *r, json_val *v)
{
    struct each e = each_of(v);
    if (!v)
        r->f->containers = CONTAINER_JSON;
    while (v && next_of(&e, &v)) {
        struct slice s = json_str(v);
        size_t i = 0;
        while (i < CONTAINERS && !slice_is(s, containers[i].name))
            i++;
        if (i == CONTAINERS)
            return fail(r, "%s is no known container", s.p ? s.p : "container");
        r->f->containers |= containers[i].is;
    }
    return true;
}

/* An entry is cut whole: no other path may lead inside it, save inside a document (cut_wrapped). What lies in
 * an array there is another value (`[]`, `[][]`). */
static bool
check_entries(const struct format *f, struct buf *why)
{
    for (size_t i = 0; i < f->n_entries; i++) {
        for (size_t k = 0; k < f->n_entries; k++) {
            const struct path *outer = &f->entries[i], *inner = &f->entries[k];
            if (i == k || !outer->n || path_common(outer, inner) < outer->n ||
                (inner->n > outer->n && inner->at[outer->n].kind == STEP_ELEMENT))
                continue;
            buf_format(why, "%s: entries path \"%s\" lies inside \"%s\"", f->file, inner->text, outer->text);
            return false;
        }
    }
    return true;
}

enum key {
    KEY_FORMAT,
    KEY_TITLE,
    KEY_CATEGORY,
    KEY_KIND,
    KEY_CONTAINER,
    KEY_DETECT,
    KEY_OVER,
    KEY_ENTRIES,
    KEY_REPORTS,
    KEY_CONTEXT,
    KEY_OPTIONAL,
    KEY_LOOKUP,
    KEY_LISTS,
    KEY_PROVENANCE, /* from here on: sm-normalize's */
    KEY_SOURCE_TOOL,
    KEY_REPORT,
    KEY_COLUMNS,
    KEYS
};

static const struct slice keys[KEYS] = {[KEY_FORMAT] = SLICE_INIT("format"),
                                        [KEY_TITLE] = SLICE_INIT("title"),
                                        [KEY_CATEGORY] = SLICE_INIT("category"),
                                        [KEY_KIND] = SLICE_INIT("kind"),
                                        [KEY_CONTAINER] = SLICE_INIT("container"),
                                        [KEY_DETECT] = SLICE_INIT("detect"),
                                        [KEY_OVER] = SLICE_INIT("over"),
                                        [KEY_ENTRIES] = SLICE_INIT("entries"),
                                        [KEY_REPORTS] = SLICE_INIT("reports"),
                                        [KEY_CONTEXT] = SLICE_INIT("context"),
                                        [KEY_OPTIONAL] = SLICE_INIT("optional"),
                                        [KEY_LOOKUP] = SLICE_INIT("lookup"),
                                        [KEY_LISTS] = SLICE_INIT("lists"),
                                        [KEY_PROVENANCE] = SLICE_INIT("provenance"),
                                        [KEY_SOURCE_TOOL] = SLICE_INIT("source_tool"),
                                        [KEY_REPORT] = SLICE_INIT("report"),
                                        [KEY_COLUMNS] = SLICE_INIT("columns")};

/* The value of each key, NULL where it is missing. */
static bool
read_keys(const struct reader *r, json_val *root, json_val *at[KEYS])
{
    struct json_iter it = json_each(root);
    struct slice key;
    json_val *v;
    while (json_next(&it, &key, &v)) {
        size_t i = 0;
        while (i < KEYS && !slice_same(key, keys[i]))
            i++;
        if (i == KEYS) {
            buf_format(r->why, "%s: module: `%.*s` is no key of a format", r->f->file, (int)key.n, key.p);
            return false;
        }
        at[i] = v;
    }
    return true;
}

static void
read_texts(const struct reader *r, char ***to, size_t *n, json_val *v)
{
    struct each e = each_of(v);
    *to = items(r, count_of(v), sizeof **to);
    while (v && next_of(&e, &v)) {
        struct slice s = json_str(v);
        (*to)[(*n)++] = pool_copy(r->pool, s.p, s.n);
    }
}

bool
directive_read(struct pool *pool, struct format *f, json_val *root, const char *base, struct buf *why)
{
    struct reader r = {pool, f, why};
    json_val *at[KEYS] = {0};
    const char *reason;
    if (!read_keys(&r, root, at))
        return false;
    f->name = text_of(&r, at[KEY_FORMAT]);
    if (!f->name)
        f->name = pool_copy(pool, base, strlen(base));
    f->title = text_of(&r, at[KEY_TITLE]);
    f->category = text_of(&r, at[KEY_CATEGORY]);
    f->kind = text_of(&r, at[KEY_KIND]);
    if (!f->kind)
        f->kind = "finding";
    f->detect = text_of(&r, at[KEY_DETECT]);
    read_texts(&r, &f->over, &f->overs, at[KEY_OVER]);
    read_texts(&r, &f->lists, &f->n_lists, at[KEY_LISTS]);
    if (at[KEY_ENTRIES]) {
        if (!read_paths(&r, &f->entries, &f->n_entries, at[KEY_ENTRIES]) || !check_entries(f, why))
            return false;
    } else {
        f->entries = items(&r, 1, sizeof *f->entries);
        f->n_entries = path_read(pool, &f->entries[0], SLICE(""), &reason) ? 1 : 0;
    }
    if (at[KEY_REPORTS] ? !read_path(&r, &f->reports, at[KEY_REPORTS], false)
                        : !path_read(pool, &f->reports, SLICE(""), &reason))
        return false;
    return read_containers(&r, at[KEY_CONTAINER]) && read_contexts(&r, at[KEY_CONTEXT]) &&
           read_optional(&r, at[KEY_OPTIONAL]) && read_lookups(&r, at[KEY_LOOKUP]);
}
