#include "churn.h"

#include <stdlib.h>

#include "hash.h"
#include "intact.h"

struct churn_mark {
    uint64_t what; /* hash of title and the time of the report */
    uint32_t tool; /* name */
    bool opened;
};

static void
mark(struct churn *c, struct merge *m, uint32_t tool, int64_t at, bool opened)
{
    m->text.n = 0;
    buf_slice(&m->text, m->f.f[F_FINDING_TITLE]);
    buf_int(&m->text, at);
    c->at = xgrow(c->at, &c->cap, c->n + 1, sizeof *c->at);
    c->at[c->n++] = (struct churn_mark){hash_64(m->text.p, m->text.n), tool, opened};
}

/* When a report showed the source first, as far as this run knows. */
static int64_t
first_report(const struct members *m, const struct source *s)
{
    int64_t at = DATE_NONE;
    for (size_t i = 0; i < m->sightings; i++) {
        const struct sighting *o = &m->sighting[i];
        if (slice_same(o->tool, s->tool) && slice_same(o->target, s->target) && o->made != DATE_NONE &&
            (at == DATE_NONE || o->made < at))
            at = o->made;
    }
    return at;
}

static bool
is_no_first_scan(const struct run *run, struct place place, int64_t at)
{
    if (at == DATE_NONE || run->previous)
        return at != DATE_NONE;
    int64_t before = coverage_after(&run->coverage, place, DATE_NONE);
    return before != DATE_NONE && before < at;
}

void
churn_look(struct run *run, struct churn *c, struct merge *m)
{
    const struct sources *of = &m->sources;
    if (m->timeline.closed && m->timeline.state == STATE_RESOLVED)
        for (size_t i = 0; i < of->steps; i++)
            if (of->step[i].cause == CAUSE_ABSENT && of->at[of->step[i].source].state == STATE_RESOLVED)
                mark(c, m, of->at[of->step[i].source].place.tool, of->step[i].at, false);
    if (m->timeline.old || !state_is_open(m->timeline.state))
        return;
    for (size_t i = 0; i < of->n; i++) {
        int64_t at = first_report(&m->members, &of->at[i]);
        if (is_no_first_scan(run, of->at[i].place, at))
            mark(c, m, of->at[i].place.tool, at, true);
    }
}

bool
churn_asks(const struct run *run, const struct row *row)
{
    return is_no_first_scan(run, row_place(row), row->made);
}

void
churn_look_intact(struct run *run, struct churn *c, struct merge *m, const struct group *g)
{
    const struct row *row = &g->member->row;
    if (!churn_asks(run, row))
        return;
    intact_fields(run, m, &g->member->entry);
    mark(c, m, row->tool, row->made, true);
}

static int
by_tool(const void *a, const void *b)
{
    const struct churn_mark *x = a, *y = b;
    if (x->tool != y->tool)
        return x->tool < y->tool ? -1 : 1;
    if (x->what != y->what)
        return x->what < y->what ? -1 : 1;
    return (int)x->opened - (int)y->opened;
}

static void
note_tool(struct run *run, const struct churn_mark *at, size_t n)
{
    size_t pairs = 0, closed = 0;
    for (size_t i = 0, j; i < n; i = j) {
        size_t gone = 0;
        for (j = i; j < n && at[j].what == at[i].what; j++)
            gone += !at[j].opened;
        pairs += gone < j - i - gone ? gone : j - i - gone;
        closed += gone;
    }
    struct slice tool = names_text(&run->names, at->tool);
    if (pairs >= CHURN_LEAST && pairs * CHURN_SHARE >= closed)
        stage_note(
            run->stage,
            "churn: %.*s: %zu of %zu findings that closed are there again as new ones with the same titles: "
            "did its rules or paths change their names?",
            (int)tool.n, tool.p, pairs, closed);
}

void
churn_note(struct run *run, struct churn *c)
{
    if (c->n)
        qsort(c->at, c->n, sizeof *c->at, by_tool);
    for (size_t i = 0, j; i < c->n; i = j) {
        for (j = i; j < c->n && c->at[j].tool == c->at[i].tool; j++)
            continue;
        note_tool(run, c->at + i, j - i);
    }
}

void
churn_free(struct churn *c)
{
    free(c->at);
    *c = (struct churn){0};
}
