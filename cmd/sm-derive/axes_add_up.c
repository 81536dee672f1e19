/* Adding up: what stands in the tables of the axes goes into cells, movement, noise, feedback and served. */
#include "axes.h"

#include <stdlib.h>
#include <string.h>

#include "axis.h"
#include "count.h"
#include "dimensions.h"
#include "limits.h"
#include "scatter.h"

struct adding {
    struct axes *a;
    struct axis *x;
    uint32_t view; /* of x->shown; 0: none yet */
};

/* As of a subject: without blanks around it, and only blanks is absent. */
static struct slice
plain_text(const struct cells *c, const struct field *f, size_t i)
{
    struct slice s = f && f->values[i] ? slice_trim(c->texts[f->values[i]]) : (struct slice){0};
    return s.n ? s : (struct slice){0};
}

/* f: the axis's field, shown; NULL: the whole. Every element of a list counts. */
static void
add_movement(struct count *c, const struct axis *x, const struct field *f, uint32_t times)
{
    struct movement *m = &c->movement;
    for (size_t i = 0; x->shown.placed && i < (f ? f->n : 1); i++)
        effect_count_place(&x->shown, m, movement_row(m, x->part, plain_text(&c->cells, f, i)), times);
    if (x->owner && x->shown.n_at)
        effect_count_owner(&x->shown, m, movement_owner(m, plain_text(&c->cells, f, 0)), times);
}

static void
add_topic(struct count *c, const struct axis *x, uint32_t row, uint32_t times)
{
    struct feedback *f = &c->feedback;
    struct slice names[DIMENSION_VALUES_MAX];
    size_t n = 0;
    if (x->rows == ROWS_SUPPLIER) {
        effect_count_topic(&x->shown, f, TOPIC_SUPPLIER, row, times);
        return;
    }
    struct slice json = field_text(&c->cells.fields[x->fields[0]], row);
    if (x->topic == TOPIC_CWE)
        n = feedback_cwes(f, json, names);
    else if (x->shown.supplied.named)
        n = (names[0] = feedback_component(f, json)).n > 0;
    for (size_t i = 0; i < n; i++)
        effect_count_topic(&x->shown, f, (enum topic)x->topic,
                           feedback_number(f, (enum topic)x->topic, names[i]), times);
}

static void
add_rule(struct count *c, const struct axis *x, uint32_t row, uint32_t times)
{
    for (struct effect_walk w = effect_walk(&x->shown, EFFECT_NOISY); effect_next(&w);)
        noise_add(&c->noise, row, w.period, w.at->false_positive, times);
}

static void
add_service(struct count *c, const struct class *k, uint32_t row, uint32_t times)
{
    for (size_t p = 0; p < c->periods->n; p++)
        if (served_counts(&k->facts[p]))
            served_add(&c->served, row, p, &k->facts[p], k->classified, k->intel, k->control, times);
}

static void
add_pair(void *with, const struct tabled *pair)
{
    struct adding *to = with;
    struct axis *x = to->x;
    struct count *c = to->a->c;
    const struct class *k = x->views[pair->view];
    struct field *f = x->rows == ROWS_FIELD ? &c->cells.fields[x->fields[0]] : NULL;
    if (x->spread && scatter_row(to->a, x, pair))
        return;
    if (x->rows == ROWS_SERVICE) {
        add_service(c, k, pair->row, pair->times);
        return;
    }
    if (to->view != pair->view || x->crowded) /* else it is shown still */
        effect_make(&x->shown, x, k, c->periods->n);
    to->view = pair->view;
    for (size_t i = 0; i < axis_fields(x); i++)
        field_show(&c->cells.fields[x->fields[i]], f ? pair->row : x->texts[pair->row][i]);
    effect_count_cells(&x->shown, &c->cells, pair->times);
    add_movement(c, x, f, pair->times);
    if (x->topic >= 0 && k->sides[SIDE_OPEN])
        add_topic(c, x, pair->row, pair->times);
    if (x->rows == ROWS_RULE)
        add_rule(c, x, pair->row, pair->times);
}

static void
begin_anew(struct axes *a, struct axis *x)
{
    table_free(&x->table);
    map_free(&x->known);
    x->n_views = 1;
    map_free(&x->pairs);
    x->n_texts = 0;
    if (x->of_view)
        memset(x->of_view, 0, x->cap_of_view * sizeof *x->of_view);
    for (size_t i = 0; i < axis_fields(x); i++) {
        struct field *f = &a->c->cells.fields[x->fields[i]];
        if (x->crowded || field_room(f) <= LOOK_EVERY)
            field_forget(f);
    }
    x->crowded = false;
}

/* What is numbered elsewhere. */
static void
forget_rows(struct axes *a, const struct axis *x)
{
    if (x->rows == ROWS_RULE)
        noise_forget(&a->c->noise);
    else if (x->rows == ROWS_SUPPLIER)
        feedback_forget(&a->c->feedback, TOPIC_SUPPLIER);
}

/* Findings that were counted as absent get their row. */
static void
place_absent(struct axes *a, struct axis *x)
{
    for (size_t view = 0; view < x->cap_absent; view++)
        if (x->absent[view])
            table_add(&x->table,
                      (uint32_t)field_text_number(&a->c->cells, &a->c->cells.fields[x->fields[0]],
                                                  (struct slice){0}),
                      (uint32_t)view, x->absent[view]);
    free(x->absent);
    x->absent = NULL;
    x->cap_absent = 0;
}

void
axes_add_up(struct axes *a)
{
    for (size_t i = 0; i < a->n; i++) {
        struct axis *x = &a->at[i];
        struct adding to = {a, x, 0};
        place_absent(a, x);
        if (x->crowded)
            scatter_begin(a, x);
        table_each(&x->table, add_pair, &to);
        if (x->crowded)
            forget_rows(a, x);
    }
    axes_sort_out(a);
    for (size_t i = 0; i < a->n; i++)
        begin_anew(a, &a->at[i]);
    a->memory = 0;
}
