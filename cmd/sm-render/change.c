#include "change.h"

#include <math.h>

#include "date.h"

bool
value_is(const struct metric *v)
{
    return v && v->value.has;
}

static bool
has_parts(const struct metric *v)
{
    return v->unit == UNIT_RATIO && v->numerator.has && v->denominator.has && v->denominator.v > 0;
}

/* What a ratio or a median rests on; a count is exact however small. */
static double
sample(const struct metric *v)
{
    if (has_parts(v))
        return v->denominator.v;
    return v->n.has ? v->n.v : HUGE_VAL;
}

bool
value_is_few(const struct model *m, const struct metric *v)
{
    return value_is(v) && v->unit != UNIT_COUNT && sample(v) < m->few;
}

bool
value_is_tiny(const struct model *m, const struct metric *v)
{
    return value_is(v) && v->unit != UNIT_COUNT && sample(v) < m->none;
}

static struct percent
percent_of(const struct metric *v)
{
    return has_parts(v) ? number_percent(v->numerator.v, v->denominator.v) : number_percent(v->value.v, 1);
}

double
value_shown(const struct metric *v)
{
    return v->unit == UNIT_RATIO ? percent_of(v).whole : number_rounded(v->value.v);
}

/* '<' or '>' where rounding would let a missed target look met, or a met one missed: 94.6 % of a target of 95
 * % is "< 95 %". Else 0. */
static char
bound_of(const struct metric *v)
{
    double scale = v->unit == UNIT_RATIO ? 100 : 1, shown = value_shown(v);
    double target = floor(v->target.v * scale * 1e9 + 0.5) / 1e9;
    double real = has_parts(v) ? 100 * v->numerator.v / v->denominator.v : v->value.v * scale;
    if (v->unit == UNIT_RATIO && percent_of(v).bound)
        return percent_of(v).bound;
    if (!v->target.has || v->status == STATUS_UNKNOWN || v->direction == DIRECTION_NONE)
        return 0;
    bool seems_met = v->direction == DIRECTION_LOWER ? shown <= target : shown >= target;
    if (seems_met == (v->status == STATUS_MET))
        return 0;
    return real > shown ? '>' : real < shown ? '<' : 0;
}

void
value_write_number(struct buf *b, const struct metric *v, bool words)
{
    char bound = bound_of(v);
    if (bound)
        buf_format(b, "%c" NBSP, bound);
    if (v->unit == UNIT_RATIO)
        number_write_percent(b, (struct percent){percent_of(v).whole, 0});
    else if (v->unit == UNIT_DAYS)
        number_write_days(b, v->value.v, words);
    else
        number_write_count(b, v->value);
}

void
value_write(struct buf *b, const struct model *m, const struct metric *v, bool whole)
{
    if (!value_is(v)) {
        buf_text(b, "n/a");
        return;
    }
    bool parts = has_parts(v) && value_is_few(m, v), number = !parts || (whole && !value_is_tiny(m, v));
    if (parts) {
        number_write_count(b, v->numerator);
        buf_text(b, NBSP "of" NBSP);
        number_write_count(b, v->denominator);
    }
    if (parts && number)
        buf_text(b, " (");
    if (number)
        value_write_number(b, v, false);
    if (parts && number)
        buf_text(b, ")");
}

void
value_write_goal(struct buf *b, const struct metric *v, bool words)
{
    bool ratio = v->unit == UNIT_RATIO, days = v->unit == UNIT_DAYS;
    number_write_exact(b, ratio ? 100 * v->target.v : v->target.v);
    if (ratio)
        buf_text(b, NBSP "%");
    else if (days)
        buf_text(b, !words ? NBSP "d" : v->target.v == 1 ? NBSP "day" : NBSP "days");
}

void
value_write_target(struct buf *b, const struct metric *v)
{
    static const char *const signs[] = {"=", "\xe2\x89\xa4", "\xe2\x89\xa5"};
    if (!v->target.has)
        return;
    buf_format(b, "%s" NBSP, signs[v->direction]);
    value_write_goal(b, v, false);
}

void
value_write_n(struct buf *b, const struct metric *v)
{
    if (v && v->n.has)
        number_write_count(b, v->n);
}

static bool
any_before(const struct series *s, size_t at)
{
    for (size_t i = 0; i < at; i++)
        if (value_is(s->at[i]))
            return true;
    return false;
}

static bool
moved(const struct model *m, const struct metric *now, const struct metric *before, double delta)
{
    double size = fabs(delta), was = fabs(value_shown(before));
    if (now->unit == UNIT_RATIO)
        return size >= m->flat_points &&
               size / 100 * fmin(sample(now), sample(before)) >= m->flat_items - 1e-9;
    if (now->unit == UNIT_DAYS)
        return size >= m->flat_days && size >= m->flat_days_share * was - 1e-9;
    return true;
}

struct change
change_of(const struct model *m, const struct series *s)
{
    const struct metric *now = s->at[m->now], *before = m->now ? s->at[m->now - 1] : NULL;
    struct change c = {CHANGE_UNKNOWN, 0, 0};
    if (m->partial_day != DATE_NONE)
        c.kind = CHANGE_HIDDEN;
    else if (!value_is(now))
        c.kind = CHANGE_UNKNOWN;
    else if (!value_is(before))
        c.kind = any_before(s, m->now) ? CHANGE_UNKNOWN : CHANGE_FIRST;
    else if (now->unit == UNIT_RATIO && (value_is_tiny(m, now) || value_is_tiny(m, before)))
        c.kind = CHANGE_UNKNOWN;
    else if ((c.delta = round(10 * (value_shown(now) - value_shown(before))) / 10) == 0)
        c.kind = bound_of(now) == bound_of(before) ? CHANGE_SAME : CHANGE_FLAT;
    else
        c.kind = moved(m, now, before, c.delta) ? CHANGE_MOVED : CHANGE_FLAT;
    if (c.kind == CHANGE_MOVED && now->direction != DIRECTION_NONE)
        c.better = (c.delta < 0) == (now->direction == DIRECTION_LOWER) ? 1 : -1;
    return c;
}

void
change_write(struct buf *b, enum unit unit, struct change c)
{
    static const char *const words[] = {"n/a", "n/a", "first", "=", "\xe2\x89\x88"};
    if (c.kind != CHANGE_MOVED) {
        buf_text(b, words[c.kind]);
        return;
    }
    buf_text(b, c.delta < 0 ? MINUS : "+");
    number_write_rounded(b, fabs(c.delta));
    buf_text(b, unit == UNIT_RATIO ? NBSP "pt" : unit == UNIT_DAYS ? NBSP "d" : "");
}

const char *
change_word(struct change c)
{
    return c.better > 0 ? "better" : c.better < 0 ? "worse" : "";
}
