#include "plain.h"

#include <stddef.h>

#include "date.h"
#include "plain_value.h"
#include "text.h"

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

static const char *
skip_events(const struct plain *to, const char *p, const char *end)
{
    static const char before[] = "[{\"at\":", after[] = ",\"state\":\"open\",\"why\":\"" PLAIN_WHY "\"}]";
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
    if (*p == '"')
        return shape <= TEXT ? plain_skip_text(p, end) : NULL;
    if (*p == 'n') /* a field that is not common is left out where it has no value */
        return field < F_COMMON && shape != BOOL ? plain_skip_scalar(p, end) : NULL;
    switch (shape) {
    case SCALAR:
        return plain_skip_scalar(p, end);
    case IDS:
        return plain_skip_ids(to, field, p, end);
    case FLAT:
        return plain_skip_flat(to, field, p, end);
    case EVENTS:
        return skip_events(to, p, end);
    case BOOL:
        return *p == 't' || *p == 'f' ? plain_skip_scalar(p, end) : NULL;
    case TEXT:
    case NONE:
        break;
    }
    return NULL;
}

/* ---- the line ---- */

static struct plain_name names[F_COUNT]; /* as they stand in a line: ,"name": */

static void
write_names(void)
{
    for (int i = 0; i < F_COUNT; i++) {
        struct buf b = {0};
        finding_write_name(&b, (enum finding_field)i);
        plain_set_name(&names[i], buf_as_slice(&b));
        buf_free(&b);
    }
}

/* The field behind `field` in the line, or F_COUNT. Which one it was in the last line is a hint. */
static inline int
next_field(const char *p, const char *end, int field)
{
    static unsigned char hint[F_COUNT + 1];
    int next = hint[field + 1];
    if (next > field && plain_is_name(p, end, &names[next]))
        return next;
    for (next = field + 1; next < F_COUNT && !plain_is_name(p, end, &names[next]); next++)
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
    plain_high = 0;
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
        to->set |= (uint64_t)(*value != 'n') << field;
        common += field < F_COMMON;
    }
    return p + 1 == end && common == F_COMMON && (!plain_high || text_valid_prefix(line) == line.n);
}

/* As date_write_json writes it. Most times are those of the line before. */
bool
plain_read_time(struct slice json, int64_t *t)
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

bool
plain_is_severity(struct slice json)
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
           plain_is_severity(p->f.f[F_SEVERITY]) && is_provenance(p->f.f[F_PROVENANCE]) &&
           !json_is_null(p->f.f[F_SOURCE_TOOL]) && p->f.f[F_TIMELINE].p &&
           plain_read_time(p->f.f[F_FIRST_SEEN], &p->first) &&
           plain_read_time(p->f.f[F_LAST_SEEN], &p->last) && p->first <= p->last;
}
