#include "sentence_value.h"

#include <string.h>

#include "date.h"
#include "says.h"

void
sentence_period(struct prose *p, const struct model *m, size_t at)
{
    struct buf b = {0};
    period_said(&b, model_period(m, at));
    prose_buf(p, &b);
    buf_free(&b);
}

static const char *
ordinal(int day)
{
    static const char *const endings[] = {"th", "st", "nd", "rd"};
    return endings[day % 10 > 3 || day / 10 == 1 ? 0 : day % 10];
}

/* "So far in October (to the 17th)"; `begins`: with its capital. */
static void
say_so_far(struct prose *p, const struct model *m, bool begins)
{
    int64_t year;
    int month, day;
    date_civil(m->partial_day, &year, &month, &day);
    prose_own(p, begins ? "So far in " : "so far in ");
    sentence_period(p, m, m->now);
    if (m->first.grain == GRAIN_MONTH)
        prose_own(p, " (to the %d%s)", day, ordinal(day));
    else
        prose_own(p, " (to %04d-%02d-%02d)", (int)year, month, day);
}

static void
own_value(struct prose *p, const struct model *m, const struct metric *v)
{
    struct buf b = {0};
    if (v->unit == UNIT_RATIO)
        value_write(&b, m, v, true);
    else
        value_write_number(&b, v, true);
    prose_buf(p, &b);
    buf_free(&b);
}

static void
own_number(struct prose *p, const struct metric *v)
{
    struct buf b = {0};
    value_write_number(&b, v, true);
    prose_buf(p, &b);
    buf_free(&b);
}

static void
own_parts(struct prose *p, const struct metric *v)
{
    struct buf b = {0};
    number_write_count(&b, v->numerator);
    buf_text(&b, " of ");
    number_write_count(&b, v->denominator);
    prose_buf(p, &b);
    buf_free(&b);
}

static void
say_title(struct prose *p, const struct model *m, struct subject s, const struct metric *v, bool so_far)
{
    prose_add(p, RUN_NAME, s.title);
    if (so_far) {
        prose_own(p, ", ");
        say_so_far(p, m, false);
    }
    prose_own(p, ": ");
    own_value(p, m, v);
}

/* Can the metric's own words be said of its value: "1 findings are" can't. */
static bool
has_words(struct prose *p, const struct metric *v)
{
    bool one = v->unit == UNIT_COUNT && v->value.v == 1;
    return v->says.n && (!one || says_one(p->pool, v->says).n);
}

static void
say_count(struct prose *p, const struct model *m, const struct metric *v, bool so_far)
{
    if (v->value.v == 0 && !says_no(v->says))
        prose_own(p, so_far ? "no" : "No");
    else
        own_value(p, m, v);
    prose_own(p, " ");
    prose_add(p, RUN_NAME, v->value.v == 1 ? says_one(p->pool, v->says) : v->says);
}

/* "[15 of 18] findings …", "[1 of 18] findings … was", "[1 of 1] finding … was". */
static struct slice
words_of_parts(struct prose *p, const struct metric *v)
{
    struct slice one = v->denominator.v == 1 ? says_one(p->pool, v->says) : (struct slice){0};
    return one.n ? one : v->numerator.v == 1 ? says_one_of(p->pool, v->says) : v->says;
}

static void
say_ratio(struct prose *p, const struct model *m, struct subject s, const struct metric *v, bool so_far)
{
    bool parts = v->numerator.has && v->denominator.has && v->denominator.v > 0;
    if (!v->says.n) {
        say_title(p, m, s, v, so_far);
        if (parts && !value_is_few(m, v)) {
            prose_own(p, " (");
            own_parts(p, v);
            prose_own(p, ")");
        }
    } else if (parts && value_is_few(m, v)) {
        own_parts(p, v);
        prose_own(p, " ");
        prose_add(p, RUN_NAME, words_of_parts(p, v));
        prose_own(p, " (");
        if (value_is_tiny(m, v))
            prose_own(p, "too few for a percentage");
        else
            own_number(p, v);
        prose_own(p, ")");
    } else {
        own_number(p, v);
        prose_own(p, slice_starts(v->says, "of ") ? " " : " of the ");
        prose_add(p, RUN_NAME, v->says);
        if (parts) {
            prose_own(p, " (");
            own_parts(p, v);
            prose_own(p, ")");
        }
    }
}

/* "Median time to resolve is 26 days". */
static void
say_days(struct prose *p, const struct model *m, const struct metric *v, bool so_far)
{
    char *copy = pool_copy(p->pool, v->says.p, v->says.n);
    if (*copy >= 'a' && *copy <= 'z' && !so_far)
        *copy = (char)(*copy - 'a' + 'A');
    prose_add(p, RUN_NAME, (struct slice){copy, v->says.n});
    prose_own(p, slice_ends(v->says, " is") ? " " : " is ");
    own_value(p, m, v);
}

void
sentence_value(struct prose *p, const struct model *m, struct subject s, bool so_far)
{
    const struct metric *v = s.series->at[m->now];
    if (so_far && has_words(p, v)) {
        say_so_far(p, m, true);
        prose_own(p, ": ");
    }
    if (v->unit == UNIT_RATIO)
        say_ratio(p, m, s, v, so_far);
    else if (!has_words(p, v))
        say_title(p, m, s, v, so_far);
    else if (v->unit == UNIT_DAYS)
        say_days(p, m, v, so_far);
    else
        say_count(p, m, v, so_far);
}
