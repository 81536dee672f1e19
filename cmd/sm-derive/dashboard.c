#include "dashboard.h"

#define TOTALS_NEED 2 /* beside a total: an age, and a flow */

struct view { /* what the chosen metrics show */
    int64_t n;
    bool total, age, new_ones, closed, net, exceptions;
};

static void
say(struct checks *c, enum check_id id, struct slice text)
{
    for (size_t period = 0; period < c->periods; period++)
        checks_add(c, id, period, text, text);
}

static void
check_texts(struct checks *c, const struct metric *m)
{
    const struct slice texts[] = {m->owner, m->why, m->caveat};
    static const char *const names[] = {"owner", "why", "caveat"};
    struct buf b = {0};
    for (size_t i = 0; i < 3; i++) {
        if (texts[i].n)
            continue;
        if (!b.n)
            buf_slice(&b, m->id);
        buf_format(&b, "%s%s", b.n == m->id.n ? ": no " : ", no ", names[i]);
    }
    if (b.n)
        say(c, CHECK_DASHBOARD_WITHOUT_OWNER, buf_as_slice(&b));
    buf_free(&b);
}

static void
look_at(struct checks *c, struct view *v, const struct metric *m)
{
    v->n++;
    v->total |= m->aggregate == AGGREGATE_COUNT && (m->kinds & 1u << KIND_FINDING);
    v->age |= slice_is(m->unit, "days") && (m->kinds & 1u << KIND_FINDING);
    v->new_ones |= slice_is(m->id, "new_findings");
    v->closed |= slice_is(m->id, "closed_findings");
    v->net |= slice_is(m->id, "net_flow");
    v->exceptions |= (m->kinds & 1u << KIND_EXCEPTION) != 0;
    if (m->kinds == 1u << KIND_ACTIVITY && m->aggregate == AGGREGATE_COUNT)
        say(c, CHECK_DASHBOARD_COUNTS_SCANS, m->id);
    check_texts(c, m);
}

void
dashboard_check(struct checks *c, json_val *dashboard, const struct metrics *m)
{
    struct view v = {0};
    struct json_iter it = json_each(dashboard);
    json_val *id;
    while (json_next(&it, NULL, &id)) {
        size_t i = metrics_find(m, json_str(id));
        if (i != SIZE_MAX)
            look_at(c, &v, &m->at[i]);
    }
    bool trend = v.net || (v.new_ones && v.closed);
    if (v.total && !v.age)
        say(c, CHECK_DASHBOARD_TOTALS, SLICE("no metric in days: how old is what is open"));
    if (v.total && !trend)
        say(c, CHECK_DASHBOARD_TOTALS, SLICE("no flow: net_flow, or new_findings and closed_findings"));
    if (v.n && !v.exceptions)
        say(c, CHECK_DASHBOARD_WITHOUT_EXCEPTIONS, SLICE("no metric of exceptions"));
    struct buf b = {0};
    buf_format(&b, "%lld metric%s", (long long)v.n, v.n == 1 ? "" : "s");
    if (v.n < DASHBOARD_LEAST || v.n > DASHBOARD_MOST)
        say(c, CHECK_DASHBOARD_SIZE, buf_as_slice(&b));
    buf_free(&b);
    static const enum check_id ids[] = {CHECK_DASHBOARD_COUNTS_SCANS, CHECK_DASHBOARD_SIZE,
                                        CHECK_DASHBOARD_TOTALS, CHECK_DASHBOARD_WITHOUT_EXCEPTIONS,
                                        CHECK_DASHBOARD_WITHOUT_OWNER};
    for (size_t i = 0; i < sizeof ids / sizeof *ids; i++)
        for (size_t period = 0; period < c->periods; period++)
            checks_of(c, ids[i], period, ids[i] == CHECK_DASHBOARD_TOTALS ? TOTALS_NEED : v.n);
}
