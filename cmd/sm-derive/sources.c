#include "sources.h"

#include <stdlib.h>

#include "key.h"
#include "mem.h"

struct report { /* one activity */
    int64_t at;
    int64_t entries; /* -1: not said */
    bool good;
};

struct source_of_reports {
    struct slice tool, where;
    struct report *at;
    size_t n, cap;
};

static struct slice
keep(struct sources *s, struct slice text)
{
    return text.p ? (struct slice){pool_copy(&s->pool, text.p, text.n), text.n} : text;
}

void
sources_take(struct sources *s, struct record *r)
{
    struct slice tool = record_str(r, "source_tool"), target = slice_trim(record_str(r, "target"));
    struct slice where = target.n ? target : slice_trim(record_str(r, "service")),
                 outcome = record_str(r, "outcome");
    struct slice entries = record_get(r, "entries");
    struct report x = {date_parse(record_str(r, "at")), -1, !outcome.p || slice_is(outcome, "passed")};
    if (x.at == DATE_NONE)
        return;
    if (entries.n && entries.n < 16 && *entries.p >= '0' && *entries.p <= '9')
        x.entries = (int64_t)strtod(entries.p, NULL);
    s->key.n = 0;
    key_part(&s->key, tool);
    key_part(&s->key, record_str(r, "category"));
    key_part(&s->key, where);
    size_t i = *map_put(&s->known, buf_as_slice(&s->key), s->n);
    if (i == s->n) {
        s->at = xgrow(s->at, &s->cap, s->n + 1, sizeof *s->at);
        s->at[s->n++] = (struct source_of_reports){.tool = keep(s, tool), .where = keep(s, where)};
    }
    struct source_of_reports *of = &s->at[i];
    of->at = xgrow(of->at, &of->cap, of->n + 1, sizeof *of->at);
    of->at[of->n++] = x;
}

/* The last report before an instant, or of the good ones; NULL: none. */
static const struct report *
last_report(const struct source_of_reports *s, int64_t before, bool good)
{
    const struct report *last = NULL;
    for (size_t i = 0; i < s->n; i++)
        if (s->at[i].at < before && (s->at[i].good || !good) &&
            (!last || s->at[i].at > last->at ||
             (s->at[i].at == last->at && s->at[i].entries > last->entries)))
            last = &s->at[i];
    return last;
}

static void
check_stale(struct sources *s, struct checks *c, size_t period, const struct period *p, int64_t stale)
{
    struct buf key = {0}, text = {0};
    int64_t of = 0;
    for (size_t i = 0; i < s->n; i++) {
        const struct report *last = last_report(&s->at[i], p->end, true);
        if (!last)
            continue;
        of++;
        if (last->at > p->end - stale)
            continue;
        key.n = text.n = 0;
        key_ascending(&key, last->at);
        key_text(&key, s->at[i].tool);
        key_text(&key, s->at[i].where);
        buf_slice(&text, s->at[i].tool.p ? s->at[i].tool : SLICE("(no tool)"));
        buf_text(&text, " on ");
        buf_slice(&text, s->at[i].where.p ? s->at[i].where : SLICE("(no target)"));
        buf_text(&text, ": last on ");
        date_write_day(&text, date_day(last->at));
        checks_add(c, CHECK_STALE_SOURCES, period, buf_as_slice(&key), buf_as_slice(&text));
    }
    checks_of(c, CHECK_STALE_SOURCES, period, of);
    buf_free(&key);
    buf_free(&text);
}

/* The entries of the last report in the period of each source of a tool; -1: no report says how many. */
static int64_t
entries_of(const struct sources *s, size_t first, const struct period *p)
{
    int64_t sum = -1;
    for (size_t i = first; i < s->n; i++) {
        if (!slice_same(s->at[i].tool, s->at[first].tool))
            continue;
        const struct report *last = last_report(&s->at[i], p->end, false);
        if (last && last->at >= p->start && last->entries >= 0)
            sum = (sum < 0 ? 0 : sum) + last->entries;
    }
    return sum;
}

static bool
is_first_of_tool(const struct sources *s, size_t i)
{
    for (size_t k = 0; k < i; k++)
        if (slice_same(s->at[k].tool, s->at[i].tool))
            return false;
    return true;
}

static void
check_events(struct sources *s, struct checks *c, const struct noise *noise, size_t period,
             const struct period *p, double events, double minimum)
{
    struct buf key = {0}, text = {0};
    int64_t of = 0;
    for (size_t i = 0; i < s->n; i++) {
        int64_t entries = is_first_of_tool(s, i) ? entries_of(s, i, p) : -1;
        uint64_t findings = entries < 0 ? 0 : noise_of_tool(noise, s->at[i].tool, period);
        if (entries < 0)
            continue;
        of++;
        if ((double)entries < minimum || (double)entries <= events * (double)findings)
            continue;
        key.n = text.n = 0;
        key_descending(&key, entries);
        key_text(&key, s->at[i].tool);
        buf_slice(&text, s->at[i].tool.p ? s->at[i].tool : SLICE("(no tool)"));
        buf_format(&text, ": %lld entries, %llu findings", (long long)entries, (unsigned long long)findings);
        checks_add(c, CHECK_SCANNER_EVENTS, period, buf_as_slice(&key), buf_as_slice(&text));
    }
    checks_of(c, CHECK_SCANNER_EVENTS, period, of);
    buf_free(&key);
    buf_free(&text);
}

void
sources_check(struct sources *s, struct checks *c, const struct noise *noise, const struct periods *periods,
              int64_t stale, double events, double minimum)
{
    for (size_t period = 0; period < periods->n; period++) {
        check_stale(s, c, period, &periods->at[period], stale);
        check_events(s, c, noise, period, &periods->at[period], events, minimum);
    }
}

bool
sources_any(const struct sources *s, const struct period *p)
{
    for (size_t i = 0; i < s->n; i++)
        for (size_t k = 0; k < s->at[i].n; k++)
            if (s->at[i].at[k].at >= p->start && s->at[i].at[k].at < p->end)
                return true;
    return false;
}

void
sources_free(struct sources *s)
{
    for (size_t i = 0; i < s->n; i++)
        free(s->at[i].at);
    free(s->at);
    map_free(&s->known);
    pool_free(&s->pool);
    buf_free(&s->key);
    *s = (struct sources){0};
}
