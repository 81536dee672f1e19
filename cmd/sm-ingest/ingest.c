#include "ingest.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "documents.h"
#include "mem.h"
#include "rows.h"
#include "tables.h"
#include "tables_sqlite.h"
#include "tables_xlsx.h"
#include "text_lines.h"
#include "yaml.h"

struct input { /* one file of the command line */
    const char *path;
    struct source source;
    bool open, unusable; /* kept open: what can't be opened again; can't be opened at all */
    bool looked_at, reference;
    struct looked looked;
};

struct run {
    struct stage *stage;
    const struct ingest_options *o;
    struct formats formats;
    struct recogniser *r;
    const struct format *named;
    struct emit emit;
    struct buf tags;
};

static void
load(struct run *g)
{
    struct buf why = {0};
    bool good =
        g->o->format ? formats_load_one(&g->formats, g->o->format, &why) : formats_load(&g->formats, &why);
    if (!good)
        report_die("%s", buf_string(&why));
    g->r = recogniser_new(&g->formats);
    g->named = g->o->format ? &g->formats.at[0] : NULL;
    buf_free(&why);
}

static bool
open_input(struct run *g, struct input *in)
{
    if (in->open)
        return true;
    in->open = source_open(&in->source, in->path);
    in->source.out = &g->stage->out;
    in->unusable = !in->open;
    if (!in->open)
        report_error("%s: %s", in->path, strerror(errno));
    return in->open;
}

static void
close_input(struct input *in)
{
    source_close(&in->source);
    in->open = false;
}

/* What it is, and whether it is read first. */
static void
look(struct run *g, struct input *in)
{
    if (!open_input(g, in))
        return;
    in->looked_at = true;
    recognise(g->r, &in->source, g->stage, g->named, &g->o->tables, &in->looked);
    if (in->source.failed)
        return;
    struct slice kind = tags_get(&g->o->tags, in->path, "kind");
    char *text = kind.p ? xstrndup(kind.p, kind.n) : NULL;
    const char *is = text ? text : in->looked.format ? in->looked.format->kind : "finding";
    in->reference = in->looked.format && format_is_reference(is);
    free(text);
}

static void
reject_file(struct run *g, struct input *in)
{
    struct slice start = {in->source.p, in->source.n};
    emit_reject(&g->emit, 0, start, "%s", buf_string(&in->looked.said));
}

static void
begin_file(struct run *g, struct input *in)
{
    static const struct format unknown = {.name = ""};
    const struct format *format = in->looked.format ? in->looked.format : &unknown;
    const char *why;
    bool matched;
    tags_object(&g->o->tags, in->path, &g->tags, &matched, &why);
    if (!matched && strcmp(in->path, "-") != 0)
        stage_note(g->stage, "%s: no --path pattern matches", in->source.name);
    if (why)
        stage_unknown(g->stage, "%s: --path: %s: left out", in->source.name, why);
    emit_begin(&g->emit, g->stage, in->source.name, in->path, format, buf_as_slice(&g->tags));
}

/* One document, as JSON. */
static void
read_xml(struct run *g, struct input *in)
{
    source_as_xml(&in->source);
    documents_read(g->r, &in->source, &g->emit, in->path, &in->looked, true);
}

static void
read_yaml(struct run *g, struct input *in)
{
    struct source json;
    struct yaml_end end;
    if (!yaml_convert(&in->source, &json, &end))
        return;
    documents_read(g->r, &json, &g->emit, in->path, &in->looked, g->named != NULL);
    if (end.why)
        emit_reject(&g->emit, 0, SLICE(""), "line %zu: %s", end.line, end.why);
    if (json.failed)
        in->source.failed = json.failed;
    source_close(&json);
}

static void
read_file(struct run *g, struct input *in)
{
    struct source *s = &in->source;
    const struct looked *l = &in->looked;
    begin_file(g, in);
    if (!l->format)
        reject_file(g, in);
    else if (l->empty)
        rows_report(&g->emit, l->format, 0);
    else if (l->container == CONTAINER_XML)
        read_xml(g, in);
    else if (l->container == CONTAINER_JSON)
        documents_read(g->r, s, &g->emit, in->path, l, g->named != NULL);
    else if (l->container == CONTAINER_YAML)
        read_yaml(g, in);
    else if (l->container == CONTAINER_CSV)
        tables_read_csv(s, &g->emit, l, g->o->tables.dates);
    else if (l->container == CONTAINER_SQLITE)
        tables_read_sqlite(s, &g->emit, l, &g->o->tables);
    else if (l->container == CONTAINER_XLSX)
        tables_read_xlsx(s->archive, &g->emit, l, &g->o->tables);
    else if (l->container == CONTAINER_TEXT)
        text_lines_read(s, &g->emit, l->format);
    else
        tables_read_markdown(g->r, s, &g->emit, l, g->o->tables.dates);
}

static void
read_input(struct run *g, struct input *in)
{
    if (in->unusable || !open_input(g, in))
        return;
    if (!in->looked_at)
        look(g, in);
    if (!in->source.failed)
        read_file(g, in);
    if (in->source.failed)
        report_error("%s: %s", in->source.name, in->source.failed);
    g->stage->tally.bytes += in->source.bytes;
    close_input(in);
}

/* FILE, a tab, the format. */
static void
say_format(struct run *g, struct input *in)
{
    struct buf *b = &g->stage->out.buf;
    if (!in->looked_at)
        return;
    if (in->looked.format && !in->source.failed) {
        buf_format(b, "%s\t%s\n", in->path, in->looked.format->name);
        output_flow(&g->stage->out);
    } else if (!in->source.failed) {
        begin_file(g, in);
        reject_file(g, in);
    } else {
        report_error("%s: %s", in->source.name, in->source.failed);
    }
}

static void
read_all(struct run *g, struct input *in, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (n > 1 || g->o->detect)
            look(g, &in[i]);
        if (g->o->detect)
            say_format(g, &in[i]);
        if (in[i].open && (g->o->detect || (n > 1 && in[i].source.regular && strcmp(in[i].path, "-") != 0)))
            close_input(&in[i]);
    }
    if (g->o->detect)
        return;
    for (int reference = 1; reference >= 0; reference--)
        for (size_t i = 0; i < n; i++)
            if (in[i].reference == (reference == 1))
                read_input(g, &in[i]);
}

void
ingest_run(struct stage *s, const struct ingest_options *o, char **files)
{
    struct run g = {.stage = s, .o = o};
    size_t n = 0;
    load(&g);
    g.emit.lean = o->lean ? lean_new() : NULL;
    while (files[n])
        n++;
    struct input *in = xcalloc(n ? n : 1, sizeof *in);
    for (size_t i = 0; i < n; i++)
        in[i].path = files[i];
    if (!n)
        in[n++].path = "-";
    read_all(&g, in, n);
    for (size_t i = 0; i < n; i++)
        looked_free(&in[i].looked);
    free(in);
    lean_free(g.emit.lean);
    emit_free(&g.emit);
    buf_free(&g.tags);
    recogniser_free(g.r);
    formats_free(&g.formats);
}

void
ingest_list(struct stage *s)
{
    struct formats all = {0};
    struct buf why = {0}, *b = &s->out.buf;
    if (!formats_load(&all, &why))
        report_die("%s", buf_string(&why));
    for (size_t i = 0; i < all.n; i++) {
        const struct format *f = &all.at[i];
        if (!formats_complete(&all, f, &why))
            report_die("%s", buf_string(&why));
        buf_format(b, "%s\t%s\t%s\t%s\n", f->name, f->kind, f->category ? f->category : "-",
                   f->title ? f->title : "-");
    }
    formats_free(&all);
    buf_free(&why);
}
