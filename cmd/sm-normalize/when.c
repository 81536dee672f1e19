#include "when.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "when_tokens.h"

/* Which number is what, without a month's name: four digits first is y-m-d; with dots d.m.y; else whichever
 * part is above 12 is the day; else nobody can tell. */

#define WHEN_MAX 96        /* a longer text is no time */
#define YEAR_1971 31536000 /* what stands before or from 9999 on means that there is no time */
#define YEAR_9999 253370764800
#define SERIAL_1970 25569.0 /* days as spreadsheets count them, where a cell lost its format */
#define SERIAL_2000 36526.0
#define SERIAL_2051 55154.0
/* Days as SQLite's julianday() counts them; nothing else that is a time is a number of this size. */
#define JULIAN_1970 2440587.5
#define JULIAN_2100 2488069.5

static const char *const nothing[] = {
    "",
    "null",
    "none",
    "n/a",
    "na",
    "unknown",
    "never",
    "permanent",
    "indefinite",
    "unlimited",
    "-",
    "--",
    "tbd",
    "todo",
    "undefined",
    "nil",
    "placeholder-value",
    "yyyy-mm-dd",
    "[date]",
    "no expiry",
    "'-",
    "?",
    "not set",
    "open",
    "none set",
    "tba",
    "\xe2\x88\x9e",
    "\xe2\x80\x93",
    "\xe2\x80\x94",
};

static bool
is_nothing(struct slice s)
{
    for (size_t i = 0; i < sizeof nothing / sizeof *nothing; i++)
        if (s.n == strlen(nothing[i]) && slice_is_folded(s, nothing[i]))
            return true;
    return s.n && *s.p == '[' && s.p[s.n - 1] == ']'; /* a template's `[Date]` */
}

static int
full_year(int year, int digits)
{
    return digits > 2 ? year : year < 70 ? 2000 + year : 1900 + year;
}

/* With a month's name: the long number is the year, else the first is the day. */
static enum when
with_name(const struct when_tokens *t, int *y, int *m, int *d)
{
    if (t->numbers != 2)
        return WHEN_UNKNOWN;
    bool year_first = t->digits[0] > 2;
    int year = year_first ? 0 : 1;
    *y = full_year(t->number[year], t->digits[year]);
    *m = t->month;
    *d = t->number[1 - year];
    return WHEN_TIME;
}

static enum when
without_name(const struct when_tokens *t, int *y, int *m, int *d)
{
    const int *n = t->number;
    if (t->numbers != 3)
        return WHEN_UNKNOWN;
    if (t->digits[0] == 4) {
        *y = n[0], *m = n[1], *d = n[2];
        return WHEN_TIME;
    }
    if (t->digits[2] == 3 || t->digits[0] > 2 || t->digits[1] > 2)
        return WHEN_UNKNOWN;
    *y = full_year(n[2], t->digits[2]);
    if (t->marks[1] == '.' || n[0] > 12 || n[0] == n[1]) {
        *d = n[0], *m = n[1];
        return WHEN_TIME;
    }
    if (n[1] > 12) {
        *m = n[0], *d = n[1];
        return WHEN_TIME;
    }
    return WHEN_AMBIGUOUS;
}

static enum when
settle(const struct when_tokens *t, int64_t *seconds)
{
    int y = 0, m = 0, d = 0, h = t->h;
    enum when w = t->month ? with_name(t, &y, &m, &d) : without_name(t, &y, &m, &d);
    if (w != WHEN_TIME)
        return w;
    if (y <= 1970 || y == 9999)
        return WHEN_NONE;
    if (m < 1 || m > 12 || d < 1 || d > date_month_days(y, m))
        return WHEN_UNKNOWN;
    if (t->pm && h < 12)
        h += 12;
    if (t->am && h == 12)
        h = 0;
    *seconds = date_days(y, m, d) * DAY + h * 3600 + t->m * 60 + (t->s == 60 ? 59 : t->s) - t->east;
    return WHEN_TIME;
}

enum when
when_epoch(double value, int64_t *seconds)
{
    *seconds = DATE_NONE;
    if (value == 0 || value == -62135596800.0) /* Go's zero time */
        return WHEN_NONE;
    if (value >= SERIAL_2000 && value < SERIAL_2051) {
        *seconds = (int64_t)floor((value - SERIAL_1970) * 86400 + 0.5);
        return WHEN_TIME;
    }
    if (value >= JULIAN_1970 && value < JULIAN_2100) {
        *seconds = (int64_t)floor((value - JULIAN_1970) * 86400 + 0.5);
        if (*seconds >= YEAR_1971)
            return WHEN_TIME;
        *seconds = DATE_NONE;
        return WHEN_NONE;
    }
    if (!(value >= 1e8 && value < 1e19)) /* before 1973: a counter, a year */
        return WHEN_UNKNOWN;
    while (value >= 1e11)
        value /= 1000;
    *seconds = (int64_t)floor(value);
    return WHEN_TIME;
}

/* Digits only, with a fraction at most: 20260301, 20260301101500, or seconds since 1970. */
static bool
is_numeric(struct slice s)
{
    size_t dots = 0;
    for (size_t i = 0; i < s.n; i++) {
        dots += s.p[i] == '.';
        if (!isdigit((unsigned char)s.p[i]) && s.p[i] != '.')
            return false;
    }
    return dots < 2 && s.n < 32;
}

static enum when
read_numeric(struct slice s, int64_t *seconds)
{
    char copy[40];
    bool dot = memchr(s.p, '.', s.n) != NULL;
    if (!dot && (s.n == 8 || s.n == 14) && (slice_starts(s, "19") || slice_starts(s, "20"))) {
        struct slice day = {s.p, 8}, time = {s.p + 8, s.n - 8};
        struct when_tokens t = {0};
        return when_tokens(&t, day) && when_tokens(&t, time) ? settle(&t, seconds) : WHEN_UNKNOWN;
    }
    memcpy(copy, s.p, s.n);
    copy[s.n] = 0;
    return when_epoch(strtod(copy, NULL), seconds);
}

enum when
when_read(struct slice s, int64_t *seconds)
{
    *seconds = DATE_NONE;
    s = slice_trim(s);
    int64_t at = date_parse(s);
    if (at != DATE_NONE) {
        if (at < YEAR_1971 || at >= YEAR_9999)
            return WHEN_NONE;
        *seconds = at;
        return WHEN_TIME;
    }
    if (!s.n || is_nothing(s))
        return WHEN_NONE;
    if (s.n > WHEN_MAX)
        return WHEN_UNKNOWN;
    if (is_numeric(s))
        return read_numeric(s, seconds);
    struct when_tokens t = {0};
    return when_tokens(&t, s) ? settle(&t, seconds) : WHEN_UNKNOWN;
}
