#include "normalizer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "date.h"
#include "learned.h"

static void
read_as_of(struct normalizer *n, const char *text)
{
    n->as_of = text ? date_end_of(slice_of(text)) : DATE_NONE;
    if (text && n->as_of == DATE_NONE)
        report_die("--as-of %s: not a date like 2026-10-31", text);
    date_write_json(&n->as_of_json, n->as_of);
    if (text)
        snprintf(n->stage->tally.as_of, sizeof n->stage->tally.as_of, "%.*s", (int)n->as_of_json.n - 2,
                 n->as_of_json.p + 1);
    n->formats.as_of = (struct program_variable){"as_of", buf_as_slice(&n->as_of_json)};
}

struct normalizer *
normalizer_new(struct stage *s, const struct options *o)
{
    struct normalizer *n = xcalloc(1, sizeof *n);
    n->stage = s;
    n->options = o;
    read_as_of(n, o->as_of);
    dictionary_load(&n->dictionary, o->dictionary);
    values_begin(&n->values, s, &n->dictionary);
    n->reports = reports_new();
    n->overrides = overrides_new(o->overrides, o->n_overrides, &n->formats.as_of);
    n->judge = judge_new(&n->dictionary, o->filter, &n->formats.as_of);
    n->refs = references_new(&n->dictionary);
    n->learned = n->overrides || o->keep_raw ? NULL : all_learned_new();
    return n;
}

void
normalizer_free(struct normalizer *n)
{
    references_free(n->refs);
    all_learned_free(n->learned);
    judge_free(n->judge);
    if (n->ticket_kinds)
        ticket_kinds_free(n->ticket_kinds);
    overrides_free(n->overrides);
    reports_free(n->reports);
    tags_free(&n->tags);
    formats_free(&n->formats);
    dictionary_free(&n->dictionary);
    record_free(&n->again);
    pool_free(&n->pool);
    json_free(&n->doc);
    buf_free(&n->as_of_json);
    buf_free(&n->unfinished);
    free(n->built);
    free(n);
}

/* Intelligence that neither says that a vulnerability is exploited nor teaches an alias is used up by the
 * join. */
static bool
goes_on(struct slice kev_added, struct slice aliases)
{
    return !json_is_null(kev_added) || (aliases.n > 2 && *aliases.p == '[');
}

/* Into the join, and on. */
static void
pass_reference(struct normalizer *n, struct record *r)
{
    if (!references_take(n->refs, r, &n->stage->tally))
        stage_reject(n->stage, n->stage->lines.name, n->stage->lines.number, r->text, "not a JSON object");
    else if (!slice_is(r->kind, "intel") || goes_on(record_get(r, "kev_added"), record_get(r, "aliases")))
        stage_pass(n->stage, r);
    else
        tally_skip(&n->stage->tally, "merged");
}

/* Its values are canonical: they need not be written and read again. */
static void
use_intel(struct normalizer *n, const struct built *b)
{
    const struct slice *f = b->f.f;
    const struct intel_said said = {.cve = f[INTEL_CVE],
                                    .kev_added = f[INTEL_KEV_ADDED],
                                    .kev_due = f[INTEL_KEV_DUE],
                                    .published = f[INTEL_PUBLISHED],
                                    .epss = f[INTEL_EPSS],
                                    .epss_date = f[INTEL_EPSS_DATE],
                                    .aliases = f[INTEL_ALIASES],
                                    .provenance = f[INTEL_PROVENANCE]};
    references_take_intel(n->refs, &said);
    if (!goes_on(said.kev_added, said.aliases)) {
        tally_skip(&n->stage->tally, "merged");
        return;
    }
    build_write(&n->stage->out.buf, b);
    buf_byte(&n->stage->out.buf, '\n');
    stage_wrote(n->stage, SLICE("intel"));
}

void
normalizer_wrote_finding(struct normalizer *n)
{
    n->before_assets += !references_any_asset(n->refs);
    stage_wrote(n->stage, SLICE("finding"));
}

void
normalizer_check_time(struct normalizer *n, const struct finding *f)
{
    struct slice tool = f->f[F_SOURCE_TOOL];
    if (!finding_has(f, F_FIRST_SEEN))
        stage_note(n->stage, "%.*s: report without a time: give -t at=DATE to sm-ingest, or --as-of",
                   (int)tool.n - 2, tool.p + 1);
}

void
normalizer_join_finding(struct normalizer *n, struct finding *f)
{
    struct exception_match match;
    references_fill(n->refs, f, &n->pool, &n->stage->tally);
    if (!finding_has(f, F_EXCEPTION_ID) && references_exception(n->refs, f, n->as_of, &match))
        finding_set_str(f, F_EXCEPTION_ID, match.id, &n->pool);
}

void
normalizer_write(struct normalizer *n, const struct built *b)
{
    struct buf *out = &n->stage->out.buf;
    size_t from = out->n;
    if (b->kind == &kind_intel) {
        use_intel(n, b);
        return;
    }
    build_write(out, b);
    if (!b->kind->reference) {
        buf_byte(out, '\n');
        if (b->kind == &kind_finding)
            normalizer_wrote_finding(n);
        else
            stage_wrote(n->stage, slice_of(b->kind->name));
        return;
    }
    struct slice text = {pool_copy(&n->pool, out->p + from, out->n - from), out->n - from};
    out->n = from;
    if (!record_read(&n->again, text))
        pass_reference(n, &n->again);
}

void
normalizer_reject(struct normalizer *n, const struct line *l, const char *why)
{
    char *file = l->file.p ? xstrndup(l->file.p, l->file.n) : NULL;
    stage_reject(n->stage, file, l->entry, l->raw.p ? l->raw : l->text, "%s", why);
    free(file);
}

int64_t
normalizer_report_time(const struct normalizer *n, const struct report *r)
{
    if (r->at != DATE_NONE)
        return r->at;
    return n->tags.at != DATE_NONE ? n->tags.at : n->as_of;
}

/* --lean left out what the format's program does not read: nothing else may look for it. Once for each
 * format. */
static void
check_lean(const struct normalizer *n, const struct line *l, struct format *f)
{
    struct pool pool = {0};
    const char *more, *where;
    if (!l->lean || f->lean_checked)
        return;
    f->lean_checked = true;
    if (n->options->keep_raw)
        report_die("--keep-raw: the input was made with sm-ingest --lean and lacks what %s does not read",
                   f->label);
    if (!n->overrides)
        return;
    more = overrides_read_more(n->overrides, reads_of(&pool, buf_as_slice(&f->text), "as_of"), &where);
    if (more)
        report_die("%s: looks for more in %s than %s reads: leave out --lean of sm-ingest", more, where,
                   f->label);
    pool_free(&pool);
}

/* Runs the format's program on a line that was read with a head. A line that can't be read so is read whole,
 * like any other: *why says what is wrong with it then. */
static void
run_headed(struct normalizer *n, struct record *r, struct line *l, struct format *f, const char **why)
{
    n->ran = f && !l->report && programs_run_headed(f->body, r, l->raw);
    if (!n->ran && !(*why = record_read_whole(r, r->text)))
        (void)line_read(l, r);
}

static void
raw_line(struct normalizer *n, struct record *r)
{
    struct line l;
    const char *broken = NULL, *why;
    struct format *f;
    pool_reset(&n->pool);
    if (n->learned && r->head.id && learned_line(n->learned, n, r))
        return;
    why = line_read(&l, r);
    f = why ? NULL : formats_get(&n->formats, l.format, l.program, &why);
    n->ran = false;
    if (r->head.id)
        run_headed(n, r, &l, f, &broken);
    if (broken) {
        stage_reject(n->stage, n->stage->lines.name, n->stage->lines.number, r->text, "%s", broken);
        return;
    }
    n->stage->tally.entries += !l.report;
    if (!f) {
        normalizer_reject(n, &l, why);
        return;
    }
    check_lean(n, &l, f);
    if (!tags_read(&n->tags, l.tags, &n->values))
        normalizer_reject(n, &l, "tag kind: no such kind");
    else if (l.report)
        report_normalize(n, f, &l);
    else
        entry_normalize(n, f, &l);
}

static bool
is_reference(const struct record *r)
{
    const struct kind *k = kind_named(r->kind);
    return k && k->reference;
}

void
normalizer_line(struct normalizer *n, struct record *r)
{
    if (slice_is(r->kind, "raw"))
        raw_line(n, r);
    else if (is_reference(r))
        pass_reference(n, r);
    else
        stage_pass(n->stage, r);
}

void
normalizer_reference(struct normalizer *n, struct record *r)
{
    n->references_only = true;
    if (slice_is(r->kind, "raw"))
        raw_line(n, r);
    else if (is_reference(r))
        pass_reference(n, r);
    else
        n->unused++;
    n->references_only = false;
}

void
normalizer_end(struct normalizer *n)
{
    report_tell_unfinished(n);
    if (n->before_assets && references_any_asset(n->refs))
        stage_note(n->stage, "%llu findings came before the first asset: they were not joined with it",
                   (unsigned long long)n->before_assets);
    if (n->unused)
        stage_note(n->stage, "%llu records of -r files are no references: left out",
                   (unsigned long long)n->unused);
}
