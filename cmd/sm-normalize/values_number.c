/* Values that are numbers: scores, shares, counts. */
#include "values.h"

#include <stdlib.h>
#include <string.h>

#include "cvss.h"
#include "plain.h"

/* `7.5` and `7` are written as they are read. */
static bool
is_short_number(struct slice s, double *d)
{
    bool whole = s.n == 1 && *s.p >= '0' && *s.p <= '9';
    bool tenths = s.n == 3 && *s.p >= '0' && *s.p <= '9' && s.p[1] == '.' && s.p[2] >= '1' && s.p[2] <= '9';
    if (whole || tenths)
        *d = (*s.p - '0') + (tenths ? (s.p[2] - '0') / 10.0 : 0);
    return whole || tenths;
}

/* `0.00123`: a fraction of at most 15 digits that is written as it is read, too. Smaller ones get an
 * exponent. */
static bool
is_short_fraction(struct slice s)
{
    if (s.n < 3 || s.n > 17 || memcmp(s.p, "0.", 2) != 0 || s.p[s.n - 1] == '0')
        return false;
    bool small = true;
    for (size_t i = 2; i < s.n; i++) {
        if (s.p[i] < '0' || s.p[i] > '9')
            return false;
        small &= i > 5 || s.p[i] == '0';
    }
    return !small;
}

static bool
bounded(struct values *v, json_val *in, double most, struct buf *out)
{
    struct slice s = value_scalar(in);
    char copy[40], *end;
    double d;
    if ((is_short_number(s, &d) && d <= most) || (is_short_fraction(s) && most >= 1)) {
        buf_slice(out, s);
        return true;
    }
    if (plain_is_nothing(s))
        return false;
    size_t n = s.n < sizeof copy ? s.n : 0;
    memcpy(copy, s.p, n);
    copy[n] = 0;
    d = strtod(copy, &end);
    if (!n || *end || strpbrk(copy, "xXnN") || !(d >= 0 && d <= most)) {
        value_not_understood(v, s, "no such number");
        return false;
    }
    buf_number(out, d);
    return true;
}

bool
value_score(struct values *v, json_val *in, const struct words *words, struct buf *out)
{
    struct json_iter it = json_each(in);
    double score;
    bool found = false;
    if (json_type(in) == JSON_ARRAY) {
        while (!found && json_next(&it, NULL, &in))
            found = value_score(v, in, words, out);
        return found;
    }
    if (!cvss_score(value_scalar(in), &score))
        return bounded(v, in, 10, out);
    buf_number(out, score);
    return true;
}

bool
value_share(struct values *v, json_val *in, const struct words *words, struct buf *out)
{
    (void)words;
    return bounded(v, in, 1, out);
}

bool
value_count(struct values *v, json_val *in, const struct words *words, struct buf *out)
{
    (void)words;
    return bounded(v, in, 1e15, out);
}
