#include "scatter.h"

#include "count.h"
#include "dimensions.h"
#include "key.h"
#include "limits.h"

struct scattered { /* what goes into the spread */
    struct axes *a;
    struct axis *x;
    uint32_t effect, times;
};

void
scatter_begin(struct axes *a, struct axis *x)
{
    x->spread = spread_new(&a->file, hash_64);
    x->bound = false;
}

/* The number of a view's effect; or EFFECT_NONE. */
static uint32_t
effect_of(const struct axes *a, struct axis *x, uint32_t view)
{
    if (view >= x->cap_of_view) {
        size_t before = x->cap_of_view;
        x->of_view = xgrow(x->of_view, &x->cap_of_view, (size_t)view + 1, sizeof *x->of_view);
        memset(x->of_view + before, 0, (x->cap_of_view - before) * sizeof *x->of_view);
    }
    if (!x->of_view[view]) {
        effect_make(&x->shown, x, x->views[view], a->c->periods->n);
        size_t at = x->shown.own ? SIZE_MAX : effects_keep(&x->effects, &x->shown);
        x->of_view[view] = at == SIZE_MAX ? EFFECT_NONE : (uint32_t)at + 1;
    }
    return x->of_view[view] == EFFECT_NONE ? EFFECT_NONE : x->of_view[view] - 1;
}

static inline void
put(const struct scattered *s, struct slice key, unsigned to)
{
    const struct axis *x = s->x;
    to &= (x->group != NO_GROUP ? TO_CELLS : 0u) | (x->part >= 0 ? TO_PLACE : 0u) |
          (x->owner ? TO_OWNER : 0u) | (x->topic >= 0 || x->rows == ROWS_RULE ? TO_TOPIC : 0u);
    if (to)
        spread_add(x->spread, key, s->effect << TO_BITS | to, s->times);
}

/* ---- fields ---- */

static struct slice
plain(struct slice value)
{
    struct slice s = slice_trim(value);
    return s.n ? s : (struct slice){0};
}

/* Cells, the reconciliation and the lists each have their own idea of what the values are. */
static void
put_odd(const struct scattered *s, const struct field *f, struct slice json)
{
    struct count *c = s->a->c;
    struct slice values[DIMENSION_VALUES_MAX];
    size_t n = field_values(&c->cells, f, json, values);
    for (size_t i = 0; i < n; i++) {
        put(s, values[i], TO_CELLS);
        put(s, plain(values[i]), i ? TO_PLACE : TO_PLACE | TO_OWNER);
    }
    n = 0;
    if (s->x->topic == TOPIC_COMPONENT)
        n = (values[0] = feedback_component(&c->feedback, json)).n > 0;
    else if (s->x->topic == TOPIC_CWE)
        n = feedback_cwes(&c->feedback, json, values);
    for (size_t i = 0; i < n; i++)
        put(s, values[i], TO_TOPIC);
}

static inline void
put_json(const struct scattered *s, struct slice json)
{
    const struct field *f = &s->a->c->cells.fields[s->x->fields[0]];
    struct slice text;
    bool in_array;
    if (!json.p || slice_is(json, "null"))
        put(s, (struct slice){0}, TO_CELLS | TO_PLACE | TO_OWNER);
    else if (field_is_plain(f, json, &text, &in_array))
        put(s, text,
            TO_CELLS | TO_PLACE | TO_OWNER | (in_array == (s->x->topic == TOPIC_CWE) ? TO_TOPIC : 0u));
    else
        put_odd(s, f, json);
}

/* Every value of the one with every value of the other. */
static void
put_two(const struct scattered *s, struct slice one, struct slice other)
{
    struct cells *c = &s->a->c->cells;
    struct slice values[DIMENSION_VALUES_MAX];
    struct buf *key = &s->a->key, ones = {0};
    size_t n = field_values(c, &c->fields[s->x->fields[0]], one, values), at = 0, ends[DIMENSION_VALUES_MAX];
    for (size_t i = 0; i < n; i++) {
        key_part(&ones, values[i]);
        ends[i] = ones.n;
    }
    size_t others = field_values(c, &c->fields[s->x->fields[1]], other, values);
    for (size_t i = 0; i < n; at = ends[i++]) {
        for (size_t k = 0; k < others; k++) {
            key->n = 0;
            buf_add(key, ones.p + at, ends[i] - at);
            key_part(key, values[k]);
            put(s, buf_as_slice(key), TO_CELLS);
        }
    }
    buf_free(&ones);
}

/* ---- rules ---- */

#define TOOL_BYTES 5 /* at most; seven bits each, all but the last with the eighth */

static bool
fits(struct slice rule)
{
    return rule.p && rule.n + TOOL_BYTES <= SPREAD_KEY_MAX;
}

static void
put_rule(const struct scattered *s, uint32_t tool, struct slice rule)
{
    struct buf *key = &s->a->key;
    key->n = 0;
    buf_room(key, TOOL_BYTES + rule.n);
    for (; tool >= 0x80; tool >>= 7)
        key->p[key->n++] = (char)(tool | 0x80);
    key->p[key->n++] = (char)tool;
    if (rule.n)
        memcpy(key->p + key->n, rule.p, rule.n);
    key->n += rule.n;
    put(s, buf_as_slice(key), TO_RULE);
}

struct slice
scatter_rule_of(struct slice key, uint32_t *tool)
{
    const char *p = key.p;
    *tool = *p & 0x7f;
    for (int shift = 7; (unsigned char)*p++ & 0x80; shift += 7)
        *tool |= (uint32_t)(*p & 0x7f) << shift;
    return (struct slice){p, key.n - (size_t)(p - key.p)};
}

/* The findings of its tool stand in the table. */
static void
take_rule(const struct scattered *s, const struct subject *subject, uint32_t view)
{
    uint32_t tool = noise_tool(&s->a->c->noise, subject->tool);
    s->a->memory += table_add(&s->x->table, 2 * tool, view, 1);
    put_rule(s, tool, subject->rule);
}

/* ---- a finding, a row ---- */

bool
scatter(struct axes *a, struct axis *x, uint32_t view, const struct subject *subject)
{
    const struct scattered s = {a, x, effect_of(a, x, view), 1};
    if (s.effect == EFFECT_NONE || (x->rows == ROWS_RULE && !fits(subject->rule)))
        return false;
    if (x->rows == ROWS_FIELD) {
        put_json(&s, axes_text(a, x->fields[0], subject));
    } else if (x->rows == ROWS_PAIR) {
        put_two(&s, axes_text(a, x->fields[0], subject), axes_text(a, x->fields[1], subject));
    } else if (x->rows == ROWS_SUPPLIER) {
        struct slice name = feedback_supplier(subject);
        if (name.n)
            put(&s, name, TO_TOPIC);
    } else {
        take_rule(&s, subject, view);
    }
    return true;
}

static bool
scatter_rule(const struct scattered *s, uint32_t row)
{
    struct noise *n = &s->a->c->noise;
    const struct effect *e = &s->x->effects.at[s->effect];
    struct slice tool, rule;
    if (!noise_row_names(n, row, &tool, &rule) || !fits(rule))
        return false;
    uint32_t number = noise_tool(n, tool);
    for (struct effect_walk w = effect_walk(e, EFFECT_NOISY); effect_next(&w);)
        noise_add_tool(n, number, w.period, s->times);
    put_rule(s, number, rule);
    return true;
}

bool
scatter_row(struct axes *a, struct axis *x, const struct tabled *pair)
{
    const struct field *fields = a->c->cells.fields;
    const struct scattered s = {a, x, x->crowded ? effect_of(a, x, pair->view) : EFFECT_NONE, pair->times};
    if (s.effect == EFFECT_NONE)
        return false;
    if (x->rows == ROWS_FIELD)
        put_json(&s, field_text(&fields[x->fields[0]], pair->row));
    else if (x->rows == ROWS_PAIR)
        put_two(&s, field_text(&fields[x->fields[0]], x->texts[pair->row][0]),
                field_text(&fields[x->fields[1]], x->texts[pair->row][1]));
    else if (x->rows == ROWS_SUPPLIER)
        put(&s, feedback_name(&a->c->feedback, TOPIC_SUPPLIER, pair->row), TO_TOPIC);
    else
        return scatter_rule(&s, pair->row);
    return true;
}
