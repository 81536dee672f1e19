#include "values.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "component.h"
#include "cvss.h"
#include "house.h"
#include "ids.h"
#include "limits.h"
#include "location.h"
#include "plain.h"
#include "severity.h"
#include "target.h"
#include "text.h"
#include "when.h"

#define SHOWN 60 /* bytes of a value that a note shows */

void
values_begin(struct values *v, struct stage *s, const struct dictionary *d)
{
    *v = (struct values){.stage = s,
                         .severity_words = json_get(d->root, "severity_words"),
                         .state_words = json_get(d->root, "state_words"),
                         .tiers = json_get(d->root, "tiers")};
}

/* The text of a scalar, as it stands in the document. */
static struct slice
scalar(json_val *in)
{
    return json_type(in) == JSON_NUMBER ? json_number_text(in) : slice_trim(json_str(in));
}

static void
not_understood(struct values *v, struct slice s, const char *what)
{
    size_t n = s.n < SHOWN ? s.n : SHOWN;
    v->noted = true;
    n = text_valid_prefix((struct slice){s.p, n});
    stage_unknown(v->stage, "%s %s: %s: %.*s", v->kind, v->field, what, (int)n, s.p);
}

bool
value_text(struct values *v, json_val *in, const struct words *words, struct buf *out)
{
    (void)v, (void)words;
    return plain_text(out, in);
}

bool
value_id(struct values *v, json_val *in, const struct words *words, struct buf *out)
{
    (void)v, (void)words;
    return plain_id(out, in);
}

bool
value_title(struct values *v, json_val *in, const struct words *words, struct buf *out)
{
    (void)v, (void)words;
    return plain_title(out, in);
}

bool
value_tool(struct values *v, json_val *in, const struct words *words, struct buf *out)
{
    (void)v, (void)words;
    return plain_tool(out, json_str(in));
}

/* The tool's own word, also where it says "unknown". */
bool
value_own_word(struct values *v, json_val *in, const struct words *words, struct buf *out)
{
    static struct buf line;
    (void)v, (void)words;
    struct slice s = scalar(severity_own_word(in));
    line.n = 0;
    text_line(&line, s, TEXT_MAX);
    if (!line.n)
        return false;
    buf_json_slice(out, buf_as_slice(&line));
    return true;
}

/* A canonical word into out; "" says that there is no record. */
static bool
put_word(struct values *v, const char *word, struct buf *out)
{
    if (!*word) {
        v->no_record = true;
        return false;
    }
    buf_json_slice(out, slice_of(word));
    return true;
}

bool
value_word(struct values *v, json_val *in, const struct words *words, struct buf *out)
{
    struct slice s = scalar(in);
    bool one = json_type(in) == JSON_BOOL;
    if (one)
        s = json_bool(in) ? SLICE("true") : SLICE("false");
    const char *word = words_find(words, s);
    if (!word && plain_is_nothing(s))
        return false;
    if (!word) {
        not_understood(v, s, "unknown word");
        word = words->unknown;
    }
    if (word && !*word && words == &confidence_words) /* a word for "not known" */
        return false;
    return word && put_word(v, word, out);
}

bool
value_state(struct values *v, json_val *in, const struct words *words, struct buf *out)
{
    struct slice s = scalar(in);
    const char *word = house_word(v->state_words, s, &state_words);
    (void)words;
    if (word)
        return put_word(v, word, out);
    return value_word(v, in, &state_words, out);
}

bool
value_severity(struct values *v, json_val *in, const struct words *words, struct buf *out)
{
    (void)words;
    const char *word = severity_of(in, v->severity_words);
    if (!word) {
        json_val *own = severity_own_word(in);
        if (own)
            not_understood(v, scalar(own), "unknown word");
        return false;
    }
    return put_word(v, word, out);
}

bool
value_category(struct values *v, json_val *in, const struct words *words, struct buf *out)
{
    (void)words;
    return value_word(v, in, &category_words, out);
}

bool
value_activity(struct values *v, json_val *in, const struct words *words, struct buf *out)
{
    const char *word = words_find(&activity_category_words, scalar(in));
    (void)words;
    return word ? put_word(v, word, out) : value_word(v, in, &category_words, out);
}

/* Beyond the usual ones an environment keeps the house's own word. */
bool
value_environment(struct values *v, json_val *in, const struct words *words, struct buf *out)
{
    const char *word = words_find(&environment_words, scalar(in));
    (void)words;
    if (word)
        return put_word(v, word, out);
    size_t from = out->n;
    if (!plain_text(out, in))
        return false;
    for (size_t i = from; i < out->n; i++)
        if (out->p[i] >= 'A' && out->p[i] <= 'Z')
            out->p[i] = (char)(out->p[i] + 'a' - 'A');
    return true;
}

bool
value_tier(struct values *v, json_val *in, const struct words *words, struct buf *out)
{
    struct slice s = scalar(in);
    const char *word = house_text(v->tiers, s);
    (void)words;
    if (word)
        return put_word(v, word, out);
    if (!plain_is_nothing(s))
        not_understood(v, s, "not in the dictionary's tiers");
    return false;
}

bool
value_bool(struct values *v, json_val *in, const struct words *words, struct buf *out)
{
    struct slice s = scalar(in);
    if (json_type(in) == JSON_BOOL) {
        buf_text(out, json_bool(in) ? "true" : "false");
        return true;
    }
    const char *word = words_find(words, s);
    if (word && *word)
        buf_text(out, word);
    else if (!word && !plain_is_nothing(s))
        not_understood(v, s, "neither yes nor no");
    return word && *word;
}

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

static bool
two_digits(const char *p, int least, int most)
{
    int n = (p[0] - '0') * 10 + p[1] - '0';
    return (unsigned)(p[0] - '0') <= 9 && (unsigned)(p[1] - '0') <= 9 && n >= least && n <= most;
}

/* 2026-10-31T14:05:00Z, on a day that every month has: written as it is read. */
static bool
is_canonical_time(struct slice s)
{
    return s.n == sizeof "2026-10-31T14:05:00Z" - 1 && two_digits(s.p, 20, 98) &&
           two_digits(s.p + 2, 0, 99) && s.p[4] == '-' && two_digits(s.p + 5, 1, 12) && s.p[7] == '-' &&
           two_digits(s.p + 8, 1, 28) && s.p[10] == 'T' && two_digits(s.p + 11, 0, 23) && s.p[13] == ':' &&
           two_digits(s.p + 14, 0, 59) && s.p[16] == ':' && two_digits(s.p + 17, 0, 59) && s.p[19] == 'Z';
}

bool
value_time(struct values *v, json_val *in, const struct words *words, struct buf *out)
{
    int64_t t;
    (void)words;
    struct slice s = json_str(in);
    if (is_canonical_time(s)) {
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
        not_understood(v, scalar(in), w == WHEN_AMBIGUOUS ? "day or month first" : "not a date");
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
            not_understood(v, scalar(one), "not a date");
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

bool
value_target(struct values *v, json_val *in, const struct words *words, struct buf *out)
{
    static struct buf line, canonical;
    struct slice s = scalar(in);
    (void)v, (void)words;
    line.n = canonical.n = 0;
    text_line(&line, s, TEXT_MAX);
    if (plain_is_nothing(buf_as_slice(&line)))
        return false;
    target_canonical(&canonical, buf_as_slice(&line));
    buf_json_slice(out, buf_as_slice(&canonical));
    return true;
}

bool
value_cve(struct values *v, json_val *in, const struct words *words, struct buf *out)
{
    (void)v, (void)words;
    return ids_cve(out, in);
}

bool
value_one_cve(struct values *v, json_val *in, const struct words *words, struct buf *out)
{
    static struct buf id;
    (void)v, (void)words;
    struct slice s = ids_first_cve(&id, json_str(in));
    if (!s.n)
        return plain_id(out, in);
    buf_json_slice(out, s);
    return true;
}

bool
value_cwe(struct values *v, json_val *in, const struct words *words, struct buf *out)
{
    (void)v, (void)words;
    return ids_cwe(out, in);
}

bool
value_component(struct values *v, json_val *in, const struct words *words, struct buf *out)
{
    (void)v, (void)words;
    return component_write(out, in);
}

bool
value_location(struct values *v, json_val *in, const struct words *words, struct buf *out)
{
    (void)v, (void)words;
    return location_write(out, in);
}

bool
value_fix(struct values *v, json_val *in, const struct words *words, struct buf *out)
{
    static const char *const members[] = {"version", "ticket", "ref", "note"};
    size_t from = out->n;
    (void)v, (void)words;
    bool object = json_type(in) == JSON_OBJECT, any = false;
    for (size_t i = object ? 0 : 3; i < 4; i++) {
        size_t before = out->n;
        buf_format(out, "%s\"%s\":", any ? "," : "{", members[i]);
        if (plain_text(out, object ? json_get(in, members[i]) : in))
            any = true;
        else
            out->n = before;
    }
    if (!any)
        out->n = from;
    else
        buf_byte(out, '}');
    return any;
}

/* A digest of 128 to 512 bits, with or without the algorithm's name in front. Anything else may be the secret
 * itself: it is neither kept nor shown. */
bool
value_hash(struct values *v, json_val *in, const struct words *words, struct buf *out)
{
    struct slice s = scalar(in);
    (void)words;
    if (plain_is_nothing(s))
        return false;
    for (size_t i = 0; i < s.n && i < 10; i++)
        if (s.p[i] == ':')
            s = (struct slice){s.p + i + 1, s.n - i - 1};
    bool good = s.n >= 32 && s.n <= 128;
    for (size_t i = 0; good && i < s.n; i++)
        good = isxdigit((unsigned char)s.p[i]);
    if (!good) {
        not_understood(v, SLICE("(not shown)"), "no digest");
        return false;
    }
    buf_byte(out, '"');
    for (size_t i = 0; i < s.n; i++)
        buf_byte(out, (char)tolower((unsigned char)s.p[i]));
    buf_byte(out, '"');
    return true;
}

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
    struct slice s = scalar(in);
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
        not_understood(v, s, "no such number");
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
    if (!cvss_score(scalar(in), &score))
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
