#include "period.h"

#include "date.h"

static const char *const months[] = {"January", "February", "March",     "April",   "May",      "June",
                                     "July",    "August",   "September", "October", "November", "December"};
static const int per_year[] = {12, 4, 1};

bool
period_read(struct slice s, struct period *p)
{
    int year = date_digits(s, 0, 4), part;
    if (year < 0 || (s.n > 4 && s.p[4] != '-'))
        return false;
    if (s.n == 4) {
        *p = (struct period){GRAIN_YEAR, year};
        return true;
    }
    if (s.n != 7)
        return false;
    if (s.p[5] == 'Q') {
        part = date_digits(s, 6, 1);
        *p = (struct period){GRAIN_QUARTER, (int64_t)year * 4 + part - 1};
        return part >= 1 && part <= 4;
    }
    part = date_digits(s, 5, 2);
    *p = (struct period){GRAIN_MONTH, (int64_t)year * 12 + part - 1};
    return part >= 1 && part <= 12;
}

static int
year_of(struct period p)
{
    return (int)(p.number / per_year[p.grain]);
}

static int
part_of(struct period p)
{
    return (int)(p.number % per_year[p.grain]);
}

void
period_write(struct buf *b, struct period p)
{
    buf_format(b, "%04d", year_of(p));
    if (p.grain == GRAIN_MONTH)
        buf_format(b, "-%02d", part_of(p) + 1);
    else if (p.grain == GRAIN_QUARTER)
        buf_format(b, "-Q%d", part_of(p) + 1);
}

void
period_said(struct buf *b, struct period p)
{
    if (p.grain == GRAIN_MONTH)
        buf_text(b, months[part_of(p)]);
    else if (p.grain == GRAIN_QUARTER)
        buf_format(b, "Q%d", part_of(p) + 1);
    else
        buf_format(b, "%d", year_of(p));
}

void
period_name(struct buf *b, struct period p)
{
    period_said(b, p);
    if (p.grain != GRAIN_YEAR)
        buf_format(b, " %d", year_of(p));
}

void
period_short(struct buf *b, struct period p)
{
    if (p.grain == GRAIN_MONTH)
        buf_format(b, "%.3s\xc2\xa0%d", months[part_of(p)], year_of(p));
    else
        period_name(b, p);
}

int64_t
months_in(enum grain g)
{
    return 12 / per_year[g];
}

struct period
period_last_month(struct period p)
{
    return (struct period){GRAIN_MONTH, (p.number + 1) * months_in(p.grain) - 1};
}

int64_t
period_last_day(struct period p)
{
    int64_t month = period_last_month(p).number + 1;
    return date_days(month / 12, (int)(month % 12) + 1, 1) - 1;
}

const char *
grain_word(enum grain g)
{
    static const char *const words[] = {"month", "quarter", "year"};
    return words[g];
}
