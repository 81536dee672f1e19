#include "directive.h"

#include <stdlib.h>
#include <string.h>

#include "mem.h"

static bool
fail(struct buf *why, const char *file, const char *fmt, const char *arg)
{
    if (!why->n) {
        buf_format(why, "%s: ", file);
        buf_format(why, fmt, arg);
    }
    return false;
}

static char *
text_of(json_val *v)
{
    struct slice s = json_str(v);
    return s.p ? xstrndup(s.p, s.n) : NULL;
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

static bool
read_path(struct path *p, json_val *v, bool context, const struct format *f, struct buf *why)
{
    const char *reason = "not a string";
    struct slice s = json_str(v);
    if (s.p && path_read(p, s, &reason)) {
        if (!p->member.p || context)
            return true;
        path_free(p);
        reason = "only a context's path may end in `[name=value]`";
    }
    buf_format(why, "%s: path \"%.*s\": %s", f->file, (int)s.n, s.p ? s.p : "", reason);
    return false;
}

static bool
read_paths(struct path **to, size_t *n, json_val *v, const struct format *f, struct buf *why)
{
    struct each e = each_of(v);
    size_t cap = 0;
    while (next_of(&e, &v)) {
        *to = xgrow(*to, &cap, *n + 1, sizeof **to);
        if (slice_is(json_str(v), "#"))
            (*to)[*n] = (struct path){.text = xstrdup("#")};
        else if (!read_path(&(*to)[*n], v, false, f, why))
            return false;
        ++*n;
    }
    return true;
}

static bool
read_rule(struct lookup_rule *r, json_val *v, const struct format *f, struct buf *why)
{
    static const char *const known[] = {"in", "key", "by", "cut", "all"};
    struct json_iter it = json_each(v);
    struct slice key, cut = json_get_str(v, "cut");
    json_val *member;
    if (!it.object)
        return fail(why, f->file, "%s: a rule is no object", "lookup");
    while (json_next(&it, &key, &member)) {
        bool found = false;
        for (size_t i = 0; i < sizeof known / sizeof *known; i++)
            found |= slice_is(key, known[i]);
        if (!found)
            return fail(why, f->file, "%s: a rule has in, key, by, cut and all", "lookup");
    }
    r->cut = cut.n == 1 ? *cut.p : 0;
    r->all = json_bool(json_get(v, "all"));
    if (!read_paths(&r->in, &r->ins, json_get(v, "in"), f, why) ||
        !read_paths(&r->key, &r->keys, json_get(v, "key"), f, why) ||
        !read_paths(&r->by, &r->bys, json_get(v, "by"), f, why))
        return false;
    if (!r->ins || !r->keys || r->keys != r->bys)
        return fail(why, f->file, "%s: a rule needs in, and as many keys as by", "lookup");
    return true;
}

static bool
read_lookups(struct format *f, json_val *v, struct buf *why)
{
    struct json_iter it = json_each(v);
    struct slice name;
    f->lookups = xcalloc(it.left, sizeof *f->lookups);
    while (json_next(&it, &name, &v)) {
        struct lookup *l = &f->lookups[f->n_lookups++];
        struct each e = each_of(v);
        size_t cap = 0;
        l->name = xstrndup(name.p, name.n);
        while (next_of(&e, &v)) {
            l->rules = xgrow(l->rules, &cap, l->n + 1, sizeof *l->rules);
            l->rules[l->n] = (struct lookup_rule){0};
            if (!read_rule(&l->rules[l->n++], v, f, why))
                return false;
        }
    }
    return true;
}

static bool
read_contexts(struct format *f, json_val *v, struct buf *why)
{
    struct json_iter it = json_each(v);
    struct slice name;
    f->contexts = xcalloc(it.left, sizeof *f->contexts);
    while (json_next(&it, &name, &v)) {
        struct context *c = &f->contexts[f->n_contexts];
        if (!read_path(&c->path, v, true, f, why))
            return false;
        c->name = xstrndup(name.p, name.n);
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
read_optional(struct format *f, json_val *v, struct buf *why)
{
    struct each e = each_of(v);
    bool all = json_type(v) == JSON_BOOL && json_bool(v);
    for (size_t i = 0; i < f->n_contexts; i++)
        f->contexts[i].optional = all;
    while (v && !all && next_of(&e, &v)) {
        size_t i = 0;
        while (i < f->n_contexts && !slice_is(json_str(v), f->contexts[i].name))
            i++;
        if (i == f->n_contexts)
            return fail(why, f->file, "%s names no context", "optional");
        f->contexts[i].optional = true;
    }
    return true;
}

static bool
read_containers(struct format *f, json_val *v, struct buf *why)
{
    struct each e = each_of(v);
    if (!v)
        f->containers = CONTAINER_JSON;
    while (v && next_of(&e, &v)) {
        struct slice s = json_str(v);
        size_t i = 0;
        while (i < CONTAINERS && !slice_is(s, containers[i].name))
            i++;
        if (i == CONTAINERS)
            return fail(why, f->file, "%s is no known container", s.p ? s.p : "container");
        f->containers |= containers[i].is;
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

static bool
check_names(const struct format *f, json_val *root, struct buf *why)
{
    static const char *const known[] = {"format",      "title",     "category", "kind",   "provenance",
                                        "source_tool", "container", "detect",   "over",   "entries",
                                        "reports",     "context",   "optional", "lookup", "report",
                                        "lists",       "columns"};
    struct json_iter it = json_each(root);
    struct slice key;
    json_val *v;
    while (json_next(&it, &key, &v)) {
        bool found = false;
        for (size_t i = 0; i < sizeof known / sizeof *known; i++)
            found |= slice_is(key, known[i]);
        if (!found) {
            buf_format(why, "%s: module: `%.*s` is no key of a format", f->file, (int)key.n, key.p);
            return false;
        }
    }
    return true;
}

static void
read_texts(char ***to, size_t *n, json_val *v)
{
    struct each e = each_of(v);
    size_t cap = 0;
    while (v && next_of(&e, &v)) {
        *to = xgrow(*to, &cap, *n + 1, sizeof **to);
        (*to)[(*n)++] = json_str(v).p ? text_of(v) : xstrdup("");
    }
}

bool
directive_read(struct format *f, json_val *root, const char *base, struct buf *why)
{
    json_val *v, *entries = json_get(root, "entries");
    const char *reason;
    if (!check_names(f, root, why))
        return false;
    f->name = text_of(json_get(root, "format"));
    if (!f->name)
        f->name = xstrdup(base);
    f->title = text_of(json_get(root, "title"));
    f->category = text_of(json_get(root, "category"));
    f->kind = text_of(json_get(root, "kind"));
    if (!f->kind)
        f->kind = xstrdup("finding");
    f->detect = text_of(json_get(root, "detect"));
    read_texts(&f->over, &f->overs, json_get(root, "over"));
    read_texts(&f->lists, &f->n_lists, json_get(root, "lists"));
    if (entries) {
        if (!read_paths(&f->entries, &f->n_entries, entries, f, why) || !check_entries(f, why))
            return false;
    } else {
        f->entries = xcalloc(1, sizeof *f->entries);
        f->n_entries = path_read(&f->entries[0], SLICE(""), &reason) ? 1 : 0;
    }
    v = json_get(root, "reports");
    if (v ? !read_path(&f->reports, v, false, f, why) : !path_read(&f->reports, SLICE(""), &reason))
        return false;
    return read_containers(f, json_get(root, "container"), why) &&
           read_contexts(f, json_get(root, "context"), why) &&
           read_optional(f, json_get(root, "optional"), why) &&
           read_lookups(f, json_get(root, "lookup"), why);
}
