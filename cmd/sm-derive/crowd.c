#include "crowd.h"

#include <math.h>
#include <stdlib.h>

#include "count.h"
#include "mem.h"
#include "passing.h"
#include "past.h"
#include "scatter.h"
#include "tops.h"

struct crowd {
    struct count *c;
    struct axis *x;
    const struct previous *previous;
    bool keep;
    struct tops *tops; /* NULL: it is no breakdown */
    struct passings passings;
    /* of the row looked at, one for each period */
    struct flow *flows;
    struct burden *burdens;
    struct rule_counts *rules;
    struct spread_times *list; /* what is counted in cells */
    size_t cap_list;
};

static const struct effect *
effect_of(const struct crowd *w, struct spread_times t)
{
    return &w->x->effects.at[t.number >> TO_BITS];
}

static bool
goes_to(struct spread_times t, enum scatter_to to)
{
    return (t.number & to) != 0;
}

/* ---- cells ---- */

static void
keep_row(void *with, struct slice key, const struct spread_times *list, size_t n)
{
    struct crowd *w = with;
    struct slice values[2];
    tops_values(w->x, key, values);
    cells_show_row(&w->c->cells, w->x->group, values);
    for (size_t i = 0; i < n; i++)
        effect_count_cells(effect_of(w, list[i]), &w->c->cells, list[i].times);
    cells_hide_row(&w->c->cells, w->x->group);
}

static void
take_cells(struct crowd *w, struct slice key, const struct spread_times *list, size_t n)
{
    struct slice values[2];
    size_t n_list = 0;
    w->list = xgrow(w->list, &w->cap_list, n, sizeof *w->list);
    for (size_t i = 0; i < n; i++)
        if (goes_to(list[i], TO_CELLS) && effect_of(w, list[i])->n_runs)
            w->list[n_list++] = list[i];
    if (!n_list)
        return;
    tops_values(w->x, key, values);
    if (w->keep || cells_have_row(&w->c->cells, w->x->group, values))
        keep_row(w, key, w->list, n_list);
    else
        tops_take(w->tops, key, w->list, n_list);
}

/* ---- the reconciliation ---- */

/* Was any value of the part published, or this one, for the month before any of the periods? */
static bool
is_published(const struct crowd *w, struct slice value)
{
    for (size_t p = 0; w->previous->n && p < w->c->periods->n; p++)
        if (previous_says(w->previous, &w->c->periods->at[p], movement_part_name(w->x->part), value))
            return true;
    return false;
}

static void
pass_place(struct crowd *w, struct slice value, const struct spread_times *list, size_t n)
{
    struct count *c = w->c;
    size_t periods = c->periods->n;
    memset(w->flows, 0, periods * sizeof *w->flows);
    for (size_t i = 0; i < n; i++) {
        struct effect_walk walk = effect_walk(effect_of(w, list[i]), EFFECT_MOVES);
        while (goes_to(list[i], TO_PLACE) && effect_next(&walk))
            flow_add(&w->flows[walk.period], &walk.at->flow, list[i].times);
    }
    for (size_t p = 0; p < periods; p++) {
        double published = NAN;
        if (w->previous->n)
            published = past_compare_value(w->previous, &c->checks, p, &c->periods->at[p],
                                           movement_part_name(w->x->part), value, &w->flows[p]);
        movement_pass(&c->movement, &c->lists, w->x->part, value, p, &w->flows[p], published);
    }
}

static void
take_place(struct crowd *w, struct slice value, const struct spread_times *list, size_t n)
{
    struct movement *m = &w->c->movement;
    bool placed = false, asked = w->previous->n && w->x->part < MOVEMENT_SINGLE; /* of findings' pasts */
    for (size_t i = 0; i < n; i++)
        placed |= goes_to(list[i], TO_PLACE) && effect_of(w, list[i])->placed;
    if (!placed)
        return;
    if (movement_find(m, w->x->part, value) == MAP_NONE && !asked && !is_published(w, value)) {
        pass_place(w, value, list, n);
        return;
    }
    size_t row = movement_row(m, w->x->part, value);
    for (size_t i = 0; i < n; i++)
        if (goes_to(list[i], TO_PLACE))
            effect_count_place(effect_of(w, list[i]), m, row, list[i].times);
}

static void
take_owner(struct crowd *w, struct slice owner, const struct spread_times *list, size_t n)
{
    struct movement *m = &w->c->movement;
    size_t row = movement_find_owner(m, owner), periods = w->c->periods->n;
    for (size_t p = 0; p < periods; p++)
        w->burdens[p] = (struct burden){.oldest = NO_DAYS};
    for (size_t i = 0; i < n; i++) {
        const struct effect *e = effect_of(w, list[i]);
        if (!goes_to(list[i], TO_OWNER))
            continue;
        if (row != MAP_NONE)
            effect_count_owner(e, m, row, list[i].times);
        for (struct effect_walk walk = effect_walk(e, EFFECT_OPEN); effect_next(&walk);)
            burden_add(&w->burdens[walk.period], &walk.at->burden, list[i].times);
    }
    for (size_t p = 0; row == MAP_NONE && p < periods; p++)
        movement_pass_owner(&w->c->lists, owner, p, &w->burdens[p]);
}

/* ---- topics and rules ---- */

static void
take_topic(struct crowd *w, struct slice name, const struct spread_times *list, size_t n)
{
    struct feedback *f = &w->c->feedback;
    enum topic topic = (enum topic)w->x->topic;
    uint32_t number = feedback_find(f, topic, name);
    for (size_t i = 0; i < n; i++) {
        const struct effect *e = effect_of(w, list[i]);
        if (!goes_to(list[i], TO_TOPIC) || (topic == TOPIC_COMPONENT && !e->supplied.named))
            continue;
        if (number)
            effect_count_topic(e, f, topic, number, list[i].times);
        for (struct effect_walk walk = effect_walk(e, EFFECT_OPEN); !number && effect_next(&walk);)
            feedback_add_passing(f, walk.period, &e->supplied, list[i].times);
    }
    if (!number)
        feedback_list_passing(f, topic, name, &w->c->lists);
}

static void
count_rule(const struct crowd *w, const struct spread_times *list, size_t n, struct rule_counts *counts)
{
    for (size_t i = 0; i < n; i++) {
        struct effect_walk walk = effect_walk(effect_of(w, list[i]), EFFECT_NOISY);
        while (effect_next(&walk))
            rule_counts_add(&counts[walk.period], walk.at->false_positive, list[i].times);
    }
}

static void
pass_rule(struct crowd *w, struct slice tool, struct slice rule)
{
    struct count *c = w->c;
    struct noisy x;
    for (size_t p = 0; p < c->periods->n; p++) {
        if (w->rules[p].all)
            noise_pass(&c->noise, p, 1);
        if (!noise_judge_counts(&c->noise, tool, rule, p, &w->rules[p], &x))
            continue;
        noise_list(&x, &c->lists, p);
        checks_noisy(&c->checks, p, &x);
    }
}

static void
take_rule(struct crowd *w, struct slice key, const struct spread_times *list, size_t n)
{
    struct noise *noise = &w->c->noise;
    uint32_t number;
    struct slice rule = scatter_rule_of(key, &number), tool = noise_tool_name(noise, number);
    struct rule_counts *known = noise_find(noise, tool, rule), *counts = known ? known : w->rules;
    if (!known)
        memset(w->rules, 0, w->c->periods->n * sizeof *w->rules);
    count_rule(w, list, n, counts);
    if (!known)
        pass_rule(w, tool, rule);
}

/* ---- all rows ---- */

static void
tell(struct crowd *w, unsigned to, struct slice key, const struct spread_times *list, size_t n)
{
    if (w->x->rows == ROWS_RULE) {
        take_rule(w, key, list, n);
        return;
    }
    if (to & TO_CELLS)
        take_cells(w, key, list, n);
    if (to & TO_PLACE)
        take_place(w, key, list, n);
    if (to & TO_OWNER)
        take_owner(w, key, list, n);
    if (to & TO_TOPIC)
        take_topic(w, key, list, n);
}

/* What is said of rows in which only the key differs depends on it; but for lists and breakdowns. */
static bool
has_to_be_told(const struct crowd *w, unsigned to)
{
    bool judged = false;
    for (size_t p = 0; w->x->rows == ROWS_RULE && p < w->c->periods->n; p++)
        judged |= noise_judges(&w->c->noise, &w->rules[p]);
    return judged || (w->x->rows != ROWS_RULE && (to & TO_PLACE) && (w->previous->n || w->x->part == 1)) ||
           (w->keep && (to & TO_CELLS));
}

/* Tells of a row, and finds out what lists and breakdowns make of such rows. */
static void
learn(struct crowd *w, struct passing *x, unsigned to, struct slice key)
{
    struct lists *lists = &w->c->lists;
    lists_watch(lists, &x->lists);
    tell(w, to, key, x->list, x->n);
    lists_unwatch(lists);
    x->n_open = x->lists.n;
    x->alone = has_to_be_told(w, to);
    x->learned = true;
    if (!w->tops)
        return;
    if (!x->records)
        x->records = xcalloc(tops_slots(w->tops), sizeof *x->records);
    tops_records(w->tops, x->list, x->n, x->records);
}

/* Something is kept under this key already. */
static bool
is_known(struct crowd *w, unsigned to, struct slice key)
{
    struct count *c = w->c;
    struct slice values[2];
    uint32_t tool;
    if (w->x->rows == ROWS_RULE) {
        struct slice rule = scatter_rule_of(key, &tool);
        return c->noise.n && noise_find(&c->noise, noise_tool_name(&c->noise, tool), rule);
    }
    tops_values(w->x, key, values);
    return ((to & TO_CELLS) && cells_have_row(&c->cells, w->x->group, values)) ||
           ((to & TO_PLACE) && movement_find(&c->movement, w->x->part, key) != MAP_NONE) ||
           ((to & TO_OWNER) && movement_find_owner(&c->movement, key) != MAP_NONE) ||
           ((to & TO_TOPIC) && feedback_find(&c->feedback, (enum topic)w->x->topic, key));
}

static void
settle(struct crowd *w, struct passing *x)
{
    for (size_t i = 0; x->times && i < x->lists.n; i++)
        x->lists.at[i].rows->total += x->times;
    if (x->times && w->tops)
        tops_drop(w->tops, x->records, x->times);
    if (x->times && w->x->rows == ROWS_RULE) {
        memset(w->rules, 0, w->c->periods->n * sizeof *w->rules);
        count_rule(w, x->list, x->n, w->rules);
        for (size_t p = 0; p < w->c->periods->n; p++)
            noise_pass(&w->c->noise, p, w->rules[p].all ? x->times : 0);
    }
    x->times = 0;
}

static void
take(void *with, struct slice key, const struct spread_times *list, size_t n)
{
    struct crowd *w = with;
    struct passing *x = key.n ? passing_at(&w->passings, list, n) : NULL;
    unsigned to = 0;
    for (size_t i = 0; i < n; i++)
        to |= list[i].number;
    if (x && !passing_is(x, list, n)) { /* what comes once only is not worth learning */
        settle(w, x);
        passing_begin(x, list, n);
    } else if (x && !x->alone && !is_known(w, to, key)) {
        if (!x->learned) {
            learn(w, x, to, key);
            return;
        }
        if (passing_passes(x, w->tops, key))
            return;
    }
    tell(w, to, key, list, n);
}

void
crowd_count(struct axes *a, struct axis *x, const struct previous *previous, bool keep)
{
    size_t periods = a->c->periods->n;
    struct crowd w = {.c = a->c,
                      .x = x,
                      .previous = previous,
                      .keep = keep,
                      .flows = xcalloc(periods, sizeof *w.flows),
                      .burdens = xcalloc(periods, sizeof *w.burdens),
                      .rules = xcalloc(periods, sizeof *w.rules)};
    if (x->group != NO_GROUP)
        w.tops = tops_new(&a->c->cells, x);
    spread_each(x->spread, take, &w);
    for (struct passing *same = passing_next(&w.passings, NULL); same; same = passing_next(&w.passings, same))
        settle(&w, same);
    passings_free(&w.passings);
    if (w.tops)
        tops_each(w.tops, keep_row, &w);
    tops_free(w.tops);
    free(w.flows);
    free(w.burdens);
    free(w.rules);
    free(w.list);
    spread_free(x->spread);
    x->spread = NULL;
}
