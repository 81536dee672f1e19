#include "intact.h"

#include <string.h>
#ifdef __SSE2__ /* every x86-64 has it */
#include <emmintrin.h>
#endif

#include "date.h"
#include "limits.h"

/* ---- the line ---- */

/* The first byte that ends a string or makes it no plain one: a quote, a backslash, no printable ASCII. */
static const char *
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
    const uint64_t ones = 0x0101010101010101u, highs = ones << 7;
    for (uint64_t w; end - p >= 8; p += 8) {
        memcpy(&w, p, 8);
        uint64_t quote = w ^ ones * '"', back = w ^ ones * '\\', del = w ^ ones * 0x7f;
        if ((((w - ones * 0x20) & ~w) | ((quote - ones) & ~quote) | ((back - ones) & ~back) |
             ((del - ones) & ~del) | w) &
            highs)
            break;
    }
    while (p < end && *p != '"' && *p != '\\' && (unsigned char)*p >= 0x20 && (unsigned char)*p < 0x7f)
        p++;
    return p;
}

/* p stands on a quote; past the closing one, or NULL. */
static const char *
skip_text(const char *p, const char *end)
{
    p = find_special(p + 1, end);
    return p < end && *p == '"' ? p + 1 : NULL;
}

/* An object or array without blanks; its brackets are matched, what is between them is not looked at. */
static const char *
skip_nested(const char *p, const char *end)
{
    char open[DEPTH_MAX / 2];
    size_t depth = 0;
    while (p && p < end) {
        unsigned char c = (unsigned char)*p;
        if (c == '"') {
            p = skip_text(p, end);
            continue;
        }
        if (c <= ' ' || c >= 0x7f || c == '\\')
            return NULL;
        if (c == '{' || c == '[') {
            if (depth == sizeof open)
                return NULL;
            open[depth++] = (char)c;
        } else if (c == '}' || c == ']') {
            if (open[--depth] != (c == '}' ? '{' : '['))
                return NULL;
            if (!depth)
                return p + 1;
        }
        p++;
    }
    return NULL;
}

/* null, true, false, or a number without exponent. */
static const char *
skip_scalar(const char *p, const char *end)
{
    const char *from = p, *digits;
    while (p < end && *p != ',' && *p != '}')
        p++;
    struct slice s = {from, (size_t)(p - from)};
    if (slice_is(s, "null") || slice_is(s, "true") || slice_is(s, "false"))
        return p;
    from += from < p && *from == '-';
    for (digits = from; from < p && *from >= '0' && *from <= '9'; from++)
        continue;
    if (from == digits || (*digits == '0' && from - digits > 1))
        return NULL;
    if (from < p && *from == '.')
        for (digits = ++from; from < p && *from >= '0' && *from <= '9'; from++)
            continue;
    return from == p && from > digits ? p : NULL;
}

static const char *
skip_value(const char *p, const char *end)
{
    if (p == end)
        return NULL;
    return *p == '"' ? skip_text(p, end) : *p == '{' || *p == '[' ? skip_nested(p, end) : skip_scalar(p, end);
}

/* Is it the name of the field, with the quote and colon after it? */
static bool
is_field(const char *p, const char *end, int field)
{
    size_t n = finding_length(field);
    return (size_t)(end - p) > n + 2 && memcmp(p, finding_names[field], n) == 0 && p[n] == '"' &&
           p[n + 1] == ':';
}

/* Fields in the order of records.md, the common ones all, others only where they are set; nothing else. */
static bool
scan(struct finding *f, struct slice line)
{
    static const char start[] = "{\"kind\":\"finding\"";
    const char *p = line.p + sizeof start - 1, *end = line.p + line.n;
    memset(f, 0, sizeof *f);
    if (line.n < sizeof start || memcmp(line.p, start, sizeof start - 1) != 0)
        return false;
    for (int field = 0; field < F_COUNT; field++) {
        if (*p == '}')
            break;
        if (end - p < 3 || p[0] != ',' || p[1] != '"')
            return false;
        if (p[2] != *finding_names[field] || !is_field(p + 2, end, field)) {
            if (field < F_COMMON)
                return false;
            continue;
        }
        const char *value = p + 2 + finding_length(field) + 2, *after = skip_value(value, end);
        if (!after || after == end)
            return false;
        f->f[field] = (struct slice){value, (size_t)(after - value)};
        if (field >= F_COMMON && json_is_null(f->f[field]))
            return false;
        p = after;
    }
    return *p == '}' && p + 1 == end;
}

/* ---- its values ---- */

struct slice
intact_string(struct slice json)
{
    if (json.n < 2 || *json.p != '"')
        return (struct slice){0};
    return (struct slice){json.p + 1, json.n - 2};
}

static bool
is_string_or_null(struct slice json)
{
    return json_is_null(json) || *json.p == '"';
}

static bool
is_object_or_null(struct slice json)
{
    return json_is_null(json) || *json.p == '{';
}

/* An array of strings, each greater than the one before it. */
static bool
is_sorted_list(struct slice json)
{
    const char *p = json.p, *end = json.p + json.n;
    struct slice last = {0};
    if (json_is_null(json) || slice_is(json, "[]"))
        return true;
    if (*p != '[')
        return false;
    do {
        if (++p == end || *p != '"')
            return false;
        const char *q = memchr(p + 1, '"', (size_t)(end - p - 1));
        if (!q)
            return false;
        struct slice now = {p + 1, (size_t)(q - p - 1)};
        if (last.p && slice_compare(last, now) >= 0)
            return false;
        last = now;
        p = q + 1;
    } while (p < end && *p == ',');
    return p + 1 == end && *p == ']';
}

/* As date_write_json writes it. */
static bool
read_time(struct slice json, int64_t *t)
{
    struct slice s = intact_string(json);
    if (s.n != 20 || s.p[10] != 'T' || s.p[19] != 'Z' || (s.p[17] == '6'))
        return false;
    *t = date_parse(s);
    return *t != DATE_NONE;
}

static bool
is_first_timeline(struct slice json, struct slice first)
{
    static const char before[] = "[{\"at\":", after[] = ",\"state\":\"open\",\"why\":\"first seen\"}]";
    const size_t n = sizeof before - 1, m = sizeof after - 1;
    return json.n == n + first.n + m && memcmp(json.p, before, n) == 0 &&
           memcmp(json.p + n, first.p, first.n) == 0 && memcmp(json.p + n + first.n, after, m) == 0;
}

static bool
is_word(struct slice json, const char *const *words)
{
    for (; *words; words++)
        if (slice_is(json, *words))
            return true;
    return false;
}

static bool
has_plain_values(const struct finding *f)
{
    static const enum finding_field texts[] = {F_SOURCE_TOOL, F_CATEGORY,      F_TARGET,
                                               F_SERVICE,     F_RULE_ID,       F_NATIVE_ID,
                                               F_REPORT,      F_FINDING_TITLE, F_OWNER};
    static const enum finding_field none[] = {F_ID,          F_SOURCES,        F_ALSO,       F_EXCEPTION_ID,
                                              F_RESOLVED_AT, F_UNCERTAIN_DAYS, F_UNVERIFIED, F_FIX};
    static const char *const severities[] = {"\"info\"", "\"low\"",      "\"medium\"",
                                             "\"high\"", "\"critical\"", NULL};
    static const char *const provenances[] = {"\"system\"", "\"partial\"", "\"manual\"", NULL};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (!is_string_or_null(f->f[texts[i]]))
            return false;
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        if (!json_is_null(f->f[none[i]]))
            return false;
    for (int i = 0; i < F_COUNT; i++) {
        bool read = i == F_CVE || i == F_CWE || i == F_COMPONENT || i == F_LOCATION || i == F_TIMELINE;
        if (!read && f->f[i].p && (*f->f[i].p == '{' || *f->f[i].p == '['))
            return false;
    }
    return slice_is(f->f[F_STATE], "\"open\"") && is_word(f->f[F_SEVERITY], severities) &&
           (json_is_null(f->f[F_PROVENANCE]) || is_word(f->f[F_PROVENANCE], provenances)) &&
           !json_is_null(f->f[F_SOURCE_TOOL]) && is_object_or_null(f->f[F_LOCATION]) &&
           is_object_or_null(f->f[F_COMPONENT]) && is_sorted_list(f->f[F_CVE]) && is_sorted_list(f->f[F_CWE]);
}

static bool
read_place(struct intact *p)
{
    struct json_walk w;
    struct slice key, value;
    uint64_t line = 0;
    int more;
    p->line = 0;
    p->file = (struct slice){0};
    if (json_is_null(p->f.f[F_LOCATION]))
        return true;
    (void)json_walk(&w, p->f.f[F_LOCATION]);
    while ((more = json_walk_next(&w, &key, &value)) > 0) {
        if (slice_is(key, "file")) {
            p->file = intact_string(value);
        } else if (slice_is(key, "line")) {
            line = 0;
            for (size_t i = 0; i < value.n; i++) {
                if (value.p[i] < '0' || value.p[i] > '9' || i > 8)
                    return json_is_null(value);
                line = line * 10 + (uint64_t)(value.p[i] - '0');
            }
            p->line = (uint32_t)line;
        }
    }
    return more == 0;
}

bool
intact_read(struct intact *p, struct slice line)
{
    return line.n <= UINT16_MAX && scan(&p->f, line) && has_plain_values(&p->f) &&
           read_time(p->f.f[F_FIRST_SEEN], &p->first) && read_time(p->f.f[F_LAST_SEEN], &p->last) &&
           p->first <= p->last && is_first_timeline(p->f.f[F_TIMELINE], p->f.f[F_FIRST_SEEN]) &&
           read_place(p);
}

/* ---- writing ---- */

static struct slice
version_of(struct slice component)
{
    struct json_walk w;
    struct slice key, value, version = {0};
    if (json_is_null(component) || !json_walk(&w, component))
        return version;
    while (json_walk_next(&w, &key, &value) > 0)
        if (slice_is(key, "version"))
            version = value;
    return version;
}

static void
add(struct buf *b, struct slice name, struct slice json)
{
    buf_slice(b, name);
    buf_slice(b, json.p ? json : SLICE("null"));
}

/* As write_source of source.c. */
void
intact_source(struct buf *b, const struct finding *f, struct slice last_seen)
{
    add(b, SLICE("[{\"source_tool\":"), f->f[F_SOURCE_TOOL]);
    add(b, SLICE(",\"rule_id\":"), f->f[F_RULE_ID]);
    add(b, SLICE(",\"native_id\":"), f->f[F_NATIVE_ID]);
    add(b, SLICE(",\"target\":"), f->f[F_TARGET]);
    add(b, SLICE(",\"location\":"), f->f[F_LOCATION]);
    add(b, SLICE(",\"version\":"), version_of(f->f[F_COMPONENT]));
    add(b, SLICE(",\"severity\":"), f->f[F_SEVERITY]);
    add(b, SLICE(",\"first_seen\":"), f->f[F_FIRST_SEEN]);
    add(b, SLICE(",\"last_seen\":"), last_seen);
    buf_slice(b, SLICE(",\"state\":\"open\"}]"));
}

static bool
is_untouched(struct run *run, const struct group *g)
{
    const struct entry *e = g->entry;
    const struct row *r = g->row;
    return g->n == 1 && e->plain && !e->renamed && e->moved_from == NO_NAME && !run->others.any_exception &&
           coverage_after(&run->coverage, row_place(r), r->seen) == DATE_NONE;
}

/* The line, with its id and whether it blocks a release after the common fields, and its source at the end.
 */
static void
write_bytes(const struct entry *e, const struct group *g, struct slice text, struct buf *out)
{
    size_t old = text.p[e->blocking_at] == 't' ? 4 : 5, rest = e->blocking_at + old;
    buf_room(out, text.n + 64);
    buf_add(out, text.p, e->blocking_at);
    buf_slice(out, e->blocks ? SLICE("true,\"id\":\"") : SLICE("false,\"id\":\""));
    hash128_write(g->id, out->p + out->n);
    out->n += HASH_HEX;
    buf_byte(out, '"');
    buf_add(out, text.p + rest, e->length - rest - 1);
    buf_slice(out, SLICE(",\"sources\":"));
    buf_add(out, text.p + e->length, e->tail);
    buf_byte(out, '}');
}

void
intact_fields(struct merge *m, const struct entry *e)
{
    (void)scan(&m->f, (struct slice){m->members.text.p, e->length}); /* it was read before */
}

static void
write_fields(struct run *run, struct merge *m, const struct group *g, struct blocking *blocking,
             struct buf *out)
{
    const struct entry *e = g->entry;
    const struct row *r = g->row;
    struct finding *f = &m->f;
    char id[HASH_HEX + 2];
    intact_fields(m, e);
    struct slice service = names_text(&run->names, g->service);
    if (!slice_same(intact_string(f->f[F_SERVICE]), service))
        finding_set_str(f, F_SERVICE, service, &m->members.pool);
    hash128_write(g->id, id + 1);
    id[0] = id[HASH_HEX + 1] = '"';
    f->f[F_ID] = (struct slice){id, sizeof id};
    if (e->changed) {
        m->text.n = 0;
        date_write_json(&m->text, r->seen);
        finding_set_json(f, F_LAST_SEEN, buf_as_slice(&m->text), &m->members.pool);
    }
    references_fill(run->refs, f, &m->members.pool, &run->stage->tally);
    m->text.n = 0;
    intact_source(&m->text, f, f->f[F_LAST_SEEN]);
    f->f[F_SOURCES] = buf_as_slice(&m->text);
    finding_set_bool(f, F_RELEASE_BLOCKING, blocking_ask(blocking, f, run->stage));
    finding_write(out, f);
}

bool
intact_write(struct run *run, struct merge *m, const struct group *g, struct blocking *blocking,
             struct buf *out)
{
    const struct entry *e = g->entry;
    if (!is_untouched(run, g))
        return false;
    pool_reset(&m->members.pool);
    spool_read(&run->spool, e->offset, e->length + e->tail, &m->members.text);
    if (e->as_bytes && !e->changed && !references_any(run->refs))
        write_bytes(e, g, buf_as_slice(&m->members.text), out);
    else
        write_fields(run, m, g, blocking, out);
    run->counts.first_seen++;
    return true;
}
