#include "plain.h"

#ifdef __SSE2__ /* every x86-64 has it */
#include <emmintrin.h>
#endif

#include <stddef.h>

#include "date.h"

/* What the value of a field may be, so that the line can take the short way. */
enum shape {
    SCALAR, /* a string, a number, true, false; of a common field also null */
    TEXT,   /* a string; of a common field also null */
    IDS,    /* an array of strings, each greater than the one before it */
    FLAT,   /* an object of strings and scalars */
    EVENTS, /* the timeline of a finding that is new */
    BOOL,
    NONE /* null */
};
static const unsigned char shapes[F_COUNT] = {
    [F_SOURCE_TOOL] = TEXT,
    [F_SERVICE] = TEXT,
    [F_FINDING_TITLE] = TEXT,
    [F_OWNER] = TEXT,
    [F_CATEGORY] = TEXT,
    [F_TARGET] = TEXT,
    [F_RULE_ID] = TEXT,
    [F_NATIVE_ID] = TEXT,
    [F_REPORT] = TEXT,
    [F_CVE] = IDS,
    [F_CWE] = IDS,
    [F_COMPONENT] = FLAT,
    [F_LOCATION] = FLAT,
    [F_TIMELINE] = EVENTS,
    [F_EXCEPTION_ID] = NONE,
    [F_ID] = NONE,
    [F_SOURCES] = NONE,
    [F_ALSO] = NONE,
    [F_RESOLVED_AT] = NONE,
    [F_UNCERTAIN_DAYS] = NONE,
    [F_UNVERIFIED] = NONE,
    [F_FIX] = NONE,
    [F_RELEASE_BLOCKING] = BOOL,
};

/* ---- values ---- */

/* The first byte that ends a string or makes it no plain one: a quote, a backslash, no printable ASCII. */
static inline const char *
find_special(const char *p, const char *end)
{
#ifdef __SSE2__
    const __m128i quote16 = _mm_set1_epi8('"'), back16 = _mm_set1_epi8('\\'), del16 = _mm_set1_epi8(0x7f),
                  blank16 = _mm_set1_epi8(0x20);
    for (; end - p >= 16; p += 16) {
        __m128i c = _mm_loadu_si128((const __m128i *)(const void *)p);
        __m128i bad = _mm_or_si128(_mm_or_si128(_mm_cmpeq_epi8(c, quote16), _mm_cmpeq_epi8(c, back16)),
                                   _mm_or_si128(_mm_cmpeq_epi8(c, del16), _mm_cmplt_epi8(c, blank16)));
        int mask = _mm_movemask_epi8(bad); /* bytes from 0x80 on are negative, so less than a blank */
        if (mask)
            return p + __builtin_ctz((unsigned)mask);
    }
#endif
    while (p < end && *p != '"' && *p != '\\' && (unsigned char)*p >= 0x20 && (unsigned char)*p < 0x7f)
        p++;
    return p;
}

/* p stands on a quote; past the closing one, or NULL. */
static inline const char *
skip_text(const char *p, const char *end)
{
    p = find_special(p + 1, end);
    return p < end && *p == '"' ? p + 1 : NULL;
}

static bool
is_number(struct slice s)
{
    const char *p = s.p, *end = s.p + s.n, *digits;
    p += p < end && *p == '-';
    for (digits = p; p < end && *p >= '0' && *p <= '9'; p++)
        continue;
    if (p == digits || (*digits == '0' && p - digits > 1))
        return false;
    if (p < end && *p == '.')
        for (digits = ++p; p < end && *p >= '0' && *p <= '9'; p++)
            continue;
    return p == end && p > digits;
}

/* null, true, false, or a number without exponent. */
static const char *
skip_scalar(const char *p, const char *end)
{
    struct slice s = {p, 0};
    while (p < end && *p != ',' && *p != '}')
        p++;
    s.n = (size_t)(p - s.p);
    return slice_is(s, "null") || slice_is(s, "false") || slice_is(s, "true") || is_number(s) ? p : NULL;
}

static inline const char *
skip_simple(const char *p, const char *end)
{
    return p == end ? NULL : *p == '"' ? skip_text(p, end) : skip_scalar(p, end);
}

/* ---- arrays and objects ---- */

int
plain_container(int field)
{
    switch (field) {
    case F_CVE:
        return PLAIN_CVE;
    case F_CWE:
        return PLAIN_CWE;
    case F_COMPONENT:
        return PLAIN_COMPONENT;
    case F_LOCATION:
        return PLAIN_LOCATION;
    default:
        return -1;
    }
}

static void
add_leaf(struct plain *to, struct plain_inside *in, struct slice value)
{
    if (to->leaves == PLAIN_LEAVES) {
        in->unknown = true;
        return;
    }
    to->leaf[to->leaves++] = value;
    in->n++;
}

static const char *
skip_ids(struct plain *to, int field, const char *p, const char *end)
{
    struct plain_inside *in = &to->inside[plain_container(field)];
    struct slice last = {0};
    in->first = (uint8_t)to->leaves;
    if (end - p > 1 && p[0] == '[' && p[1] == ']')
        return p + 2;
    if (*p != '[')
        return NULL;
    do {
        const char *q = ++p < end && *p == '"' ? skip_text(p, end) : NULL;
        struct slice now = {p + 1, q ? (size_t)(q - p - 2) : 0};
        if (!q || q == end || (last.p && slice_compare(last, now) >= 0))
            return NULL;
        to->several_ids |= last.p && field == F_CVE;
        add_leaf(to, in, (struct slice){p, (size_t)(q - p)});
        last = now;
        p = q;
    } while (*p == ',');
    in->layout = in->n;
    return *p == ']' ? p + 1 : NULL;
}

/* Of at most eight digits; anything but a number is no line. */
static bool
read_line(struct slice json, uint32_t *line)
{
    *line = 0;
    for (size_t i = 0; i < json.n; i++) {
        if (json.p[i] < '0' || json.p[i] > '9' || i > 8)
            return json_is_null(json);
        *line = *line * 10 + (uint32_t)(json.p[i] - '0');
    }
    return true;
}

#define MEMBERS_KNOWN 31 /* names of members that have a number */
#define LAYOUT_MEMBERS 8  /* of an object that has a layout: a byte each */
#define NUMBER_EXACT 15   /* digits beyond which a program sees a string */

/* The number of a member's name, from 1; 0: there are too many names. Most stand where they stood last. */
static unsigned
number_of_name(struct slice name, unsigned guess)
{
    static struct {
        char text[24];
        size_t n;
    } known[MEMBERS_KNOWN + 1];
    static unsigned n;
    unsigned i = 1;
    if (guess && known[guess].n == name.n && memcmp(known[guess].text, name.p, name.n) == 0)
        return guess;
    while (i <= n && (known[i].n != name.n || memcmp(known[i].text, name.p, name.n) != 0))
        i++;
    if (i > n && (n == MEMBERS_KNOWN || name.n > sizeof known[i].text))
        return 0;
    if (i > n) {
        memcpy(known[i].text, name.p, name.n);
        known[i].n = name.n;
        n = i;
    }
    return i;
}

/* As programs see it. */
static unsigned
kind_of(struct slice value)
{
    switch (*value.p) {
    case '"':
        return 0;
    case 'n':
        return 1;
    case 't':
        return 2;
    case 'f':
        return 3;
    default:
        return value.n > NUMBER_EXACT ? 5 : 4;
    }
}

static void
add_member(struct plain *to, int field, struct slice name, struct slice value)
{
    static unsigned char guess[PLAIN_CONTAINERS][LAYOUT_MEMBERS];
    struct plain_inside *in = &to->inside[plain_container(field)];
    unsigned kind = kind_of(value), i = in->n, number;
    if (in->unknown)
        return;
    if (i == LAYOUT_MEMBERS || kind == 5 ||
        !(number = number_of_name(name, guess[plain_container(field)][i]))) {
        in->unknown = true;
        return;
    }
    guess[plain_container(field)][i] = (unsigned char)number;
    in->layout |= (uint64_t)(number << 3 | kind) << (8 * i);
    add_leaf(to, in, value);
}

static bool
take_member(struct plain *to, int field, struct slice key, struct slice value)
{
    add_member(to, field, key, value);
    if (field == F_COMPONENT) {
        if (slice_is(key, "version"))
            to->version = value;
        return true;
    }
    if (slice_is(key, "file"))
        to->file = plain_string(value);
    return !slice_is(key, "line") || read_line(value, &to->line);
}

static const char *
skip_flat(struct plain *to, int field, const char *p, const char *end)
{
    to->inside[plain_container(field)].first = (uint8_t)to->leaves;
    if (end - p < 2 || *p != '{')
        return NULL;
    if (p[1] == '}')
        return p + 2;
    do {
        const char *key = p + 1, *colon = key < end && *key == '"' ? skip_text(key, end) : NULL;
        p = colon && colon < end && *colon == ':' ? skip_simple(colon + 1, end) : NULL;
        if (!p || p == end ||
            !take_member(to, field, (struct slice){key + 1, (size_t)(colon - key - 2)},
                         (struct slice){colon + 1, (size_t)(p - colon - 1)}))
            return NULL;
    } while (*p == ',');
    return *p == '}' ? p + 1 : NULL;
}

static const char *
skip_events(const struct plain *to, const char *p, const char *end)
{
    static const char before[] = "[{\"at\":", after[] = ",\"state\":\"open\",\"why\":\"first seen\"}]";
    const size_t n = sizeof before - 1, m = sizeof after - 1;
    struct slice first = to->f.f[F_FIRST_SEEN];
    if ((size_t)(end - p) < n + first.n + m || memcmp(p, before, n) != 0 ||
        memcmp(p + n, first.p, first.n) != 0 || memcmp(p + n + first.n, after, m) != 0)
        return NULL;
    return p + n + first.n + m;
}

static inline const char *
skip_value(struct plain *to, int field, const char *p, const char *end)
{
    enum shape shape = (enum shape)shapes[field];
    if (p == end)
        return NULL;
    if (*p == 'n') /* a field that is not common is left out where it has no value */
        return field < F_COMMON && shape != BOOL ? skip_scalar(p, end) : NULL;
    switch (shape) {
    case TEXT:
        return *p == '"' ? skip_text(p, end) : NULL;
    case SCALAR:
        return *p == '"' ? skip_text(p, end) : skip_scalar(p, end);
    case IDS:
        return skip_ids(to, field, p, end);
    case FLAT:
        return skip_flat(to, field, p, end);
    case EVENTS:
        return skip_events(to, p, end);
    case BOOL:
        return *p == 't' || *p == 'f' ? skip_scalar(p, end) : NULL;
    case NONE:
        break;
    }
    return NULL;
}

/* ---- the line ---- */

#define NAME_MOST 24 /* ,"release_blocking": and some, in eights */

struct name { /* as it stands in a line: ,"name": */
    uint64_t text[NAME_MOST / 8], mask[NAME_MOST / 8];
    size_t n;
};
static struct name names[F_COUNT];

static void
write_names(void)
{
    for (int i = 0; i < F_COUNT; i++) {
        struct buf b = {0};
        finding_write_name(&b, (enum finding_field)i);
        names[i].n = b.n;
        memcpy(names[i].text, b.p, b.n);
        memset(names[i].mask, 0xff, b.n);
        buf_free(&b);
    }
}

static inline bool
is_name(const char *p, const char *end, const struct name *name)
{
    uint64_t text[NAME_MOST / 8];
    if (end - p < NAME_MOST)
        return (size_t)(end - p) > name->n && memcmp(p, name->text, name->n) == 0;
    memcpy(text, p, sizeof text);
    return !(((text[0] ^ name->text[0]) & name->mask[0]) | ((text[1] ^ name->text[1]) & name->mask[1]) |
             ((text[2] ^ name->text[2]) & name->mask[2]));
}

/* The field behind `field` in the line, or F_COUNT. Which one it was in the last line is a hint. */
static inline int
next_field(const char *p, const char *end, int field)
{
    static unsigned char hint[F_COUNT + 1];
    int next = hint[field + 1];
    if (next > field && is_name(p, end, &names[next]))
        return next;
    for (next = field + 1; next < F_COUNT && !is_name(p, end, &names[next]); next++)
        continue;
    if (next < F_COUNT)
        hint[field + 1] = (unsigned char)next;
    return next;
}

/* Fields in the order of records.md, the common ones all, others only where they are set; nothing else. */
static bool
scan(struct plain *to, struct slice line)
{
    static const char start[] = "{\"kind\":\"finding\"";
    const char *p = line.p + sizeof start - 1, *end = line.p + line.n, *after;
    int common = 0;
    if (!names->n)
        write_names();
    memset(to, 0, offsetof(struct plain, leaf));
    if (line.n < sizeof start || memcmp(line.p, start, sizeof start - 1) != 0)
        return false;
    for (int field = -1; *p != '}'; p = after) {
        field = next_field(p, end, field);
        if (field == F_COUNT)
            return false;
        const char *value = p + names[field].n;
        after = skip_value(to, field, value, end);
        if (!after || after == end)
            return false;
        to->f.f[field] = (struct slice){value, (size_t)(after - value)};
        common += field < F_COMMON;
    }
    return p + 1 == end && common == F_COMMON;
}

/* As date_write_json writes it. Most times are those of the line before. */
static bool
read_time(struct slice json, int64_t *t)
{
    static char last[20];
    static int64_t last_time = DATE_NONE;
    struct slice s = plain_string(json);
    if (s.n != sizeof last || s.p[10] != 'T' || s.p[19] != 'Z' || s.p[17] == '6')
        return false;
    if (last_time == DATE_NONE || memcmp(s.p, last, sizeof last) != 0) {
        last_time = date_parse(s);
        memcpy(last, s.p, sizeof last);
    }
    *t = last_time;
    return *t != DATE_NONE;
}

static bool
is_severity(struct slice json)
{
    return slice_is(json, "\"high\"") || slice_is(json, "\"medium\"") || slice_is(json, "\"low\"") ||
           slice_is(json, "\"critical\"") || slice_is(json, "\"info\"");
}

static bool
is_provenance(struct slice json)
{
    return json_is_null(json) || slice_is(json, "\"system\"") || slice_is(json, "\"partial\"") ||
           slice_is(json, "\"manual\"");
}

bool
plain_read(struct plain *p, struct slice line)
{
    return line.n <= UINT16_MAX && scan(p, line) && slice_is(p->f.f[F_STATE], "\"open\"") &&
           is_severity(p->f.f[F_SEVERITY]) && is_provenance(p->f.f[F_PROVENANCE]) &&
           !json_is_null(p->f.f[F_SOURCE_TOOL]) && p->f.f[F_TIMELINE].p &&
           read_time(p->f.f[F_FIRST_SEEN], &p->first) && read_time(p->f.f[F_LAST_SEEN], &p->last) &&
           p->first <= p->last;
}
