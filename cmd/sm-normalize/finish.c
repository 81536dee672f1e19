#include "finish.h"

#include <stdlib.h>
#include <string.h>

#include "date.h"
#include "hash.h"
#include "severity.h"

static void
otherwise(struct built *b, int field, struct slice json)
{
    if (field >= 0 && json_is_null(b->f.f[field]) && json.p)
        b->f.f[field] = json;
}

static struct slice
quoted(const char *word, struct pool *pool)
{
    size_t n = strlen(word);
    char *p = pool_alloc(pool, n + 2);
    p[0] = p[n + 1] = '"';
    memcpy(p + 1, word, n);
    return (struct slice){p, n + 2};
}

/* The times of a report's entries are mostly the report's: the last text made is used again. */
static struct slice
time_json(int64_t t, struct pool *pool)
{
    static int64_t last = DATE_NONE;
    static struct buf text;
    if (t != last || !text.n) {
        text.n = 0;
        date_write_json(&text, t);
        last = t;
    }
    return (struct slice){pool_copy(pool, text.p, text.n), text.n};
}

static int64_t
time_of(const struct built *b, int field)
{
    static char last[sizeof "\"2026-10-31T14:05:00Z\"" - 1]; /* mostly the one before */
    static int64_t last_time;
    struct slice s = b->f.f[field];
    if (s.n != sizeof last)
        return s.n > 2 ? date_parse((struct slice){s.p + 1, s.n - 2}) : DATE_NONE;
    if (memcmp(s.p, last, sizeof last) != 0) {
        memcpy(last, s.p, sizeof last);
        last_time = date_parse((struct slice){s.p + 1, s.n - 2});
    }
    return last_time;
}

static struct slice
first_id(struct slice array)
{
    const char *close = array.n > 3 ? memchr(array.p + 2, '"', array.n - 2) : NULL;
    return close ? (struct slice){array.p + 1, (size_t)(close - array.p)} : (struct slice){0};
}

static void
default_title(struct finding *f)
{
    if (f->f[F_FINDING_TITLE].p)
        return;
    struct slice choices[] = {f->f[F_FINDING_TITLE], f->f[F_RULE_ID], first_id(f->f[F_CVE]),
                              f->f[F_NATIVE_ID], SLICE("\"(no title)\"")};
    for (size_t i = 0; !f->f[F_FINDING_TITLE].p; i++)
        f->f[F_FINDING_TITLE] = choices[i];
}

static void
default_severity(struct finding *f, struct pool *pool)
{
    char copy[32];
    const char *word = NULL;
    if (f->f[F_SEVERITY].p)
        return;
    if (f->f[F_CVSS].n && f->f[F_CVSS].n < sizeof copy) {
        memcpy(copy, f->f[F_CVSS].p, f->f[F_CVSS].n);
        copy[f->f[F_CVSS].n] = 0;
        word = severity_of_score(strtod(copy, NULL));
    }
    f->f[F_SEVERITY] = quoted(word ? word : "info", pool);
}

const enum finding_field finish_defaulted[] = {F_SOURCE_TOOL, F_TARGET,        F_SERVICE,
                                               F_PRODUCT,     F_CATEGORY,      F_STATE,
                                               F_PROVENANCE,  F_FINDING_TITLE, F_SEVERITY};

void
finish_defaults(struct built *b, const struct format *f, const struct report *r, struct pool *pool)
{
    if (b->kind == &kind_finding) {
        otherwise(b, F_SOURCE_TOOL, r->source_tool);
        otherwise(b, F_SOURCE_TOOL, f->source_tool);
        otherwise(b, F_TARGET, r->target);
        otherwise(b, F_SERVICE, r->service);
        otherwise(b, F_PRODUCT, r->product);
        otherwise(b, F_CATEGORY, f->category.p ? f->category : SLICE("\"other\""));
        otherwise(b, F_STATE, SLICE("\"open\""));
        otherwise(b, F_PROVENANCE, f->provenance);
        default_title(&b->f);
        default_severity(&b->f, pool);
        return;
    }
    otherwise(b, kind_field(b->kind, SLICE("provenance")), f->provenance);
    if (b->kind == &kind_exception) {
        otherwise(b, kind_field(b->kind, SLICE("disposition")), SLICE("\"accepted\""));
        otherwise(b, kind_field(b->kind, SLICE("state")), SLICE("\"active\""));
    }
    if (b->kind == &kind_activity)
        otherwise(b, kind_field(b->kind, SLICE("category")), f->category);
}

static int64_t
later(int64_t a, int64_t b)
{
    return a == DATE_NONE || (b != DATE_NONE && b > a) ? b : a;
}

static void
set_time(struct built *b, int field, int64_t t, struct pool *pool)
{
    if (time_of(b, field) != t)
        b->f.f[field] = t == DATE_NONE ? (struct slice){0} : time_json(t, pool);
}

/* An entry that stands in a report was seen at the report's time, unless it says that it is gone. */
static void
seen(struct built *b, int64_t at, struct pool *pool)
{
    bool gone = slice_is(b->f.f[F_STATE], "\"resolved\"");
    int64_t first = time_of(b, F_FIRST_SEEN), last = time_of(b, F_LAST_SEEN);
    if (!gone)
        last = later(last, at);
    if (first == DATE_NONE)
        first = at != DATE_NONE ? at : last;
    if (last != DATE_NONE && first != DATE_NONE && last < first)
        last = first;
    set_time(b, F_FIRST_SEEN, first, pool);
    set_time(b, F_LAST_SEEN, last, pool);
}

/* When the export's state began, as well as the export says. */
static int64_t
since(struct built *b, int64_t at, int64_t decided)
{
    int64_t first = time_of(b, F_FIRST_SEEN), t = DATE_NONE;
    if (slice_is(b->f.f[F_STATE], "\"resolved\""))
        t = time_of(b, F_RESOLVED_AT);
    else if (!slice_is(b->f.f[F_STATE], "\"in_progress\""))
        t = decided;
    if (t == DATE_NONE)
        t = at;
    if (t == DATE_NONE)
        t = time_of(b, F_LAST_SEEN);
    return later(first, t);
}

static void
add_event(struct buf *out, struct slice at, struct slice state, const char *why)
{
    buf_text(out, "{\"at\":");
    buf_slice(out, at);
    buf_text(out, ",\"state\":");
    buf_slice(out, state);
    buf_text(out, ",\"why\":\"");
    buf_text(out, why);
    buf_text(out, "\"}");
}

static void
timeline(struct built *b, int64_t at, int64_t decided, struct pool *pool)
{
    struct finding *f = &b->f;
    int64_t first = time_of(b, F_FIRST_SEEN);
    bool resolved = slice_is(f->f[F_STATE], "\"resolved\"");
    static struct buf out; /* memory is used again */
    out.n = 0;
    if (!resolved)
        finding_clear(f, F_RESOLVED_AT);
    if (first == DATE_NONE)
        return;
    buf_byte(&out, '[');
    add_event(&out, f->f[F_FIRST_SEEN], SLICE("\"open\""), "first seen");
    if (!slice_is(f->f[F_STATE], "\"open\"")) {
        struct slice t = time_json(since(b, at, decided), pool);
        buf_byte(&out, ',');
        add_event(&out, t, f->f[F_STATE], "export");
        if (resolved)
            f->f[F_RESOLVED_AT] = t;
    }
    buf_byte(&out, ']');
    finding_set_json(f, F_TIMELINE, buf_as_slice(&out), pool);
}

static void
which_report(struct built *b, int64_t at, struct pool *pool)
{
    char hex[HASH_HEX + 1];
    struct slice time = at == DATE_NONE ? (struct slice){0} : time_json(at, pool);
    if (time.p)
        time = (struct slice){time.p + 1, time.n - 2}; /* without quotes */
    finding_which_report(b->f.f[F_SOURCE_TOOL], b->f.f[F_TARGET], time, b->f.f[F_CATEGORY], hex);
    b->f.f[F_REPORT] = quoted(hex, pool);
}

const enum finding_field finish_goes_by[] = {F_FIRST_SEEN,  F_LAST_SEEN, F_STATE,   F_RESOLVED_AT,
                                             F_SOURCE_TOOL, F_TARGET,    F_CATEGORY},
                         finish_gives[] = {F_FIRST_SEEN, F_LAST_SEEN, F_RESOLVED_AT, F_TIMELINE, F_REPORT};

/* The finding before: what was gone by, and what it gave. */
static struct before {
    int64_t at, decided;
    struct slice by[FINISH_GOES_BY], gave[FINISH_GIVES]; /* in text */
    struct buf text;
} before;

static bool
is_like_before(const struct finding *f, int64_t at, int64_t decided)
{
    bool same = before.text.n && at == before.at && decided == before.decided;
    for (size_t i = 0; same && i < FINISH_GOES_BY; i++)
        same = slice_same(f->f[finish_goes_by[i]], before.by[i]);
    return same;
}

static void
remember(const struct slice *by, const struct finding *f, int64_t at, int64_t decided)
{
    size_t n = 1;
    for (size_t i = 0; i < FINISH_GOES_BY + FINISH_GIVES; i++)
        n += i < FINISH_GOES_BY ? by[i].n : f->f[finish_gives[i - FINISH_GOES_BY]].n;
    before.text.n = 0;
    buf_room(&before.text, n); /* so that it stays where it is */
    for (size_t i = 0; i < FINISH_GOES_BY + FINISH_GIVES; i++) {
        struct slice s = i < FINISH_GOES_BY ? by[i] : f->f[finish_gives[i - FINISH_GOES_BY]];
        struct slice *to = i < FINISH_GOES_BY ? &before.by[i] : &before.gave[i - FINISH_GOES_BY];
        *to = (struct slice){s.p ? before.text.p + before.text.n : NULL, s.n};
        buf_slice(&before.text, s);
    }
    buf_byte(&before.text, 0);
    before.at = at;
    before.decided = decided;
}

void
finish_finding(struct built *b, int64_t at, int64_t decided, struct pool *pool)
{
    struct slice by[FINISH_GOES_BY];
    if (is_like_before(&b->f, at, decided)) {
        for (size_t i = 0; i < FINISH_GIVES; i++)
            b->f.f[finish_gives[i]] = before.gave[i];
        return;
    }
    for (size_t i = 0; i < FINISH_GOES_BY; i++)
        by[i] = b->f.f[finish_goes_by[i]];
    seen(b, at, pool);
    timeline(b, at, decided, pool);
    which_report(b, at, pool);
    remember(by, &b->f, at, decided);
}

/* Canonical times compare as texts. */
static bool
is_later(const struct built *b, int field, int than)
{
    return field >= 0 && than >= 0 && b->f.f[field].n > 2 && b->f.f[than].n > 2 &&
           slice_compare(b->f.f[field], b->f.f[than]) > 0;
}

bool
finish_out_of_order(const struct built *b)
{
    int started = kind_field(b->kind, SLICE("started")), detected = kind_field(b->kind, SLICE("detected")),
        resolved = kind_field(b->kind, SLICE("resolved"));
    return is_later(b, started, detected) || is_later(b, detected, resolved) ||
           is_later(b, started, resolved);
}

const char *
finish_other(struct built *b, int64_t at, bool *guessed, struct pool *pool)
{
    int field = kind_at(b->kind);
    *guessed = false;
    if (field >= 0 && !b->f.f[field].p && at != DATE_NONE) {
        b->f.f[field] = time_json(at, pool);
        *guessed = true;
    }
    int started = kind_field(b->kind, SLICE("started")), detected = kind_field(b->kind, SLICE("detected"));
    if (started >= 0 && detected >= 0)
        otherwise(b, detected, b->f.f[started]);
    const char *missing = build_missing(b);
    if (missing && b->kind == &kind_activity && strcmp(missing, "at") == 0 &&
        b->f.f[kind_field(b->kind, SLICE("category"))].p)
        return NULL; /* an activity without a time is kept: it counts for nothing, and says so */
    return missing;
}
