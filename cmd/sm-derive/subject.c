#include "subject.h"

#include <stdlib.h>
#include <string.h>

#include "key.h"
#include "mem.h"

/* Decoded; a line without escapes needs no second look at its strings. */
static struct slice
decoded(struct slice raw, struct subject_reader *reader)
{
    if (reader->walk.plain)
        return raw.n > 1 && *raw.p == '"' ? (struct slice){raw.p + 1, raw.n - 2} : (struct slice){0};
    return json_unquote(&reader->pool, raw);
}

static struct slice
string_of(const struct subject *s, enum finding_field field, struct subject_reader *reader)
{
    return decoded(s->f->f[field], reader);
}

#define OWN_TIME (sizeof "\"2026-10-31T14:05:00Z\"" - 1)

/* By the month and the day. */
static inline size_t
date_slot(struct slice raw)
{
    const unsigned char *p = (const unsigned char *)raw.p;
    return (size_t)((p[9] & 3u) << 4 ^ (p[10] & 15u) ^ (p[7] & 15u) * 11u) % DATES_BEFORE;
}

/* Findings have few times: those of their reports, and days. */
static int64_t
time_of(const struct subject *s, enum finding_field field, struct subject_reader *reader)
{
    struct slice raw = s->f->f[field];
    if (raw.n != OWN_TIME)
        return json_is_null(raw) ? DATE_NONE : date_parse(string_of(s, field, reader));
    struct date_before *before = &reader->dates[date_slot(raw)];
    if (!key_same((struct slice){before->text, OWN_TIME}, raw)) {
        before->at = date_parse(string_of(s, field, reader));
        memcpy(before->text, raw.p, OWN_TIME);
    }
    return before->at;
}

/* Only blanks is absent: nobody is called that. */
static struct slice
text_of(const struct subject *s, enum finding_field field, struct subject_reader *reader)
{
    struct slice t = string_of(s, field, reader);
    if (t.n && (*t.p <= ' ' || t.p[t.n - 1] <= ' '))
        t = slice_trim(t);
    return t.n ? t : (struct slice){0};
}

static void
read_texts(struct subject *s, struct subject_reader *reader)
{
    s->title = text_of(s, F_FINDING_TITLE, reader);
    s->severity = text_of(s, F_SEVERITY, reader);
    s->tier = text_of(s, F_TIER, reader);
    s->category = text_of(s, F_CATEGORY, reader);
    s->owner = text_of(s, F_OWNER, reader);
    s->target = text_of(s, F_TARGET, reader);
    s->product = text_of(s, F_PRODUCT, reader);
    s->exception = text_of(s, F_EXCEPTION_ID, reader);
}

#define EXACT_DIGITS \
    15 /* so many, and ten to their number, are exact: so is their quotient as it is rounded */

/* As strtod, of digits with at most one point among them; false: it is another text. */
static bool
read_decimal(const char *p, size_t n, double *number)
{
    static const double tens[] = {1,   1e1, 1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                  1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};
    const char *point = NULL;
    uint64_t v = 0;
    if (!n || n > EXACT_DIGITS)
        return false;
    for (size_t i = 0; i < n; i++) {
        if (p[i] == '.' && !point)
            point = p + i;
        else if (p[i] >= '0' && p[i] <= '9')
            v = 10 * v + (uint64_t)(p[i] - '0');
        else
            return false;
    }
    *number = (double)v / tens[point ? p + n - point - 1 : 0];
    return n > (point != NULL);
}

/* A number, or a string that is one. */
static double
number_of(struct slice json)
{
    char text[64];
    double number;
    size_t quote = json.n && *json.p == '"';
    if (json.n < 1 + 2 * quote || json.n >= sizeof text)
        return 0;
    if (read_decimal(json.p + quote, json.n - 2 * quote, &number))
        return number;
    memcpy(text, json.p + quote, json.n - 2 * quote);
    text[json.n - 2 * quote] = 0;
    return strtod(text, NULL);
}

static void
read_times(struct subject *s, struct subject_reader *reader)
{
    s->first_seen = time_of(s, F_FIRST_SEEN, reader);
    s->last_seen = time_of(s, F_LAST_SEEN, reader);
    s->kev_added = time_of(s, F_KEV_ADDED, reader);
    s->kev_due = time_of(s, F_KEV_DUE, reader);
    s->kev = slice_is(s->f->f[F_KEV], "true") || s->kev_added != DATE_NONE;
}

/* A finding without a history is open from first_seen (without one: ever since) until resolved_at. One that
 * is closed, nobody says when, is taken to be so since it was last seen. */
static struct history
make_timeline(struct subject *s, struct subject_reader *reader)
{
    enum state state = state_of(text_of(s, F_STATE, reader));
    int64_t resolved = time_of(s, F_RESOLVED_AT, reader);
    int64_t first = s->first_seen == DATE_NONE ? DATE_NONE + 1 : s->first_seen;
    struct event events[2] = {{first, STATE_OPEN, 0}, {first, state, 1}};
    size_t n = 1;
    if (resolved != DATE_NONE)
        events[n++] = (struct event){resolved < first ? first : resolved, STATE_RESOLVED, 1};
    else if (state != STATE_NONE && !state_is_open(state))
        events[n++].at = s->last_seen > first ? s->last_seen : first;
    return timeline_make(&reader->timelines, events, n);
}

static void
find_history(struct subject *s, struct subject_reader *reader)
{
    struct history h = timeline_read(&reader->timelines, s->f->f[F_TIMELINE]);
    if (!h.n)
        h = make_timeline(s, reader);
    s->events = h.events;
    s->n_events = h.n;
    s->history = h.number;
    if (s->first_seen == DATE_NONE && s->events[0].at != DATE_NONE + 1)
        s->first_seen = s->events[0].at;
}

/* ---- sources ---- */

static struct source *
add_source(struct subject *s, struct subject_reader *reader)
{
    reader->found = xgrow(reader->found, &reader->cap_found, s->n_in_record + 1, sizeof *reader->found);
    reader->found[s->n_in_record] = (struct source){0};
    return &reader->found[s->n_in_record++];
}

static void
read_component(struct subject *s, struct subject_reader *reader)
{
    const struct slice *values = reader->walk.component;
    const char *why;
    if (json_is_null(s->f->f[F_COMPONENT]))
        return;
    if (reader->walk.component_known) {
        s->component = (struct component){decoded(values[WALK_NAME], reader),
                                          decoded(values[WALK_PURL], reader),
                                          decoded(values[WALK_FIXED_VERSION], reader),
                                          {0},
                                          true};
        if (s->component.name.p)
            s->component.name_json = values[WALK_NAME];
        return;
    }
    json_val *root = json_parse(&reader->component, s->f->f[F_COMPONENT].p, s->f->f[F_COMPONENT].n, &why);
    s->component = (struct component){json_get_str(root, "name"),
                                      json_get_str(root, "purl"),
                                      json_get_str(root, "fixed_version"),
                                      {0},
                                      false};
}

static void
take_sources(struct subject *s, struct subject_reader *reader)
{
    const struct walk *w = &reader->walk;
    for (size_t i = 0; i < w->n_sources; i++) {
        struct source *x = add_source(s, reader);
        x->tool = json_unquote(&reader->pool, w->sources[i].tool);
        x->target = slice_trim(json_unquote(&reader->pool, w->sources[i].target));
    }
}

static void
read_sources(struct subject *s, struct subject_reader *reader)
{
    struct slice text = s->f->f[F_SOURCES];
    const char *why;
    json_val *v;
    if (reader->walk.sources_known)
        take_sources(s, reader);
    if (!text.p || reader->walk.sources_known)
        return;
    json_val *root = json_parse(&reader->sources, text.p, text.n, &why);
    if (json_type(root) != JSON_ARRAY)
        return;
    struct json_iter it = json_each(root);
    while (json_next(&it, NULL, &v)) {
        struct source *x = add_source(s, reader);
        x->tool = json_get_str(v, "source_tool");
        x->target = slice_trim(json_get_str(v, "target"));
    }
}

void
subject_fill_names(struct subject *s, struct subject_reader *reader)
{
    s->f = reader->f;
    s->id = text_of(s, F_ID, reader);
    s->rule = text_of(s, F_RULE_ID, reader);
    s->tool = text_of(s, F_SOURCE_TOOL, reader);
    s->service = text_of(s, F_SERVICE, reader);
    s->introduced = time_of(s, F_INTRODUCED_AT, reader);
    s->published = time_of(s, F_PUBLISHED_AT, reader);
    s->epss = number_of(s->f->f[F_EPSS]);
    s->component = (struct component){0};
    read_component(s, reader);
}

void
subject_fill(struct subject *s, struct subject_reader *reader)
{
    *s = (struct subject){0};
    subject_fill_names(s, reader);
    read_texts(s, reader);
    read_times(s, reader);
    find_history(s, reader);
    s->rank = severity_rank(s->severity);
    read_sources(s, reader);
    s->sources = reader->found;
    s->n_sources = s->n_in_record ? s->n_in_record : 1;
}

const char *
subject_read(struct subject *s, struct subject_reader *reader, struct slice line, bool *other_kind)
{
    pool_reset(&reader->pool);
    reader->f = &reader->walked;
    const char *wrong = finding_walk(&reader->walked, line, &reader->walk, &reader->pool, other_kind);
    if (!wrong && !*other_kind)
        subject_fill(s, reader);
    return wrong;
}

enum state
subject_state(const struct subject *s, int64_t when)
{
    enum state state = STATE_NONE;
    for (size_t i = 0; i < s->n_events && s->events[i].at < when; i++)
        state = s->events[i].state;
    return state;
}

const struct event *
subject_resolution(const struct subject *s, int64_t when)
{
    const struct event *last = NULL;
    enum state before = STATE_NONE;
    for (size_t i = 0; i < s->n_events && s->events[i].at < when; i++) {
        if (s->events[i].state == STATE_RESOLVED && before != STATE_RESOLVED)
            last = &s->events[i];
        before = s->events[i].state;
    }
    return last;
}

void
subject_reader_free(struct subject_reader *reader)
{
    pool_free(&reader->pool);
    timelines_free(&reader->timelines);
    json_free(&reader->sources);
    json_free(&reader->component);
    free(reader->found);
    walk_free(&reader->walk);
    *reader = (struct subject_reader){0};
}
