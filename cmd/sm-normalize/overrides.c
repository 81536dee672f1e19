#include "overrides.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>


struct override {
    const struct kind *kind;
    int field;
    char *label; /* -m owner */
    struct slice text;
};

struct overrides {
    struct override *at;
    size_t n;
    struct programs *set;
    struct buf input;
    struct json_doc doc;
};

/* KIND.FIELD or FIELD; exit 2 with the nearest name where there is none. */
static void
read_name(struct override *o, struct slice name, const char *arg)
{
    const char *dot = memchr(name.p, '.', name.n);
    o->kind = &kind_finding;
    if (dot) {
        struct slice kind = {name.p, (size_t)(dot - name.p)};
        o->kind = kind_named(kind);
        if (!o->kind)
            report_die("-m %s: no kind %.*s: nearest is %s", arg, (int)kind.n, kind.p,
                       kind_nearest_kind(kind));
        name = (struct slice){dot + 1, name.n - kind.n - 1};
    }
    o->field = kind_field(o->kind, name);
    if (o->field < 0 || !o->kind->fields[o->field].take)
        report_die("-m %s: %s has no field %.*s to set: nearest is %s", arg, o->kind->name, (int)name.n,
                   name.p, kind_nearest(o->kind, name));
}

static struct slice
read_arg(struct override *o, const char *arg)
{
    const char *equals = strchr(arg, '=');
    if (!equals || equals == arg)
        report_die("-m %s: not like FIELD=EXPR", arg);
    read_name(o, slice_trim((struct slice){arg, (size_t)(equals - arg)}), arg);
    struct buf label = {0};
    buf_format(&label, "-m %.*s", (int)(equals - arg), arg);
    o->label = xstrndup(label.p, label.n);
    buf_free(&label);
    return slice_of(equals + 1);
}

struct overrides *
overrides_new(const char *const *args, size_t n, const struct program_variable *as_of)
{
    if (!n)
        return NULL;
    struct overrides *o = xcalloc(1, sizeof *o);
    struct program_source *src = xcalloc(n, sizeof *src);
    struct buf why = {0};
    o->at = xcalloc(n, sizeof *o->at);
    o->n = n;
    for (size_t i = 0; i < n; i++) {
        src[i].text = read_arg(&o->at[i], args[i]);
        src[i].name = o->at[i].label;
        o->at[i].text = src[i].text;
    }
    o->set = programs_compile(src, n, as_of, 1, &why);
    if (!o->set)
        report_die("%s", buf_string(&why));
    free(src);
    return o;
}

void
overrides_free(struct overrides *o)
{
    if (!o)
        return;
    for (size_t i = 0; i < o->n; i++)
        free(o->at[i].label);
    programs_free(o->set);
    buf_free(&o->input);
    json_free(&o->doc);
    free(o->at);
    free(o);
}

/* The member that is not all there for a program that reads so much of the line; NULL: there is none. */
static const char *
lacks(const struct reads *all, const struct reads *program)
{
    static const struct reads nothing = {.whole = false};
    if (!all || all->whole || all->elements)
        return ".raw";
    const struct reads *raw = reads_member(all, SLICE("raw")), *kept = reads_member(program, SLICE("raw"));
    if (raw && !reads_within(raw, kept ? kept : &nothing))
        return ".raw";
    if (reads_by_name(reads_member(program, SLICE("context"))) &&
        !reads_by_name(reads_member(all, SLICE("context"))))
        return ".context";
    return NULL;
}

const char *
overrides_read_more(const struct overrides *o, const struct reads *program, const char **where)
{
    *where = NULL;
    for (size_t i = 0; o && program && !program->whole && !program->elements && i < o->n; i++) {
        struct pool pool = {0};
        *where = lacks(reads_of(&pool, o->at[i].text, "as_of"), program);
        pool_free(&pool);
        if (*where)
            return o->at[i].label;
    }
    return NULL;
}

static bool
any_for(const struct overrides *o, const struct kind *k)
{
    for (size_t i = 0; i < o->n; i++)
        if (o->at[i].kind == k)
            return true;
    return false;
}

/* The raw record with the record so far as its last member. */
static struct slice
input_of(struct overrides *o, const struct built *b, const struct line *l)
{
    struct slice line = slice_trim(l->text);
    o->input.n = 0;
    buf_add(&o->input, line.p, line.n - 1);
    buf_text(&o->input, ",\"record\":");
    build_write(&o->input, b);
    buf_byte(&o->input, '}');
    return buf_as_slice(&o->input);
}

/* What an option answers; NULL for nothing, null and errors. */
static json_val *
answer(struct overrides *o, size_t i, struct values *v)
{
    const char *why;
    if (programs_error(o->set, i)) {
        stage_note(v->stage, "%s: %s", o->at[i].label, programs_error(o->set, i));
        return NULL;
    }
    if (!programs_count(o->set, i))
        return NULL;
    struct slice text = programs_output(o->set, i, 0);
    json_val *root = json_parse(&o->doc, text.p, text.n, &why);
    return json_type(root) == JSON_NULL ? NULL : root;
}

void
overrides_apply(struct overrides *o, struct built *b, const struct line *l, struct values *v,
                struct pool *pool)
{
    const char *why;
    if (!o || !any_for(o, b->kind))
        return;
    if (!programs_run(o->set, input_of(o, b, l), &why)) {
        stage_note(v->stage, "-m: %s", why);
        return;
    }
    int provenance = kind_field(b->kind, SLICE("provenance"));
    for (size_t i = 0; i < o->n; i++) {
        json_val *value = o->at[i].kind == b->kind ? answer(o, i, v) : NULL;
        if (!value)
            continue;
        build_set(b, o->at[i].field, value, v, pool);
        if (o->at[i].field != provenance && !slice_is(b->f.f[provenance], "\"manual\""))
            b->f.f[provenance] = SLICE("\"partial\"");
    }
}
