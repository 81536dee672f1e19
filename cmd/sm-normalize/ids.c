#include "ids.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#define IDS_MAX 4096 /* distinct ids of one finding; more are left out */

/* id = prefix, then the pattern: 9 a run of digits, 4 four digits, X letters, digits, `.` and `_` with `-`
 * between, G a GHSA's three groups; other characters as they are. `least` is the length of the last run of
 * digits. */
static const struct {
    const char *prefix, *rest;
    int least;
} kinds[] = {
    {"CVE-", "4-9", 4},      {"GHSA-", "G", 0},        {"RUSTSEC-", "4-9", 4},  {"PYSEC-", "4-9", 1},
    {"GO-", "4-9", 4},       {"OSV-", "4-9", 1},       {"MAL-", "4-9", 1},      {"DSA-", "9-9", 1},
    {"DSA-", "9", 1},        {"DLA-", "9-9", 1},       {"DLA-", "9", 1},        {"USN-", "9-9", 1},
    {"RHSA-", "4:9", 1},     {"RHBA-", "4:9", 1},      {"RHEA-", "4:9", 1},     {"CESA-", "4:9", 1},
    {"RLSA-", "4:9", 1},     {"ALSA-", "4:9", 1},      {"ELSA-", "4-9", 1},     {"GLSA-", "9-9", 1},
    {"ALAS-", "4-9", 1},     {"ALAS2-", "4-9", 1},     {"ALAS2022-", "4-9", 1}, {"ALAS2023-", "4-9", 1},
    {"ALASKERNEL-", "X", 0}, {"SUSE-SU-", "4:9-9", 1}, {"SNYK-", "X", 0},       {"GMS-", "4-9", 1},
    {"TEMP-", "9-X", 0},
};

struct found {
    struct slice *at;
    size_t n, cap;
    struct pool pool;
};

static bool
is_word_byte(char c)
{
    return isalnum((unsigned char)c) || c == '_';
}

static const char *
digits(const char *p, const char *end, int least)
{
    const char *from = p;
    while (p < end && isdigit((unsigned char)*p))
        p++;
    return p - from >= least && p - from <= 19 ? p : NULL;
}

static const char *
ghsa(const char *p, const char *end)
{
    for (int group = 0; group < 3; group++) {
        if (group && (p == end || *p++ != '-'))
            return NULL;
        for (int i = 0; i < 4; i++, p++)
            if (p == end || !isalnum((unsigned char)*p))
                return NULL;
    }
    return p;
}

static const char *
free_part(const char *p, const char *end)
{
    const char *from = p;
    while (p < end &&
           (is_word_byte(*p) || ((*p == '-' || *p == '.') && p > from && p + 1 < end && is_word_byte(p[1]))))
        p++;
    return p > from && isdigit((unsigned char)p[-1]) ? p : NULL;
}

/* The end of what follows the prefix, or NULL. */
static const char *
match(const char *p, const char *end, const char *rest, int least)
{
    for (; p && *rest; rest++) {
        if (*rest == '4') {
            const char *q = digits(p, end, 4);
            p = q == p + 4 ? q : NULL;
        } else if (*rest == '9') {
            p = digits(p, end, rest[1] ? 1 : least);
        } else if (*rest == 'G') {
            p = ghsa(p, end);
        } else if (*rest == 'X') {
            p = free_part(p, end);
        } else {
            p = p < end && *p == *rest ? p + 1 : NULL;
        }
    }
    return p && (p == end || !isalnum((unsigned char)*p)) ? p : NULL;
}

static bool
prefixed(const char *p, const char *end, const char *prefix)
{
    for (; *prefix; p++, prefix++)
        if (p == end || toupper((unsigned char)*p) != *prefix)
            return false;
    return true;
}

/* The id at p: its end and how many bytes of it are its prefix. */
static const char *
id_at(const char *p, const char *end, size_t *prefix)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (!prefixed(p, end, kinds[i].prefix))
            continue;
        *prefix = strlen(kinds[i].prefix);
        const char *e = match(p + *prefix, end, kinds[i].rest, kinds[i].least);
        if (e)
            return e;
    }
    return NULL;
}

/* Upper case; a GHSA's groups are lower case. */
static void
spell(char *to, const char *p, size_t n)
{
    bool is_ghsa = n > 5 && toupper((unsigned char)*p) == 'G' && toupper((unsigned char)p[1]) == 'H';
    for (size_t i = 0; i < n; i++)
        to[i] = (char)(is_ghsa && i > 4 ? tolower((unsigned char)p[i]) : toupper((unsigned char)p[i]));
}

static void
add(struct found *f, struct slice s)
{
    if (f->n == IDS_MAX)
        return;
    f->at = xgrow(f->at, &f->cap, f->n + 1, sizeof *f->at);
    f->at[f->n++] = s;
}

/* Each prefix is a word with a dash behind it. */
static void
find_cves(struct found *f, struct slice s)
{
    const char *end = s.p + s.n, *from = s.p; /* what stands in front of it has been looked at */
    for (const char *dash = s.n ? memchr(s.p, '-', s.n) : NULL; dash;) {
        const char *p = dash, *e = NULL;
        size_t prefix;
        while (p > s.p && is_word_byte(p[-1]))
            p--;
        if (p >= from && p < dash && isalpha((unsigned char)*p))
            e = id_at(p, end, &prefix);
        if (e) {
            char *copy = pool_copy(&f->pool, p, (size_t)(e - p));
            spell(copy, p, (size_t)(e - p));
            add(f, (struct slice){copy, (size_t)(e - p)});
        }
        from = e ? e : dash + 1;
        dash = from < end ? memchr(from, '-', (size_t)(end - from)) : NULL;
    }
}

static void
add_cwe(struct found *f, const char *p, const char *end)
{
    while (p < end && *p == '0')
        p++;
    if (p == end || end - p > 5)
        return;
    char *copy = pool_alloc(&f->pool, 16);
    memcpy(copy, "CWE-", 4);
    memcpy(copy + 4, p, (size_t)(end - p));
    add(f, (struct slice){copy, 4 + (size_t)(end - p)});
}

static bool
only_numbers(struct slice s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!isdigit((unsigned char)s.p[i]) && !strchr(" ,;|\t\n", s.p[i]))
            return false;
    return true;
}

/* `cwe`, then at most three marks ("CWE #310", "CWE - 79"), then digits; or nothing but numbers. */
static void
find_cwes(struct found *f, struct slice s)
{
    const char *end = s.p + s.n;
    bool bare = only_numbers(s);
    for (const char *p = s.p; p < end; p++) {
        const char *q = p;
        if (!bare) {
            if ((*p | 32) != 'c' || !prefixed(p, end, "CWE") || (p > s.p && isalnum((unsigned char)p[-1])))
                continue;
            q = p + 3;
            for (int marks = 0; marks < 3 && q < end && *q && strchr("-_ :#", *q); marks++)
                q++;
        }
        const char *e = digits(q, end, 1);
        if (!e)
            continue;
        add_cwe(f, q, e);
        p = e - 1;
    }
}

static void
walk(struct found *f, json_val *v, void (*find)(struct found *, struct slice))
{
    struct json_iter it = json_each(v);
    if (json_type(v) == JSON_STRING)
        find(f, json_str(v));
    else if (json_type(v) == JSON_NUMBER)
        find(f, json_number_text(v));
    while (json_next(&it, NULL, &v))
        walk(f, v, find);
}

static int
by_text(const void *a, const void *b)
{
    return slice_compare(*(const struct slice *)a, *(const struct slice *)b);
}

static bool
write_sorted(struct buf *out, struct found *f)
{
    if (!f->n)
        return false;
    qsort(f->at, f->n, sizeof *f->at, by_text);
    for (size_t i = 0; i < f->n; i++) {
        if (i && slice_same(f->at[i], f->at[i - 1]))
            continue;
        buf_byte(out, i ? ',' : '[');
        buf_json_slice(out, f->at[i]);
    }
    buf_byte(out, ']');
    return true;
}

static struct found *
begin(void)
{
    static struct found f; /* memory is used again by the next finding */
    f.n = 0;
    pool_reset(&f.pool);
    return &f;
}

bool
ids_is_cve(struct slice s)
{
    const size_t year = sizeof "CVE-" - 1, number = sizeof "CVE-2026-" - 1;
    if (s.n < number + 4 || s.n > number + 19 || memcmp(s.p, "CVE-", year) != 0 || s.p[number - 1] != '-')
        return false;
    bool good = true;
    for (size_t i = year; i < number - 1; i++)
        good &= (unsigned)(s.p[i] - '0') <= 9;
    for (size_t i = number; i < s.n; i++)
        good &= (unsigned)(s.p[i] - '0') <= 9;
    return good;
}

/* Mostly there is one, alone or among nulls. */
static struct slice
only_cve(json_val *v)
{
    struct json_iter it = json_each(v);
    struct slice found = json_str(v);
    json_val *one;
    if (json_type(v) == JSON_ARRAY)
        while (json_next(&it, NULL, &one)) {
            if (json_type(one) == JSON_NULL)
                continue;
            if (found.p || json_type(one) != JSON_STRING)
                return (struct slice){0};
            found = json_str(one);
        }
    return found.p && ids_is_cve(found) ? found : (struct slice){0};
}

bool
ids_cve(struct buf *out, json_val *v)
{
    struct slice only = only_cve(v);
    if (only.p) {
        buf_room(out, only.n + 4);
        buf_text(out, "[\"");
        buf_slice(out, only);
        buf_text(out, "\"]");
        return true;
    }
    struct found *f = begin();
    walk(f, v, find_cves);
    return write_sorted(out, f);
}

bool
ids_cwe(struct buf *out, json_val *v)
{
    struct found *f = begin();
    walk(f, v, find_cwes);
    return write_sorted(out, f);
}

struct slice
ids_first_cve(struct buf *out, struct slice s)
{
    struct found *f = begin();
    find_cves(f, s);
    if (!f->n)
        return (struct slice){0};
    out->n = 0;
    buf_slice(out, f->at[0]);
    return buf_as_slice(out);
}
