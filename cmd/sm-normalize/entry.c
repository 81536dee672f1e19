#include "normalizer.h"

#include <stdio.h>

#include "date.h"
#include "lasting.h"
#include "learned.h"

/* When the exception with this id, of the same entry, was granted. */
static int64_t
granted(const struct normalizer *n, struct slice id)
{
    if (json_is_null(id))
        return DATE_NONE;
    int id_at = kind_field(&kind_exception, SLICE("id")),
        granted_at = kind_field(&kind_exception, SLICE("granted"));
    for (size_t i = 0; i < n->n; i++) {
        const struct built *b = &n->built[i];
        if (b->kind == &kind_exception && slice_same(b->f.f[id_at], id) && b->f.f[granted_at].n > 2)
            return date_parse((struct slice){b->f.f[granted_at].p + 1, b->f.f[granted_at].n - 2});
    }
    return DATE_NONE;
}

/* The kind of records that do not say theirs. A tag makes tickets exceptions or incidents afterwards. */
static const struct kind *
usual_kind(const struct normalizer *n, const struct format *f)
{
    return n->tags.kind && f->kind != &kind_ticket ? n->tags.kind : f->kind;
}

static void
settle_ticket(struct normalizer *n, struct built *b)
{
    if (!n->ticket_kinds)
        n->ticket_kinds = ticket_kinds_new(&n->dictionary, &n->formats.as_of);
    ticket_kinds_settle(n->ticket_kinds, b, n->tags.kind, n->stage);
}

/* Runs the program: its outputs become n->built. false: the entry has been rejected. */
static bool
take_outputs(struct normalizer *n, const struct format *f, const struct line *l)
{
    const struct kind *usual = usual_kind(n, f);
    const char *why;
    n->n = 0;
    lasting_between();
    if (!n->ran && !programs_run(f->body, l->text, &why)) {
        normalizer_reject(n, l, why);
        return false;
    }
    if ((why = programs_error(f->body, 0))) {
        normalizer_reject(n, l, why);
        return false;
    }
    for (size_t i = 0; i < programs_count(f->body, 0); i++) {
        json_val *given = programs_value(f->body, 0, i);
        if (json_type(given) == JSON_NULL)
            continue;
        n->built = xgrow(n->built, &n->cap, n->n + 1, sizeof *n->built);
        if ((why = build_take(&n->built[n->n], given, usual, &n->values, &n->pool))) {
            normalizer_reject(n, l, why);
            return false;
        }
        if (n->built[n->n].kind == &kind_ticket)
            settle_ticket(n, &n->built[n->n]);
        n->n++;
    }
    return true;
}

static void
keep_raw(struct normalizer *n, struct finding *f, const struct line *l)
{
    struct record_member *m = pool_alloc(&n->pool, sizeof *m);
    *m = (struct record_member){SLICE("raw"), l->raw};
    f->other = m;
    f->others = 1;
}

/* What -m may still change is done: the rest of a record. false: the entry has been rejected. */
static bool
complete_other(struct normalizer *n, struct built *b, int64_t at, const struct line *l)
{
    char why[128];
    bool guessed;
    const char *missing = finish_other(b, at, &guessed, &n->pool);
    if (b->kind != &kind_exception && kind_field(b->kind, SLICE("target")) >= 0)
        normalizer_join(n, b);
    if (missing) {
        snprintf(why, sizeof why, "%s without %s", b->kind->name, missing);
        normalizer_reject(n, l, why);
        return false;
    }
    if (guessed)
        stage_note(n->stage, "%s without a time: the report's is taken", b->kind->name);
    else if (b->kind == &kind_activity && !b->f.f[kind_at(b->kind)].p)
        stage_note(n->stage, "activity without a time: it closes and covers nothing");
    if (finish_out_of_order(b))
        stage_note(n->stage, "incident whose times are not in order: started, detected, resolved");
    return true;
}

/* false: --filter drops the finding. */
static bool
complete_finding(struct normalizer *n, struct built *b, int64_t at, const struct line *l)
{
    finish_finding(b, at, granted(n, b->f.f[F_EXCEPTION_ID]), &n->pool);
    normalizer_check_time(n, &b->f);
    normalizer_join_finding(n, &b->f);
    if (n->options->keep_raw)
        keep_raw(n, &b->f, l);
    return judge_finding(n->judge, &b->f, n->stage);
}

/* Tags, defaults and -m for every record of the entry. false: the entry has been rejected. *records: how many
 * remain. */
static bool
complete_all(struct normalizer *n, const struct format *f, const struct line *l, const struct report *r,
             size_t *records)
{
    *records = 0;
    for (size_t i = 0; i < n->n; i++) {
        struct built *b = &n->built[i];
        build_tags(b, &n->tags);
        finish_defaults(b, f, r, &n->pool);
        overrides_apply(n->overrides, b, l, &n->values, &n->pool);
        b->no_record |= n->references_only && !b->kind->reference;
        if (b->no_record)
            continue;
        ++*records;
        if (b->kind != &kind_finding && !complete_other(n, b, normalizer_report_time(n, r), l))
            return false;
    }
    return true;
}

/* All records of the entry are made before the first is written: an entry is used whole or not at all. */
void
entry_normalize(struct normalizer *n, const struct format *f, const struct line *l)
{
    const struct report *r = reports_read(n->reports, f, l, &n->values);
    size_t records, dropped = 0;
    if (!take_outputs(n, f, l))
        return;
    if (n->learned)
        learned_see(n->learned, n, f, l);
    if (!complete_all(n, f, l, r, &records))
        return;
    if (!records)
        tally_skip(&n->stage->tally, !n->n ? "passed" : n->references_only ? "filtered" : "not_an_entry");
    for (size_t i = 0; i < n->n; i++) {
        struct built *b = &n->built[i];
        if (b->no_record)
            continue;
        if (b->kind != &kind_finding || complete_finding(n, b, normalizer_report_time(n, r), l))
            normalizer_write(n, b);
        else
            dropped++;
    }
    if (records && dropped == records)
        tally_skip(&n->stage->tally, "filtered");
}
