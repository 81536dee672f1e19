#include "run.h"

#include <stdio.h>
#include <string.h>

#include "carry.h"
#include "date.h"
#include "group.h"
#include "merge.h"
#include "report.h"
#include "settle.h"

void
run_begin(struct run *run, struct stage *stage, const char *dictionary)
{
    *run = (struct run){.stage = stage, .as_of = DATE_NONE, .latest = DATE_NONE, .carried_as_of = DATE_NONE};
    dictionary_load(&run->dictionary, dictionary);
    run->refs = references_new(&run->dictionary);
    run->keys = keys_open(&run->names);
    spool_open(&run->spool);
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
write_findings(struct run *run)
{
    struct groups groups;
    struct merge m = {0};
    struct blocking *blocking = blocking_open(&run->dictionary);
    groups_find(run, &groups);
    for (size_t i = 0; i < groups.n; i++) {
        const struct group *g = &groups.at[i];
        merge_write(run, &m, g, groups.member + g->first, blocking, &run->stage->out.buf);
        buf_byte(&run->stage->out.buf, '\n');
        stage_wrote(run->stage, SLICE("finding"));
    }
    if (run->index.entries > groups.n)
        tally_count(&run->stage->tally.skipped, SLICE("merged"), run->index.entries - groups.n);
    groups_free(&groups);
    merge_free(&m);
    blocking_close(blocking);
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
    settle_keys(run);
    settle_times(run);
    settle_scopes(run);
    write_findings(run);
    references_report(run->refs, &run->stage->tally);
    note_count(run, "first seen", run->counts.first_seen);
    note_count(run, "closed", run->counts.closed);
    note_count(run, "reopened", run->counts.reopened);
    note_count(run, "unverified", run->counts.unverified);
    note_count(run, "moved", run->counts.moved);
}

void
run_free(struct run *run)
{
    references_free(run->refs);
    dictionary_free(&run->dictionary);
    keys_close(run->keys);
    spool_close(&run->spool);
    others_free(&run->others);
    aliases_free(&run->aliases);
    coverage_free(&run->coverage);
    coverage_free(&run->attempts);
    coverage_free(&run->digested);
    index_free(&run->index);
    names_free(&run->names);
}
