#include "date.h"

#include <ctype.h>
#include <string.h>

/* Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms": days_from_civil, civil_from_days. */
int64_t
date_days(int64_t year, int month, int day)
{
    year -= month <= 2;
    int64_t era = (year >= 0 ? year : year - 399) / 400;
    int64_t yoe = year - era * 400;
    int64_t doy = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    int64_t doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
    return era * 146097 + doe - 719468;
}

void
date_civil(int64_t days, int64_t *year, int *month, int *day)
{
    days += 719468;
    int64_t era = (days >= 0 ? days : days - 146096) / 146097;
    int64_t doe = days - era * 146097;
    int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    int64_t mp = (5 * doy + 2) / 153;
    *day = (int)(doy - (153 * mp + 2) / 5 + 1);
    *month = (int)(mp < 10 ? mp + 3 : mp - 9);
    *year = yoe + era * 400 + (*month <= 2);
}

int
date_month_days(int64_t year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return days[month - 1] + (month == 2 && leap);
}

int64_t
date_day(int64_t seconds)
{
    return (seconds >= 0 ? seconds : seconds - (DAY - 1)) / DAY;
}

int
date_digits(struct slice s, size_t at, size_t n)
{
    int v = 0;
    if (at + n > s.n)
        return -1;
    for (size_t i = at; i < at + n; i++) {
        if (!isdigit((unsigned char)s.p[i]))
            return -1;
        v = v * 10 + (s.p[i] - '0');
    }
    return v;
}

static bool
is(struct slice s, size_t at, char c)
{
    return at < s.n && s.p[at] == c;
}

static int64_t
parse_day(struct slice s)
{
    int year = date_digits(s, 0, 4), month = date_digits(s, 5, 2), day = date_digits(s, 8, 2);
    if (year < 1 || month < 1 || month > 12 || day < 1 || !is(s, 4, '-') || !is(s, 7, '-'))
        return DATE_NONE;
    if (day > date_month_days(year, month))
        return DATE_NONE;
    return date_days(year, month, day) * DAY;
}

bool
date_is_day(struct slice s)
{
    return s.n == 10 && parse_day(s) != DATE_NONE;
}

/* The zone at s[at] to the end, as seconds east; false when it is none. */
static bool
parse_zone(struct slice s, size_t at, int *east)
{
    *east = 0;
    if ((is(s, at, 'Z') || is(s, at, 'z')) && at + 1 == s.n)
        return true;
    int hours = date_digits(s, at + 1, 2), minutes = date_digits(s, at + 4, 2);
    if ((!is(s, at, '+') && !is(s, at, '-')) || !is(s, at + 3, ':') || at + 6 != s.n)
        return false;
    if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59)
        return false;
    *east = (hours * 60 + minutes) * 60 * (s.p[at] == '-' ? -1 : 1);
    return true;
}

static int
little_endian(void)
{
    const uint16_t one = 1;
    unsigned char first;
    memcpy(&first, &one, 1);
    return first;
}

/* Eight bytes less their shape, in which 0 stands for a digit: 0 to 9 for digits, 0 for the rest; else *bad. most: what
 * each of them may be at most, as its distance from 16. */
static uint64_t
less_shape(const char *p, const char *shape, uint64_t most, uint64_t *bad)
{
    uint64_t v, s;
    memcpy(&v, p, sizeof v);
    memcpy(&s, shape, sizeof s);
    v ^= s;
    *bad |= (v | ((v & 0x7f7f7f7f7f7f7f7fu) + most)) & 0xf0f0f0f0f0f0f0f0u;
    return v;
}

static int
two(uint64_t v, int at)
{
    return (int)((v >> (8 * at) & 15) * 10 + (v >> (8 * at + 8) & 15));
}

/* `2026-10-31T14:05:00Z`, as we write it. false: another notation, or no time. */
static bool
parse_own(struct slice s, int64_t *out)
{
    uint64_t bad = 0;
    if (s.n != 20 || little_endian() == 0)
        return false;
    uint64_t a = less_shape(s.p, "0000-00-", 0x0f06060f06060606u, &bad);
    uint64_t b = less_shape(s.p + 8, "00T00:00", 0x06060f06060f0606u, &bad);
    uint64_t c = less_shape(s.p + 12, "0:00:00Z", 0x0f06060f06060f06u, &bad);
    int year = two(a, 0) * 100 + two(a, 2), month = two(a, 5), day = two(b, 0), h = two(b, 3), m = two(b, 6);
    int sec = two(c, 5);
    if (bad || !year || month < 1 || month > 12 || day < 1 || h > 23 || m > 59 || sec > 59 ||
        (day > 28 && day > date_month_days(year, month)))
        return false;
    *out = date_days(year, month, day) * DAY + h * 3600 + m * 60 + sec;
    return true;
}

int64_t
date_parse(struct slice s)
{
    int64_t t;
    int east;
    if (!s.n)
        return DATE_NONE;
    if (parse_own(s, &t))
        return t;
    t = parse_day(s);
    if (t == DATE_NONE || s.n == 10)
        return t;
    int h = date_digits(s, 11, 2), m = date_digits(s, 14, 2), sec = date_digits(s, 17, 2);
    if (!(is(s, 10, 'T') || is(s, 10, 't')) || !is(s, 13, ':') || !is(s, 16, ':'))
        return DATE_NONE;
    if (h < 0 || h > 23 || m < 0 || m > 59 || sec < 0 || sec > 60)
        return DATE_NONE;
    size_t at = 19;
    if (is(s, at, '.'))
        do
            at++;
        while (at < s.n && isdigit((unsigned char)s.p[at]));
    if (!parse_zone(s, at, &east))
        return DATE_NONE;
    return t + h * 3600 + m * 60 + (sec == 60 ? 59 : sec) - east;
}

int64_t
date_end_of(struct slice s)
{
    int64_t t = date_parse(s);
    int year = date_digits(s, 0, 4), month = date_digits(s, 5, 2);
    if (s.n == 7 && is(s, 4, '-') && year >= 1 && month >= 1 && month <= 12)
        return date_days(year, month, date_month_days(year, month)) * DAY + DAY - 1;
    return t != DATE_NONE && s.n == 10 ? t + DAY - 1 : t;
}

static void
add_two(struct buf *b, int n)
{
    buf_byte(b, (char)('0' + n / 10));
    buf_byte(b, (char)('0' + n % 10));
}

void
date_write_day(struct buf *b, int64_t days)
{
    int64_t y;
    int m, d;
    date_civil(days, &y, &m, &d);
    if (y < 0 || y > 9999) {
        buf_format(b, "%04lld-%02d-%02d", (long long)y, m, d);
        return;
    }
    add_two(b, (int)(y / 100));
    add_two(b, (int)(y % 100));
    buf_byte(b, '-');
    add_two(b, m);
    buf_byte(b, '-');
    add_two(b, d);
}

void
date_write(struct buf *b, int64_t seconds)
{
    int64_t day = date_day(seconds), rest = seconds - day * DAY;
    date_write_day(b, day);
    buf_byte(b, 'T');
    add_two(b, (int)(rest / 3600));
    buf_byte(b, ':');
    add_two(b, (int)(rest / 60 % 60));
    buf_byte(b, ':');
    add_two(b, (int)(rest % 60));
    buf_byte(b, 'Z');
}

void
date_write_json(struct buf *b, int64_t seconds)
{
    if (seconds == DATE_NONE) {
        buf_text(b, "null");
        return;
    }
    buf_byte(b, '"');
    date_write(b, seconds);
    buf_byte(b, '"');
}
