#include "when.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "calendar.h"
#include "text.h"

/* A time is read as tokens in any order: up to three numbers of the day (with the mark before each), a
 * month's name, one time of day `h:mm[:ss[.f]] [am|pm]`, a zone (`Z`, `+hh[:]mm`, a name) behind it. Names of
 * weekdays, fillers and what stands in parentheses say nothing; any other word makes it no time. Which number
 * is what, without a month's name: four digits first is y-m-d; with dots d.m.y; else whichever part is above
 * 12 is the day; else nobody can tell. */

#define WHEN_MAX 96 /* a longer text is no time */
#define WORD_MAX 64
#define YEAR_1971 31536000 /* what stands before or from 9999 on means that there is no time */
#define YEAR_9999 253370764800
#define SERIAL_1970 25569.0 /* days as spreadsheets count them, where a cell lost its format */
#define SERIAL_2000 36526.0
#define SERIAL_2051 55154.0
#define JULIAN_1970 \
    2440587.5 /* as SQLite's julianday() counts days; nothing else that is a time is a number */
#define JULIAN_2100 2488069.5 /* of this size */

struct scan {
    const char *p, *end;
    int number[3], digits[3];
    size_t numbers;
    char mark;          /* last separator met */
    char marks[3];      /* before each number */
    int month;          /* from a name */
    size_t month_after; /* how many numbers came before the name */
    int h, m, s;
    bool time, pm, am, zone, named_zone, compact, maybe_weekday;
    int east; /* seconds */
};

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

static bool
blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static int
take_digits(struct scan *s, int *digits)
{
    int v = 0;
    *digits = 0;
    while (s->p < s->end && isdigit((unsigned char)*s->p) && *digits < 9) {
        v = v * 10 + (*s->p++ - '0');
        ++*digits;
    }
    return v;
}

static bool
next_is(const struct scan *s, char c)
{
    return s->p < s->end && *s->p == c;
}

static void
skip_fraction(struct scan *s)
{
    if ((next_is(s, '.') || next_is(s, ',')) && s->p + 1 < s->end && isdigit((unsigned char)s->p[1]))
        do
            s->p++;
        while (s->p < s->end && isdigit((unsigned char)*s->p));
}

/* s stands behind the hours' digits, on the colon. */
static bool
take_time(struct scan *s, int hours)
{
    int digits;
    s->p++;
    s->h = hours;
    s->m = take_digits(s, &digits);
    if (digits != 2 || s->m > 59 || s->h > 24)
        return false;
    if (next_is(s, ':')) {
        s->p++;
        s->s = take_digits(s, &digits);
        if (digits < 1 || digits > 2 || s->s > 60)
            return false;
        skip_fraction(s);
    }
    s->time = true;
    return s->h < 24 || (s->m == 0 && s->s == 0);
}

/* 101500 behind 20260301T. */
static bool
take_compact_time(struct scan *s, int v, int digits)
{
    if (digits == 4)
        v *= 100;
    else if (digits != 6)
        return false;
    s->h = v / 10000;
    s->m = v / 100 % 100;
    s->s = v % 100;
    s->time = true;
    skip_fraction(s);
    return s->h <= 23 && s->m <= 59 && s->s <= 60;
}

static bool
take_number(struct scan *s)
{
    int digits, v = take_digits(s, &digits);
    if (digits > 8 || (s->p < s->end && isdigit((unsigned char)*s->p)))
        return false;
    if (!s->time && digits <= 2 && next_is(s, ':'))
        return take_time(s, v);
    if (!s->time && s->compact)
        return take_compact_time(s, v, digits);
    if (digits == 8 && !s->numbers) {
        s->number[0] = v / 10000;
        s->number[1] = v / 100 % 100;
        s->number[2] = v % 100;
        s->digits[0] = 4;
        s->digits[1] = s->digits[2] = 2;
        s->numbers = 3;
        s->compact = true;
        return true;
    }
    if (s->numbers == 3 || digits > 4 || s->compact)
        return false;
    s->number[s->numbers] = v;
    s->digits[s->numbers] = digits;
    s->marks[s->numbers++] = s->mark;
    s->mark = 0;
    return true;
}

/* +hh, +hhmm, +hh:mm behind a time; a second one says nothing new. */
static bool
take_offset(struct scan *s)
{
    int sign = *s->p == '-' ? -1 : 1, digits, v, minutes = 0;
    s->p++;
    v = take_digits(s, &digits);
    if (digits == 4) {
        minutes = v % 100;
        v /= 100;
    } else if (digits != 2 && digits != 1) {
        return false;
    } else if (next_is(s, ':')) {
        s->p++;
        minutes = take_digits(s, &digits);
        if (digits != 2)
            return false;
    }
    if (v > 23 || minutes > 59)
        return false;
    if (!s->zone)
        s->east = sign * (v * 60 + minutes) * 60;
    s->zone = true;
    return true;
}

/* a.m. p.m. and their spellings; the dots have not been taken. */
static bool
take_meridian(struct scan *s, struct slice word)
{
    bool a = slice_is(word, "am"), p = slice_is(word, "pm");
    if ((slice_is(word, "a") || slice_is(word, "p")) && next_is(s, '.')) {
        const char *q = s->p + 1;
        while (q < s->end && blank(*q))
            q++;
        if (q < s->end && (*q == 'm' || *q == 'M')) {
            a = *word.p == 'a';
            p = !a;
            s->p = q + 1;
        }
    }
    if (!s->time || (!a && !p))
        return false;
    s->am |= a;
    s->pm |= p;
    return true;
}

static bool
is_ordinal(const struct scan *s, struct slice word, const char *start)
{
    return s->numbers && isdigit((unsigned char)start[-1]) &&
           (slice_is(word, "st") || slice_is(word, "nd") || slice_is(word, "rd") || slice_is(word, "th") ||
            slice_is(word, "er") || slice_is(word, "o"));
}

/* `mar.,` may be a Tuesday: the first of two months' names, with a comma behind it, is a day's. */
static bool
take_month(struct scan *s, int month, struct slice word)
{
    if (s->month && !s->maybe_weekday)
        return false;
    s->maybe_weekday = !s->month && !s->numbers && calendar_is_weekday(word);
    s->month = month;
    s->month_after = s->numbers;
    return true;
}

static bool
comma_follows(const struct scan *s)
{
    const char *p = s->p;
    while (p < s->end && (blank(*p) || *p == '.'))
        p++;
    return p < s->end && *p == ',';
}

static bool
judge_word(struct scan *s, struct slice word, const char *start)
{
    int east, month;
    if (slice_is(word, "t") && s->numbers == 3 && !s->time)
        return true;
    if (take_meridian(s, word) || is_ordinal(s, word, start))
        return true;
    if ((month = calendar_month(word)))
        return take_month(s, month, word);
    if (s->time && calendar_zone(word, &east)) {
        if (!s->zone && !s->named_zone)
            s->east = east * 60;
        s->named_zone = true;
        return true;
    }
    if (slice_is(word, "m") && next_is(s, '=')) { /* Go's monotonic clock */
        s->p = s->end;
        return true;
    }
    return calendar_is_weekday(word) || calendar_is_filler(word) ||
           (!s->numbers && !s->time && comma_follows(s));
}

static bool
is_letter(char c)
{
    return isalpha((unsigned char)c) || (unsigned char)c >= 0x80;
}

static bool
take_word(struct scan *s)
{
    char text[WORD_MAX];
    struct buf folded = {0};
    const char *start = s->p;
    while (s->p < s->end && is_letter(*s->p))
        s->p++;
    text_fold(&folded, (struct slice){start, (size_t)(s->p - start)});
    size_t n = folded.n;
    bool fits = n <= sizeof text;
    if (fits && n)
        memcpy(text, folded.p, n);
    buf_free(&folded);
    return fits && judge_word(s, (struct slice){text, n}, start);
}

static bool
take_token(struct scan *s)
{
    char c = *s->p;
    if (isdigit((unsigned char)c))
        return take_number(s);
    if ((c == '+' || c == '-') && s->time && s->p + 1 < s->end && isdigit((unsigned char)s->p[1]))
        return take_offset(s);
    if (is_letter(c))
        return take_word(s);
    if (c == '(') {
        const char *close = memchr(s->p, ')', (size_t)(s->end - s->p));
        s->p = close ? close + 1 : s->end;
        return true;
    }
    if (!blank(c) && !strchr(",./-'", c))
        return false;
    if (!blank(c) || !s->mark)
        s->mark = c;
    s->p++;
    return true;
}

static int
full_year(int year, int digits)
{
    return digits > 2 ? year : year < 70 ? 2000 + year : 1900 + year;
}

/* With a month's name: the long number is the year, else the first is the day. */
static enum when
with_name(const struct scan *s, int *y, int *m, int *d)
{
    if (s->numbers != 2)
        return WHEN_UNKNOWN;
    bool year_first = s->digits[0] > 2;
    int year = year_first ? 0 : 1;
    *y = full_year(s->number[year], s->digits[year]);
    *m = s->month;
    *d = s->number[1 - year];
    return WHEN_TIME;
}

static enum when
without_name(const struct scan *s, int *y, int *m, int *d)
{
    const int *n = s->number;
    if (s->numbers != 3)
        return WHEN_UNKNOWN;
    if (s->digits[0] == 4) {
        *y = n[0], *m = n[1], *d = n[2];
        return WHEN_TIME;
    }
    if (s->digits[2] == 3 || s->digits[0] > 2 || s->digits[1] > 2)
        return WHEN_UNKNOWN;
    *y = full_year(n[2], s->digits[2]);
    if (s->marks[1] == '.' || n[0] > 12 || n[0] == n[1]) {
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
settle(const struct scan *s, int64_t *seconds)
{
    int y = 0, m = 0, d = 0, h = s->h;
    enum when w = s->month ? with_name(s, &y, &m, &d) : without_name(s, &y, &m, &d);
    if (w != WHEN_TIME)
        return w;
    if (y <= 1970 || y == 9999)
        return WHEN_NONE;
    if (m < 1 || m > 12 || d < 1 || d > date_month_days(y, m))
        return WHEN_UNKNOWN;
    if (s->pm && h < 12)
        h += 12;
    if (s->am && h == 12)
        h = 0;
    *seconds = date_days(y, m, d) * DAY + h * 3600 + s->m * 60 + (s->s == 60 ? 59 : s->s) - s->east;
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
        struct scan scan = {.p = s.p, .end = s.p + 8};
        if (take_number(&scan) && scan.compact) {
            scan.p = s.p + 8;
            scan.end = s.p + s.n;
            if (s.n == 8 || take_number(&scan))
                return settle(&scan, seconds);
        }
        return WHEN_UNKNOWN;
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
    int64_t t = date_parse(s);
    if (t != DATE_NONE) {
        if (t < YEAR_1971 || t >= YEAR_9999)
            return WHEN_NONE;
        *seconds = t;
        return WHEN_TIME;
    }
    if (!s.n || is_nothing(s))
        return WHEN_NONE;
    if (s.n > WHEN_MAX)
        return WHEN_UNKNOWN;
    if (is_numeric(s))
        return read_numeric(s, seconds);
    struct scan scan = {.p = s.p, .end = s.p + s.n};
    while (scan.p < scan.end)
        if (!take_token(&scan))
            return WHEN_UNKNOWN;
    return settle(&scan, seconds);
}
