#include "directive.h"

#include <string.h>

#include "mem.h"
#include "module.h"

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
    r->f->containers = 0;
    while (next_of(&e, &v)) {
        struct slice s = json_str(v);
        unsigned container = container_named(s);
        if (!container)
            return fail(r, "%s is no known container", s.p ? s.p : "container");
        r->f->containers |= container;
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

/* KEYS: the format has no such key. */
static enum key
key_of(const struct reader *r, struct slice name)
{
    enum key k = 0;
    while (k < KEYS && !slice_same(name, keys[k]))
        k++;
    if (k == KEYS)
        buf_format(r->why, "%s: module: `%.*s` is no key of a format", r->f->file, (int)name.n, name.p);
    return k;
}

static void
read_texts(const struct reader *r, char ***to, size_t *n, json_val *v)
{
    struct each e = each_of(v);
    *to = items(r, count_of(v), sizeof **to);
    *n = 0;
    while (v && next_of(&e, &v)) {
        struct slice s = json_str(v);
        (*to)[(*n)++] = pool_copy(r->pool, s.p, s.n);
    }
}

/* What recognition asks for. */
static bool
is_read_first(enum key k)
{
    return k == KEY_FORMAT || k == KEY_KIND || k == KEY_CONTAINER || k == KEY_DETECT || k == KEY_OVER;
}

static bool
read_first(const struct reader *r, enum key k, json_val *v)
{
    struct format *f = r->f;
    switch (k) {
    case KEY_FORMAT:
        f->name = text_of(r, v);
        return true;
    case KEY_KIND:
        f->kind = text_of(r, v);
        return true;
    case KEY_DETECT:
        f->detect = text_of(r, v);
        return true;
    case KEY_OVER:
        read_texts(r, &f->over, &f->overs, v);
        return true;
    default:
        return read_containers(r, v);
    }
}

struct first { /* what is asked for while the directive is read */
    struct reader r;
    struct json_doc *value;
};

static bool
take_member(void *with, struct slice name, struct slice text)
{
    struct first *first = with;
    const struct reader *r = &first->r;
    const char *reason;
    enum key k = key_of(r, name);
    if (k == KEYS || !is_read_first(k))
        return k != KEYS;
    json_val *v = json_parse(first->value, text.p, text.n, &reason);
    if (!v)
        buf_format(r->why, "%s: module: %s: %s", r->f->file, keys[k].p, reason);
    return v && read_first(r, k, v);
}

bool
directive_read(struct pool *pool, struct format *f, struct slice text, struct directive_scratch *s,
               const char *base, struct buf *why)
{
    struct first first = {{pool, f, why}, &s->value};
    const char *reason = NULL;
    s->json.n = 0;
    f->containers = CONTAINER_JSON;
    bool good = module_members(text, &s->json, take_member, &first, &reason);
    if (good && !s->json.n)
        reason = "no module directive";
    if (reason)
        buf_format(why, "%s: %s", f->file, reason);
    if (!good || reason)
        return false;
    f->directive = (struct slice){pool_copy(pool, s->json.p, s->json.n), s->json.n};
    if (!f->name)
        f->name = pool_copy(pool, base, strlen(base));
    if (!f->kind)
        f->kind = "finding";
    return true;
}

void
directive_scratch_free(struct directive_scratch *s)
{
    buf_free(&s->json);
    json_free(&s->value);
}

static bool
read_entries(const struct reader *r, json_val *v)
{
    struct format *f = r->f;
    const char *reason;
    if (v)
        return read_paths(r, &f->entries, &f->n_entries, v) && check_entries(f, r->why);
    f->entries = items(r, 1, sizeof *f->entries);
    f->n_entries = 1;
    return path_read(r->pool, f->entries, SLICE(""), &reason);
}

static bool
read_reports(const struct reader *r, json_val *v)
{
    const char *reason;
    return v ? read_path(r, &r->f->reports, v, false)
             : path_read(r->pool, &r->f->reports, SLICE(""), &reason);
}

bool
directive_complete(struct pool *pool, struct format *f, struct buf *why)
{
    struct reader r = {pool, f, why};
    struct json_doc doc = {0};
    const char *reason;
    json_val *root = json_parse(&doc, f->directive.p, f->directive.n, &reason);
    if (!root)
        buf_format(why, "%s: %s", f->file, reason);
    f->title = text_of(&r, json_get(root, "title"));
    f->category = text_of(&r, json_get(root, "category"));
    read_texts(&r, &f->lists, &f->n_lists, json_get(root, "lists"));
    bool good = root && read_entries(&r, json_get(root, "entries")) &&
                read_reports(&r, json_get(root, "reports")) && read_contexts(&r, json_get(root, "context")) &&
                read_optional(&r, json_get(root, "optional")) && read_lookups(&r, json_get(root, "lookup"));
    json_free(&doc);
    return good;
}
