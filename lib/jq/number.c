#include "value.h"

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PLAIN_DIGITS 15 /* so many digits always come back from a double as they were */

/* [-]digits[.digits][e[+-]digits], exact while the digits fit in a double; else the library's way. */
double
val_number_read(const char *s, size_t n)
{
    static const double ten[] = {1e0, 1e1, 1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};
    size_t i = n && *s == '-', from = i, fraction = 0;
    uint64_t u = 0;
    for (; i < n && n - from <= PLAIN_DIGITS + 1; i++) {
        if (s[i] == '.')
            fraction = i + 1;
        else if (s[i] >= '0' && s[i] <= '9')
            u = u * 10 + (uint64_t)(s[i] - '0');
        else
            break;
    }
    if (i == n && n - from - (fraction > 0) <= PLAIN_DIGITS) {
        double d = (double)u;
        if (fraction)
            d /= ten[n - fraction];
        return *s == '-' ? -d : d;
    }
    char copy[512], *big = n < sizeof copy ? copy : malloc(n + 1);
    if (!big)
        return 0;
    memcpy(big, s, n);
    big[n] = 0;
    double d = strtod(big, NULL);
    if (big != copy)
        free(big);
    return d;
}

bool
val_number_plain(const char *s, size_t n)
{
    size_t i = *s == '-', digits = 0, zeros = 0;
    bool point = false, seen = false;
    if (n - i > PLAIN_DIGITS + 2)
        return false;
    for (; i < n; i++) {
        if (s[i] == '.') {
            point = true;
            continue;
        }
        if (s[i] < '0' || s[i] > '9')
            return false;
        seen |= s[i] != '0';
        digits += seen;
        zeros += point && !seen;
    }
    if (!seen)
        return n == 1;
    return digits <= PLAIN_DIGITS && (!point || (zeros <= 3 && s[n - 1] != '0'));
}

/* digits without point, the first at 10^(point-1) */
static void
place(struct buf *b, const char *digits, int n, int point)
{
    if (point <= -4 || point > n + 15) {
        buf_byte(b, *digits);
        if (n > 1) {
            buf_byte(b, '.');
            buf_add(b, digits + 1, (size_t)n - 1);
        }
        buf_format(b, "e%c%02d", point > 0 ? '+' : '-', abs(point - 1));
    } else if (point <= 0) {
        buf_text(b, "0.");
        buf_add(b, "000", (size_t)-point);
        buf_add(b, digits, (size_t)n);
    } else {
        buf_add(b, digits, (size_t)(n < point ? n : point));
        for (int i = n; i < point; i++)
            buf_byte(b, '0');
        if (n > point) {
            buf_byte(b, '.');
            buf_add(b, digits + point, (size_t)(n - point));
        }
    }
}

/* The last digit one up. */
static void
next_above(char *t)
{
    char *p = strchr(t, 'e') - 1;
    for (; p >= t && (*p == '9' || *p == '.'); p--)
        if (*p == '9')
            *p = '0';
    if (p >= t)
        ++*p;
}

/* In %e's form. Above a power of two doubles lie further apart than below it, so there a number that is not
 * the nearest of its length may still read back the same. */
static void
shortest(char *t, size_t size, double d)
{
    int exponent;
    bool power = frexp(d, &exponent) == 0.5;
    for (int precision = d < DBL_MIN ? 1 : PLAIN_DIGITS; precision <= 17; precision++) {
        snprintf(t, size, "%.*e", precision - 1, d);
        if (strtod(t, NULL) == d)
            return;
        if (power && precision < 17) {
            next_above(t);
            if (strtod(t, NULL) == d)
                return;
        }
    }
}

/* The fewest digits that read back the same, as libjq's jvp_dtoa_fmt. */
void
val_number_print(struct buf *b, double d)
{
    char t[40], digits[20];
    if (isnan(d)) {
        buf_text(b, "null");
        return;
    }
    d = d > DBL_MAX ? DBL_MAX : d < -DBL_MAX ? -DBL_MAX : d;
    if (fabs(d) < 1e15 && d == (double)(int64_t)d && (d != 0 || !signbit(d))) {
        buf_int(b, (int64_t)d);
        return;
    }
    if (signbit(d))
        buf_byte(b, '-');
    d = fabs(d);
    if (d == 0) {
        buf_byte(b, '0');
        return;
    }
    shortest(t, sizeof t, d);
    int n = 0, i = 0;
    for (; t[i] != 'e'; i++)
        if (t[i] != '.')
            digits[n++] = t[i];
    while (n > 1 && digits[n - 1] == '0')
        n--;
    place(b, digits, n, atoi(t + i + 1) + 1);
}
