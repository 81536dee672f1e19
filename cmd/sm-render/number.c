#include "number.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "date.h"

#define EXACT 1e13 /* 200 times this is still whole in a double */

struct percent
number_percent(double a, double b)
{
    double whole;
    if (a == floor(a) && b == floor(b) && fabs(a) < EXACT && b < EXACT)
        whole = (double)((200 * (int64_t)a + (int64_t)b) / (2 * (int64_t)b));
    else
        whole = floor(100 * a / b + 0.5);
    if (whole >= 100 && a < b)
        return (struct percent){99, '>'};
    if (whole <= 0 && a > 0)
        return (struct percent){1, '<'};
    return (struct percent){whole > 1e9 ? 1000000000 : whole < -1e9 ? -1000000000 : (int)whole, 0};
}

void
number_write_percent(struct buf *b, struct percent p)
{
    if (p.bound)
        buf_format(b, "%c" NBSP, p.bound);
    number_write_whole(b, p.whole);
    buf_text(b, NBSP "%");
}

/* Digits of an integer, from the first that is no sign. */
static void
group(struct buf *b, const char *p, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (i && (n - i) % 3 == 0 && n > 3)
            buf_text(b, THIN);
        buf_byte(b, p[i]);
    }
}

static void
write_integer(struct buf *b, struct slice digits)
{
    if (digits.n && *digits.p == '-') {
        buf_text(b, MINUS);
        digits.p++, digits.n--;
    }
    group(b, digits.p, digits.n);
}

void
number_write_whole(struct buf *b, int64_t v)
{
    char text[24];
    int n = snprintf(text, sizeof text, "%lld", (long long)v);
    write_integer(b, (struct slice){text, (size_t)n});
}

double
number_rounded(double v)
{
    double r = floor(fabs(v) * 10 + 0.5) / 10;
    if (r >= 10)
        r = floor(fabs(v) + 0.5);
    return v < 0 ? -r : r;
}

void
number_write_rounded(struct buf *b, double v)
{
    if (fabs(v) > 1e15) {
        buf_number(b, v);
        return;
    }
    int64_t tenths = (int64_t)llround(v * 10);
    if (tenths % 10 == 0) {
        number_write_whole(b, tenths / 10);
        return;
    }
    if (tenths < 0)
        buf_text(b, MINUS);
    number_write_whole(b, llabs(tenths) / 10);
    buf_format(b, ".%d", (int)(llabs(tenths) % 10));
}

void
number_write_exact(struct buf *b, double v)
{
    double thousandths = floor(fabs(v) * 1000 + 0.5);
    if (thousandths > 1e15) {
        buf_number(b, v);
        return;
    }
    int64_t whole = (int64_t)thousandths / 1000;
    int part = (int)((int64_t)thousandths % 1000), digits = 3;
    if (v < 0 && thousandths > 0)
        buf_text(b, MINUS);
    number_write_whole(b, whole);
    for (; part && part % 10 == 0; digits--)
        part /= 10;
    if (part)
        buf_format(b, ".%0*d", digits, part);
}

static bool
is_digits(struct slice s)
{
    size_t from = s.n && *s.p == '-';
    for (size_t i = from; i < s.n; i++)
        if (s.p[i] < '0' || s.p[i] > '9')
            return false;
    return s.n > from;
}

void
number_write_count(struct buf *b, struct number n)
{
    if (is_digits(n.text))
        write_integer(b, n.text);
    else
        number_write_rounded(b, number_rounded(n.v));
}

void
number_write_days(struct buf *b, double v, bool words)
{
    double shown = number_rounded(v);
    number_write_rounded(b, shown);
    buf_text(b, !words ? NBSP "d" : shown == 1 ? NBSP "day" : NBSP "days");
}

void
number_write_date(struct buf *b, struct slice text)
{
    int64_t at = date_parse(text);
    if (at == DATE_NONE) {
        buf_slice(b, text);
        return;
    }
    date_write_day(b, date_day(at));
    int64_t second = at - date_day(at) * DAY;
    if (second && second != DAY - 1)
        buf_format(b, " %02d:%02d UTC", (int)(second / 3600), (int)(second / 60 % 60));
}
