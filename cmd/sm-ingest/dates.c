#include "dates.h"

#include <string.h>

static bool
number(struct slice *s, size_t most, int *v, size_t *digits)
{
    size_t n = 0;
    *v = 0;
    while (n < s->n && n < most && s->p[n] >= '0' && s->p[n] <= '9')
        *v = *v * 10 + (s->p[n++] - '0');
    s->p += n;
    s->n -= n;
    *digits = n;
    return n > 0;
}

static bool
separator(struct slice *s, char *c)
{
    if (!s->n || !strchr("/-.", *s->p) || (*c && *c != *s->p))
        return false;
    *c = *s->p++;
    s->n--;
    return true;
}

bool
dates_read(struct date_cell *d, struct slice cell)
{
    if (cell.n < 8 || (unsigned char)*cell.p > '9') /* most cells */
        return false;
    struct slice s = slice_trim(cell);
    size_t digits;
    char c = 0;
    if (s.n < 8 || *s.p < '0' || *s.p > '9')
        return false;
    if (!number(&s, 2, &d->first, &digits) || !separator(&s, &c) || !number(&s, 2, &d->second, &digits) ||
        !separator(&s, &c) || !number(&s, 4, &d->year, &digits) || digits != 4)
        return false;
    d->dotted = c == '.';
    if (d->first < 1 || d->second < 1 || d->first > 31 || d->second > 31 || (d->first > 12 && d->second > 12))
        return false;
    d->rest = s;
    if (!s.n)
        return true;
    if (*s.p == ',')
        s.p++, s.n--;
    if (!s.n || (*s.p != ' ' && *s.p != 'T'))
        return false;
    bool t = *s.p == 'T';
    d->rest = slice_trim((struct slice){s.p + 1, s.n - 1});
    if (!d->rest.n || *d->rest.p < '0' || *d->rest.p > '9' ||
        !memchr(d->rest.p, ':', d->rest.n < 3 ? d->rest.n : 3))
        return false;
    if (t)
        d->rest = s;
    return true;
}

enum date_order
dates_says(const struct date_cell *d)
{
    return d->first > 12 ? DATES_DMY : d->second > 12 ? DATES_MDY : DATES_UNKNOWN;
}

bool
dates_either(const struct date_cell *d)
{
    return dates_says(d) == DATES_UNKNOWN && d->first != d->second && !d->dotted;
}

void
dates_write(struct buf *b, const struct date_cell *d, enum date_order order)
{
    bool day_first = order != DATES_MDY;
    buf_format(b, "%04d-%02d-%02d", d->year, day_first ? d->second : d->first,
               day_first ? d->first : d->second);
    if (d->rest.n && *d->rest.p != 'T')
        buf_byte(b, ' ');
    buf_slice(b, d->rest);
}
