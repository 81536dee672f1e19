#include "format.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "definitions.h"
#include "module.h"
#include "nearest.h"
#include "share.h"

#define NAME_LENGTH_MAX 100

static char message[320]; /* why a format can't be had */

static const char *const report_names[R_NAMES] = {"source_tool", "target",  "at",         "service",
                                                  "product",     "outcome", "categories", "entries"};
static const char blank_line[] =
    "{\"kind\":\"raw\",\"format\":\"\",\"source\":{\"file\":\"\",\"report\":1,\"entry\":1},"
    "\"from\":\"\",\"tags\":{},\"context\":{},\"lookup\":{},\"raw\":{}}";

static bool
is_name(struct slice s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!isalnum((unsigned char)s.p[i]) && s.p[i] != '_' && s.p[i] != '-')
            return false;
    return s.n > 0 && s.n <= NAME_LENGTH_MAX;
}

static char *
find_file(struct slice name, struct slice program, const char **why)
{
    char file[NAME_LENGTH_MAX + 8];
    *why = message;
    if (program.n)
        return xstrndup(program.p, program.n);
    if (!is_name(name)) {
        *why = "a format's name has letters, digits, - and _";
        return NULL;
    }
    snprintf(file, sizeof file, "%.*s.jq", (int)name.n, name.p);
    char *path = share_find("formats", file);
    if (!path)
        snprintf(message, sizeof message,
                 "no formats/%s here: put it in a folder of SM_PATH, or give its path to sm-ingest -f", file);
    return path;
}

static struct slice
json_of(struct format *f, struct slice s)
{
    struct buf b = {0};
    buf_json_slice(&b, s);
    struct slice json = {pool_copy(&f->pool, b.p, b.n), b.n};
    buf_free(&b);
    return json;
}

static struct slice
directive_word(struct format *f, json_val *d, const char *key)
{
    struct slice s = json_get_str(d, key);
    return s.n ? json_of(f, s) : (struct slice){0};
}

/* The tool that a format stands for where the directive names none. */
static struct slice
own_tool(struct format *f)
{
    struct slice json = json_of(f, slice_of(f->name));
    for (char *p = (char *)(uintptr_t)json.p; p < json.p + json.n; p++)
        if (*p == '_')
            *p = '-';
    return json;
}

static void
read_directive(struct format *f, json_val *d)
{
    struct slice kind = json_get_str(d, "kind");
    f->kind = kind.n ? kind_named(kind) : &kind_finding;
    if (!f->kind)
        report_die("%s: module: no kind %.*s: nearest is %s", f->label, (int)kind.n, kind.p,
                   kind_nearest_kind(kind));
    f->category = directive_word(f, d, "category");
    f->source_tool = directive_word(f, d, "source_tool");
    if (!f->source_tool.p)
        f->source_tool = own_tool(f);
    f->provenance = directive_word(f, d, "provenance");
    if (!f->provenance.p)
        f->provenance = SLICE("\"system\"");
    if (words_find(&provenance_words, json_get_str(d, "provenance")) == NULL &&
        json_get_str(d, "provenance").n)
        report_die("%s: module: provenance is one of system, partial, manual", f->label);
}

static int
report_name(const struct format *f, struct slice name)
{
    const char *best = NULL;
    size_t least = SIZE_MAX;
    for (int i = 0; i < R_NAMES; i++) {
        if (slice_is(name, report_names[i]))
            return i;
        nearest(name, report_names[i], &best, &least);
    }
    report_die("%s: module: report has no %.*s: nearest is %s", f->label, (int)(name.n < 60 ? name.n : 60),
               name.p, best);
}

/* Each expression of `report` becomes a program behind those definitions of the body that it may call. */
static void
compile_report(struct formats *all, struct format *f, json_val *report, struct slice body)
{
    struct program_source src[R_NAMES];
    struct buf texts[R_NAMES] = {{0}}, why = {0};
    char labels[R_NAMES][160];
    struct json_iter it = json_each(report);
    struct definitions defs = {0};
    struct slice key;
    json_val *v;
    size_t n = 0;
    if (it.object)
        definitions_read(&defs, body);
    for (int i = 0; i < R_NAMES; i++)
        f->report_at[i] = -1;
    while (it.object && json_next(&it, &key, &v)) {
        int name = report_name(f, key);
        if (!json_str(v).p)
            report_die("%s: module: report.%s is no string", f->label, report_names[name]);
        if (f->report_at[name] >= 0)
            continue;
        snprintf(labels[n], sizeof labels[n], "%.140s: report.%s", f->label, report_names[name]);
        buf_slice(&texts[n], definitions_for(&defs, json_str(v)));
        if (texts[n].n)
            buf_byte(&texts[n], '\n');
        buf_slice(&texts[n], json_str(v));
        src[n] = (struct program_source){labels[n], buf_as_slice(&texts[n])};
        f->report_at[name] = (int)n++;
    }
    if (n)
        f->report = programs_compile(src, n, &all->as_of, 1, &why);
    if (n && !f->report)
        report_die("%s", buf_string(&why));
    for (size_t i = 0; i < n; i++)
        buf_free(&texts[i]);
    definitions_free(&defs);
    buf_free(&why);
}

/* A field that no kind has is found before the first record, where the program gives an object even for
 * nothing. */
static void
check_fields(struct format *f)
{
    struct json_doc doc = {0};
    const char *why;
    if (!programs_run(f->body, slice_of(blank_line), &why) || programs_error(f->body, 0))
        return;
    for (size_t i = 0; i < programs_count(f->body, 0); i++) {
        struct slice text = programs_output(f->body, 0, i), key, kind;
        json_val *v, *root = json_parse(&doc, text.p, text.n, &why);
        struct json_iter it = json_each(root);
        kind = json_get_str(root, "kind");
        const struct kind *k = kind.n ? kind_named(kind) : f->kind;
        while (k && it.object && json_next(&it, &key, &v))
            if (!slice_is(key, "kind") && kind_field(k, key) < 0)
                report_die("%s: %s has no field %.*s: nearest is %s", f->label, k->name,
                           (int)(key.n < 60 ? key.n : 60), key.p, kind_nearest(k, key));
    }
    json_free(&doc);
}

static void
compile_body(struct formats *all, struct format *f)
{
    struct buf why = {0};
    struct program_source src = {f->label, buf_as_slice(&f->text)};
    f->body = programs_compile(&src, 1, &all->as_of, 1, &why);
    if (!f->body)
        report_die("%s", buf_string(&why));
    buf_free(&why);
    check_fields(f);
}

static void
free_format(struct format *f)
{
    programs_free(f->body);
    programs_free(f->report);
    buf_free(&f->text);
    buf_free(&f->directive);
    json_free(&f->doc);
    pool_free(&f->pool);
    free(f->name);
    free(f->label);
    free(f->path);
    free(f);
}

/* A shipped or own format is called the same wherever it is installed. */
static void
set_label(struct format *f, const char *path)
{
    struct buf b = {0};
    if (f->path)
        buf_text(&b, path);
    else
        buf_format(&b, "formats/%s.jq", f->name);
    f->label = xstrndup(b.p, b.n);
    buf_free(&b);
}

static struct format *
load(struct formats *all, struct slice name, struct slice program, const char **why)
{
    char *path = find_file(name, program, why);
    const char *wrong;
    if (!path)
        return NULL;
    struct format *f = xcalloc(1, sizeof *f);
    if (!share_read(path, &f->text, &wrong)) {
        snprintf(message, sizeof message, "%.150s: %s%s", path, wrong,
                 program.n ? ": the path given to sm-ingest -f is looked for from here too" : "");
        *why = message;
        free(path);
        free_format(f);
        return NULL;
    }
    f->name = xstrndup(name.p, name.n);
    f->path = program.n ? xstrndup(program.p, program.n) : NULL;
    set_label(f, path);
    free(path);
    if (!module_read(f->text.p, f->text.n, &f->directive, &wrong))
        report_die("%s: %s", f->label, wrong);
    json_val *d = f->directive.n ? json_parse(&f->doc, f->directive.p, f->directive.n, &wrong) : NULL;
    if (!d)
        report_die("%s: does not begin with a module directive", f->label);
    read_directive(f, d);
    f->contexts = json_get(d, "context");
    compile_body(all, f);
    compile_report(all, f, json_get(d, "report"), buf_as_slice(&f->text));
    return f;
}

static bool
same(const struct format *f, struct slice name, struct slice program)
{
    return slice_is(name, f->name) && slice_same(program.n ? program : (struct slice){0}, slice_of(f->path));
}

struct format *
formats_get(struct formats *all, struct slice name, struct slice program, const char **why)
{
    for (size_t i = all->n; i-- > 0;)
        if (same(all->at[i], name, program))
            return all->at[i];
    struct format *f = load(all, name, program, why);
    if (!f)
        return NULL;
    all->at = xgrow(all->at, &all->cap, all->n + 1, sizeof *all->at);
    return all->at[all->n++] = f;
}

void
formats_free(struct formats *all)
{
    for (size_t i = 0; i < all->n; i++)
        free_format(all->at[i]);
    free(all->at);
}
