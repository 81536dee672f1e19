/* Values that are times. */
#include "values.h"

#include <stdlib.h>
#include <string.h>

#include "date.h"
#include "scan.h"
#include "when.h"

static enum when
read_time(json_val *in, int64_t *seconds)
{
    double number;
    *seconds = DATE_NONE;
    if (json_type(in) == JSON_STRING)
        return when_read(json_str(in), seconds);
    if (json_number(in, &number))
        return json_number_text(in).n == 8 || json_number_text(in).n == 14
                   ? when_read(json_number_text(in), seconds)
                   : when_epoch(number, seconds);
    return WHEN_NONE;
}

int64_t
value_seconds(json_val *in)
{
    int64_t t;
    return read_time(in, &t) == WHEN_TIME ? t : DATE_NONE;
}

/* Eight bytes: digits where the others are 0, the same where they are not. */
static inline bool
is_like(const char *p, const char *shape, const char *digits)
{
    uint64_t w, same, where;
    memcpy(&w, p, 8);
    memcpy(&same, shape, 8);
    memcpy(&where, digits, 8);
    w ^= same;
    return !((((w + SCAN_ONES * 0x76) | w) & SCAN_HIGHS) | (w & ~where));
}

static inline bool
is_between(const char *p, int least, int most)
{
    int n = (p[0] - '0') * 10 + p[1] - '0';
    return n >= least && n <= most;
}

#define D "\xff"
bool
value_time_is_canonical(struct slice s)
{
    return s.n == sizeof "2026-10-31T14:05:00Z" - 1 && is_like(s.p, "0000-00-", D D D D "\0" D D "\0") &&
           is_like(s.p + 8, "00T00:00", D D "\0" D D "\0" D D) &&
           is_like(s.p + 12, "0:00:00Z", D "\0" D D "\0" D D "\0") && is_between(s.p, 20, 98) &&
           is_between(s.p + 5, 1, 12) && is_between(s.p + 8, 1, 28) && is_between(s.p + 11, 0, 23) &&
           is_between(s.p + 14, 0, 59) && is_between(s.p + 17, 0, 59);
}

bool
value_time(struct values *v, json_val *in, const struct words *words, struct buf *out)
{
    int64_t t;
    (void)words;
    struct slice s = json_str(in);
    if (value_time_is_canonical(s)) {
        buf_room(out, s.n + 2);
        buf_byte(out, '"');
        buf_slice(out, s);
        buf_byte(out, '"');
        return true;
    }
    enum when w = read_time(in, &t);
    if (w == WHEN_TIME)
        date_write_json(out, t);
    else if (w != WHEN_NONE)
        value_not_understood(v, value_scalar(in), w == WHEN_AMBIGUOUS ? "day or month first" : "not a date");
    return w == WHEN_TIME;
}

static int
by_time(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

bool
value_times(struct values *v, json_val *in, const struct words *words, struct buf *out)
{
    int64_t times[256];
    size_t n = 0, from = out->n;
    struct json_iter it = json_each(in);
    json_val *one = in;
    (void)words;
    bool array = json_type(in) == JSON_ARRAY;
    while (n < 256 && (array ? json_next(&it, NULL, &one) : n == 0)) {
        enum when w = read_time(one, &times[n]);
        if (w == WHEN_AMBIGUOUS || w == WHEN_UNKNOWN)
            value_not_understood(v, value_scalar(one), "not a date");
        if (w == WHEN_TIME)
            n++;
        else if (!array)
            break;
    }
    qsort(times, n, sizeof *times, by_time);
    for (size_t i = 0; i < n; i++) {
        buf_byte(out, i ? ',' : '[');
        date_write_json(out, times[i]);
    }
    if (out->n == from)
        return false;
    buf_byte(out, ']');
    return true;
}
