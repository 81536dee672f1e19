#include "worth.h"

#include <math.h>

struct worth {
    struct result first, last;
    size_t periods;
    double minutes; /* to collect it in all of them */
    uint64_t cited;
};

static void
add_row(struct lists *l, enum list_id id, const struct metric *m, const struct worth *w, size_t period)
{
    lists_begin(l);
    cell_text(&l->row, m->id);
    cell_text(&l->row, m->title);
    cell_text(&l->row, m->owner);
    cell_number(&l->row, w->minutes);
    if (w->first.known)
        cell_number(&l->row, w->first.value);
    else
        cell_null(&l->row);
    if (w->last.known)
        cell_number(&l->row, w->last.value);
    else
        cell_null(&l->row);
    if (w->periods > 1 && w->first.known && w->last.known) /* one period alone has not moved: it can't */
        cell_number(&l->row, w->last.value - w->first.value);
    else
        cell_null(&l->row);
    cell_days(&l->row, (int64_t)w->cited);
    key_descending(&l->key, (int64_t)llround(w->minutes * 1000));
    key_ascending(&l->key, (int64_t)w->cited);
    key_text(&l->key, m->id);
    lists_end(l, id, period);
}

void
worth_list(struct results *r, const struct actions *a, struct lists *l, size_t period)
{
    static const struct slice none[2] = {{0}, {0}};
    for (size_t i = 0; i < r->metrics->n; i++) {
        const struct metric *m = &r->metrics->at[i];
        struct worth w = {.periods = period + 1, .minutes = m->effort * (double)(period + 1)};
        if (!m->wanted || m->level)
            continue;
        results_get(r, i, WHOLE, none, 0, &w.first);
        results_get(r, i, WHOLE, none, period, &w.last);
        w.cited = actions_citing(a, m->id, r->periods->at[0].start, r->periods->at[period].end);
        add_row(l, LIST_METRIC_REVIEW, m, &w, period);
        if (m->effort > 0 && !w.cited)
            add_row(l, LIST_REMOVAL_CANDIDATES, m, &w, period);
    }
}
