#include "when_tokens.h"

#include <ctype.h>
#include <string.h>

#include "calendar.h"
#include "text.h"

#define WORD_MAX 64

static bool
blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static int
take_digits(struct when_tokens *t, int *digits)
{
    int v = 0;
    *digits = 0;
    while (t->p < t->end && isdigit((unsigned char)*t->p) && *digits < 9) {
        v = v * 10 + (*t->p++ - '0');
        ++*digits;
    }
    return v;
}

static bool
next_is(const struct when_tokens *t, char c)
{
    return t->p < t->end && *t->p == c;
}

static void
skip_fraction(struct when_tokens *t)
{
    if ((next_is(t, '.') || next_is(t, ',')) && t->p + 1 < t->end && isdigit((unsigned char)t->p[1]))
        do
            t->p++;
        while (t->p < t->end && isdigit((unsigned char)*t->p));
}

/* t stands behind the hours' digits, on the colon. */
static bool
take_time(struct when_tokens *t, int hours)
{
    int digits;
    t->p++;
    t->h = hours;
    t->m = take_digits(t, &digits);
    if (digits != 2 || t->m > 59 || t->h > 24)
        return false;
    if (next_is(t, ':')) {
        t->p++;
        t->s = take_digits(t, &digits);
        if (digits < 1 || digits > 2 || t->s > 60)
            return false;
        skip_fraction(t);
    }
    t->time = true;
    return t->h < 24 || (t->m == 0 && t->s == 0);
}

/* 101500 behind 20260301T. */
static bool
take_compact_time(struct when_tokens *t, int v, int digits)
{
    if (digits == 4)
        v *= 100;
    else if (digits != 6)
        return false;
    t->h = v / 10000;
    t->m = v / 100 % 100;
    t->s = v % 100;
    t->time = true;
    skip_fraction(t);
    return t->h <= 23 && t->m <= 59 && t->s <= 60;
}

static bool
take_number(struct when_tokens *t)
{
    int digits, v = take_digits(t, &digits);
    if (digits > 8 || (t->p < t->end && isdigit((unsigned char)*t->p)))
        return false;
    if (!t->time && digits <= 2 && next_is(t, ':'))
        return take_time(t, v);
    if (!t->time && t->compact)
        return take_compact_time(t, v, digits);
    if (digits == 8 && !t->numbers) {
        t->number[0] = v / 10000;
        t->number[1] = v / 100 % 100;
        t->number[2] = v % 100;
        t->digits[0] = 4;
        t->digits[1] = t->digits[2] = 2;
        t->numbers = 3;
        t->compact = true;
        return true;
    }
    if (t->numbers == 3 || digits > 4 || t->compact)
        return false;
    t->number[t->numbers] = v;
    t->digits[t->numbers] = digits;
    t->marks[t->numbers++] = t->mark;
    t->mark = 0;
    return true;
}

/* +hh, +hhmm, +hh:mm behind a time; a second one says nothing new. */
static bool
take_offset(struct when_tokens *t)
{
    int sign = *t->p == '-' ? -1 : 1, digits, v, minutes = 0;
    t->p++;
    v = take_digits(t, &digits);
    if (digits == 4) {
        minutes = v % 100;
        v /= 100;
    } else if (digits != 2 && digits != 1) {
        return false;
    } else if (next_is(t, ':')) {
        t->p++;
        minutes = take_digits(t, &digits);
        if (digits != 2)
            return false;
    }
    if (v > 23 || minutes > 59)
        return false;
    if (!t->zone)
        t->east = sign * (v * 60 + minutes) * 60;
    t->zone = true;
    return true;
}

/* a.m. p.m. and their spellings; the dots have not been taken. */
static bool
take_meridian(struct when_tokens *t, struct slice word)
{
    bool a = slice_is(word, "am"), p = slice_is(word, "pm");
    if ((slice_is(word, "a") || slice_is(word, "p")) && next_is(t, '.')) {
        const char *q = t->p + 1;
        while (q < t->end && blank(*q))
            q++;
        if (q < t->end && (*q == 'm' || *q == 'M')) {
            a = *word.p == 'a';
            p = !a;
            t->p = q + 1;
        }
    }
    if (!t->time || (!a && !p))
        return false;
    t->am |= a;
    t->pm |= p;
    return true;
}

static bool
is_ordinal(const struct when_tokens *t, struct slice word, const char *start)
{
    return t->numbers && isdigit((unsigned char)start[-1]) &&
           (slice_is(word, "st") || slice_is(word, "nd") || slice_is(word, "rd") || slice_is(word, "th") ||
            slice_is(word, "er") || slice_is(word, "o"));
}

/* `mar.,` may be a Tuesday: the first of two months' names, with a comma behind it, is a day's. */
static bool
take_month(struct when_tokens *t, int month, struct slice word)
{
    if (t->month && !t->maybe_weekday)
        return false;
    t->maybe_weekday = !t->month && !t->numbers && calendar_is_weekday(word);
    t->month = month;
    return true;
}

static bool
comma_follows(const struct when_tokens *t)
{
    const char *p = t->p;
    while (p < t->end && (blank(*p) || *p == '.'))
        p++;
    return p < t->end && *p == ',';
}

static bool
judge_word(struct when_tokens *t, struct slice word, const char *start)
{
    int east, month;
    if (slice_is(word, "t") && t->numbers == 3 && !t->time)
        return true;
    if (take_meridian(t, word) || is_ordinal(t, word, start))
        return true;
    if ((month = calendar_month(word)))
        return take_month(t, month, word);
    if (t->time && calendar_zone(word, &east)) {
        if (!t->zone && !t->named_zone)
            t->east = east * 60;
        t->named_zone = true;
        return true;
    }
    if (slice_is(word, "m") && next_is(t, '=')) { /* Go's monotonic clock */
        t->p = t->end;
        return true;
    }
    return calendar_is_weekday(word) || calendar_is_filler(word) ||
           (!t->numbers && !t->time && comma_follows(t));
}

static bool
is_letter(char c)
{
    return isalpha((unsigned char)c) || (unsigned char)c >= 0x80;
}

static bool
take_word(struct when_tokens *t)
{
    char text[WORD_MAX];
    struct buf folded = {0};
    const char *start = t->p;
    while (t->p < t->end && is_letter(*t->p))
        t->p++;
    text_fold(&folded, (struct slice){start, (size_t)(t->p - start)});
    size_t n = folded.n;
    bool fits = n <= sizeof text;
    if (fits && n)
        memcpy(text, folded.p, n);
    buf_free(&folded);
    return fits && judge_word(t, (struct slice){text, n}, start);
}

static bool
take_token(struct when_tokens *t)
{
    char c = *t->p;
    if (isdigit((unsigned char)c))
        return take_number(t);
    if ((c == '+' || c == '-') && t->time && t->p + 1 < t->end && isdigit((unsigned char)t->p[1]))
        return take_offset(t);
    if (is_letter(c))
        return take_word(t);
    if (c == '(') {
        const char *close = memchr(t->p, ')', (size_t)(t->end - t->p));
        t->p = close ? close + 1 : t->end;
        return true;
    }
    if (!blank(c) && !strchr(",./-'", c))
        return false;
    if (!blank(c) || !t->mark)
        t->mark = c;
    t->p++;
    return true;
}

bool
when_tokens(struct when_tokens *t, struct slice s)
{
    t->p = s.p;
    t->end = s.p + s.n;
    while (t->p < t->end)
        if (!take_token(t))
            return false;
    return true;
}
