#include "run.h"

#include <stdio.h>
#include <string.h>

#include "blocking.h"
#include "carry.h"
#include "churn.h"
#include "date.h"
#include "explain.h"
#include "group.h"
#include "merge.h"
#include "intact.h"
#include "report.h"
#include "settle.h"

void
run_begin(struct run *run, struct stage *stage, const struct run_options *o)
{
    *run = (struct run){.stage = stage, .as_of = DATE_NONE, .latest = DATE_NONE, .carried_as_of = DATE_NONE};
    run->rules = o->rules;
    run->index.memory = o->memory;
    run->explain = o->explain;
    run->index.keep_links = o->explain->on;
    dictionary_load(&run->dictionary, o->dictionary);
    run->blocking = blocking_open(&run->dictionary);
    run->refs = references_new(&run->dictionary);
    run->keys = keys_open(&run->names, o->keys, o->memory / 8);
    spool_open(&run->spool);
    texts_open(&run->texts, &run->spool, o->memory / 4);
    for (size_t i = 0; i < o->naliases; i++)
        aliases_read(&run->aliases, &run->names, o->aliases[i]);
}

void
run_time(struct run *run, int64_t t)
{
    if (t > run->latest)
        run->latest = t;
}

void
run_take(struct run *run, struct record *r)
{
    if (!slice_is(r->kind, "finding")) {
        others_take(run, r);
        return;
    }
    const char *why = index_take(run, r, false);
    if (why)
        stage_reject(run->stage, run->stage->lines.name, run->stage->lines.number, r->text, "%s", why);
    else
        run->stage->tally.entries++;
}

/* What earlier stages took as the end of time is in the input too: their tallies say it. */
static void
note_tallies(struct run *run)
{
    struct json_doc doc = {0};
    struct slice rest = buf_as_slice(&run->stage->tallies);
    while (rest.n) {
        const char *why, *nl = memchr(rest.p, '\n', rest.n);
        size_t n = nl ? (size_t)(nl - rest.p) : rest.n;
        run_time(run, date_parse(json_get_str(json_parse(&doc, rest.p, n, &why), "as_of")));
        n += nl != NULL;
        rest.p += n;
        rest.n -= n;
    }
    json_free(&doc);
}

static void
settle_as_of(struct run *run, int64_t as_of)
{
    struct buf b = {0};
    note_tallies(run);
    run->as_of = as_of != DATE_NONE ? as_of : run->latest;
    carry_check(run);
    if (run->as_of == DATE_NONE)
        return;
    date_write(&b, run->as_of);
    snprintf(run->stage->tally.as_of, sizeof run->stage->tally.as_of, "%s", buf_string(&b));
    buf_free(&b);
}

static void
note_count(struct run *run, const char *what, uint64_t n)
{
    if (n)
        stage_note(run->stage, "%s %llu", what, (unsigned long long)n);
}

static void
write_group(struct run *run, struct groups *groups, const struct found *f, struct merge *m,
            struct churn *churn)
{
    struct buf *out = &run->stage->out.buf;
    struct group g;
    groups_load(run, groups, f, &g);
    if (intact_write(run, m, &g, run->blocking, out)) {
        churn_look_intact(run, churn, m, &g);
    } else {
        merge_write(run, m, &g, run->blocking, out);
        explain_finding(run, m, &g);
        churn_look(run, churn, m);
    }
    buf_byte(out, '\n');
}

static void
write_findings(struct run *run)
{
    struct groups groups;
    struct merge m = {0};
    struct churn churn = {0};
    uint64_t written = 0;
    groups_find(run, &groups);
    explain_sort(run);
    spool_map(&run->spool, run->index.memory / 4);
    while (groups_next(run, &groups)) {
        for (size_t i = 0; i < groups.list.n; i++) {
            const struct found *f = groups_at(&groups, i);
            groups_prefetch(run, &groups, i);
            if (f->as_kept)
                intact_write_kept(run, f, &run->stage->out.buf);
            else
                write_group(run, &groups, f, &m, &churn);
            stage_wrote(run->stage, SLICE("finding"));
            written++;
        }
    }
    if (run->index.entries > written)
        tally_count(&run->stage->tally.skipped, SLICE("merged"), run->index.entries - written);
    churn_note(run, &churn);
    churn_free(&churn);
    explain_end(run->explain);
    groups_free(&groups);
    merge_free(&m);
}

void
run_finish(struct run *run, int64_t as_of)
{
    settle_as_of(run, as_of);
    others_settle(run);
    coverage_sort(&run->coverage);
    coverage_sort(&run->attempts);
    coverage_sort(&run->digested);
    others_write(run);
    if (!early_settle(run)) {
        settle_rows(run);
        renamed_find(run);
        settle_scopes(run);
    }
    write_findings(run);
    references_report(run->refs, &run->stage->tally);
    note_count(run, "first seen", run->counts.first_seen);
    note_count(run, "found by several tools", run->counts.across);
    note_count(run, "closed", run->counts.closed);
    note_count(run, "reopened", run->counts.reopened);
    note_count(run, "unverified", run->counts.unverified);
    note_count(run, "moved", run->counts.moved);
    note_count(run, "kept apart as ambiguous", run->counts.ambiguous);
}

void
run_free(struct run *run)
{
    blocking_close(run->blocking);
    references_free(run->refs);
    dictionary_free(&run->dictionary);
    keys_close(run->keys);
    texts_close(&run->texts);
    spool_close(&run->spool);
    others_free(&run->others);
    aliases_free(&run->aliases);
    coverage_free(&run->coverage);
    coverage_free(&run->attempts);
    coverage_free(&run->digested);
    renamed_free(&run->renamed);
    index_free(&run->index);
    early_free(&run->early);
    names_free(&run->names);
}
