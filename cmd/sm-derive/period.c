#include "period.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "limits.h"
#include "mem.h"

/* YYYY | YYYY-MM | YYYY-Qn: `months` long, the `number`th such since year 0. */
struct calendar {
    int months;
    int64_t number;
};

static bool
parse_one(struct slice s, struct calendar *c)
{
    int year = date_digits(s, 0, 4);
    if (year < 1)
        return false;
    if (s.n == 4) {
        *c = (struct calendar){12, year};
        return true;
    }
    if (s.n != 7 || s.p[4] != '-')
        return false;
    if (s.p[5] == 'Q' && s.p[6] >= '1' && s.p[6] <= '4') {
        *c = (struct calendar){3, year * 4 + s.p[6] - '1'};
        return true;
    }
    int month = date_digits(s, 5, 2);
    *c = (struct calendar){1, year * 12 + month - 1};
    return month >= 1 && month <= 12;
}

static int64_t
first_day(struct calendar c)
{
    int per_year = 12 / c.months;
    return date_days(c.number / per_year, (int)(c.number % per_year) * c.months + 1, 1);
}

static int64_t
a_year_before(int64_t day)
{
    int64_t year;
    int month, d;
    date_civil(day, &year, &month, &d);
    if (d > date_month_days(year - 1, month))
        d = date_month_days(year - 1, month);
    return date_days(year - 1, month, d);
}

static void
name_of(char *name, size_t n, struct calendar c)
{
    long long year = c.number / (12 / c.months);
    int part = (int)(c.number % (12 / c.months)) + 1;
    if (c.months == 12)
        snprintf(name, n, "%04lld", year);
    else
        snprintf(name, n, c.months == 3 ? "%04lld-Q%d" : "%04lld-%02d", year, part);
}

static void
set(struct period *p, struct calendar c, int64_t as_of_day)
{
    struct calendar next = {c.months, c.number + 1}, after = {c.months, c.number + 2};
    struct buf b = {0};
    name_of(p->name, sizeof p->name, c);
    name_of(p->previous, sizeof p->previous, (struct calendar){c.months, c.number - 1});
    p->first_day = first_day(c);
    p->last_day = first_day(next) - 1;
    p->next_last = first_day(after) - 1;
    if (as_of_day < p->last_day)
        p->last_day = as_of_day;
    p->start = p->first_day * DAY;
    p->end = (p->last_day + 1) * DAY;
    p->year_start = a_year_before(p->last_day + 1) * DAY;
    date_write(&b, p->end - 1);
    snprintf(p->as_of, sizeof p->as_of, "%s", buf_string(&b));
    buf_free(&b);
}

static const char *
parse_range(const char *text, struct calendar *from, struct calendar *to)
{
    const char *dots = strstr(text, "..");
    struct slice first = {text, dots ? (size_t)(dots - text) : strlen(text)};
    if (!parse_one(first, from) || (dots && !parse_one(slice_of(dots + 2), to)))
        return "not a month (2026-10), quarter (2026-Q4), year (2026) or range (2025-11..2026-10)";
    if (!dots)
        *to = *from;
    if (from->months != to->months)
        return "a range has two months, two quarters or two years";
    if (to->number < from->number)
        return "the range ends before it begins";
    return NULL;
}

const char *
periods_parse(struct periods *p, const char *text, int64_t as_of)
{
    static char why[160];
    struct calendar from, to;
    *p = (struct periods){0};
    const char *bad = parse_range(text, &from, &to);
    if (bad)
        return bad;
    if (to.number - from.number >= PERIODS_MAX) {
        snprintf(why, sizeof why, "more than %d periods", PERIODS_MAX);
        return why;
    }
    int64_t day = as_of == DATE_NONE ? INT64_MAX : date_day(as_of);
    if (day < first_day(from))
        return "--as-of is before the first period";
    p->at = xcalloc((size_t)(to.number - from.number) + 1, sizeof *p->at);
    for (struct calendar c = from; c.number <= to.number; c.number++) {
        if (day < first_day(c))
            p->left_out++;
        else
            set(&p->at[p->n++], c, day);
    }
    return NULL;
}

void
periods_free(struct periods *p)
{
    free(p->at);
    *p = (struct periods){0};
}
