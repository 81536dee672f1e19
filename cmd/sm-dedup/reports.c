#include "reports.h"

#include <stdlib.h>

/* When its activity says that it was made; else the earliest time at which it shows a live finding (each is
 * seen at its report's time or later), else the latest that it states. */
struct made {
    int64_t said, live, gone;
};

static struct made *
made_of(const struct run *run, struct reports *r, uint64_t report)
{
    if (r->n && report == r->last)
        return &r->at[r->place];
    r->last = report;
    r->place = *map_put(&r->numbers, (struct slice){(const char *)&report, sizeof report}, r->n);
    if (r->place == r->n) {
        r->at = xgrow(r->at, &r->cap, r->n + 1, sizeof *r->at);
        r->at[r->n++] = (struct made){others_report(&run->others, report), INT64_MAX, DATE_NONE};
    }
    return &r->at[r->place];
}

void
reports_note(const struct run *run, struct reports *reports, const struct row *r)
{
    if (r->known || r->seen == DATE_NONE)
        return;
    struct made *m = made_of(run, reports, r->report);
    if (!state_is_live((enum state)r->state))
        m->gone = r->seen > m->gone ? r->seen : m->gone;
    else if (r->seen < m->live)
        m->live = r->seen;
}

int64_t
reports_made(const struct run *run, struct reports *reports, const struct row *r)
{
    const struct made *m = made_of(run, reports, r->report);
    return m->said != DATE_NONE ? m->said : m->live != INT64_MAX ? m->live : m->gone;
}

bool
report_shows_later(const struct row *r, int64_t made)
{
    return state_is_live((enum state)r->state) && made > r->seen;
}

void
reports_free(struct reports *reports)
{
    map_free(&reports->numbers);
    free(reports->at);
}
