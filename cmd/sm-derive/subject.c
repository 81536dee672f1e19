#include "subject.h"

#include <stdlib.h>
#include <string.h>

const char *const state_names[] = {"", "open", "in_progress", "resolved", "accepted", "false_positive"};
#define STATES (sizeof state_names / sizeof *state_names)

enum state
state_of(struct slice word)
{
    for (size_t i = 1; i < STATES; i++)
        if (slice_is(word, state_names[i]))
            return (enum state)i;
    return STATE_NONE;
}

bool
state_is_open(enum state s)
{
    return s == STATE_OPEN || s == STATE_IN_PROGRESS;
}

static int64_t
time_of(const struct subject *s, enum finding_field field, struct pool *pool)
{
    return date_parse(finding_str(&s->f, field, pool));
}

/* Only blanks is absent: nobody is called that. */
static struct slice
text_of(const struct subject *s, enum finding_field field, struct pool *pool)
{
    struct slice t = slice_trim(finding_str(&s->f, field, pool));
    return t.n ? t : (struct slice){0};
}

static void
read_texts(struct subject *s, struct pool *pool)
{
    s->id = text_of(s, F_ID, pool);
    s->title = text_of(s, F_FINDING_TITLE, pool);
    s->severity = text_of(s, F_SEVERITY, pool);
    s->tier = text_of(s, F_TIER, pool);
    s->category = text_of(s, F_CATEGORY, pool);
    s->service = text_of(s, F_SERVICE, pool);
    s->owner = text_of(s, F_OWNER, pool);
    s->tool = text_of(s, F_SOURCE_TOOL, pool);
    s->rule = text_of(s, F_RULE_ID, pool);
    s->target = text_of(s, F_TARGET, pool);
    s->product = text_of(s, F_PRODUCT, pool);
    s->exception = text_of(s, F_EXCEPTION_ID, pool);
    s->found_in = text_of(s, F_FOUND_IN, pool);
}

/* A number, or a string that is one. */
static double
number_of(struct slice json)
{
    char text[64];
    size_t quote = json.n && *json.p == '"';
    if (json.n < 1 + 2 * quote || json.n >= sizeof text)
        return 0;
    memcpy(text, json.p + quote, json.n - 2 * quote);
    text[json.n - 2 * quote] = 0;
    return strtod(text, NULL);
}

static void
read_times(struct subject *s, struct pool *pool)
{
    s->first_seen = time_of(s, F_FIRST_SEEN, pool);
    s->last_seen = time_of(s, F_LAST_SEEN, pool);
    s->introduced = time_of(s, F_INTRODUCED_AT, pool);
    s->published = time_of(s, F_PUBLISHED_AT, pool);
    s->kev_added = time_of(s, F_KEV_ADDED, pool);
    s->kev_due = time_of(s, F_KEV_DUE, pool);
    s->epss = number_of(s->f.f[F_EPSS]);
    s->kev = slice_is(s->f.f[F_KEV], "true") || s->kev_added != DATE_NONE;
}

static void
add_event(struct subject *s, struct subject_reader *reader, int64_t at, enum state state)
{
    reader->events = xgrow(reader->events, &reader->cap, s->n_events + 1, sizeof *reader->events);
    reader->events[s->n_events] = (struct event){at, state, s->n_events};
    s->n_events++;
}

static int
by_time(const void *a, const void *b)
{
    const struct event *x = a, *y = b;
    if (x->at != y->at)
        return x->at < y->at ? -1 : 1;
    return (x->order > y->order) - (x->order < y->order);
}

static void
read_timeline(struct subject *s, struct subject_reader *reader)
{
    const char *why;
    struct slice text = s->f.f[F_TIMELINE];
    json_val *v = text.p ? json_parse(&reader->timeline, text.p, text.n, &why) : NULL;
    if (json_type(v) != JSON_ARRAY)
        return;
    struct json_iter it = json_each(v);
    while (json_next(&it, NULL, &v)) {
        int64_t at = date_parse(json_get_str(v, "at"));
        enum state state = state_of(json_get_str(v, "state"));
        if (at != DATE_NONE && state != STATE_NONE)
            add_event(s, reader, at, state);
    }
}

/* A finding without a history is open from first_seen (without one: ever since) until resolved_at. One that
 * is closed, nobody says when, is taken to be so since it was last seen. */
static void
make_timeline(struct subject *s, struct subject_reader *reader)
{
    enum state state = state_of(text_of(s, F_STATE, &reader->pool));
    int64_t resolved = time_of(s, F_RESOLVED_AT, &reader->pool);
    int64_t first = s->first_seen == DATE_NONE ? DATE_NONE + 1 : s->first_seen;
    add_event(s, reader, first, STATE_OPEN);
    if (resolved != DATE_NONE)
        add_event(s, reader, resolved < first ? first : resolved, STATE_RESOLVED);
    else if (state != STATE_NONE && !state_is_open(state))
        add_event(s, reader, s->last_seen > first ? s->last_seen : first, state);
}

static bool
in_order(const struct event *e, size_t n)
{
    for (size_t i = 1; i < n; i++)
        if (e[i].at < e[i - 1].at)
            return false;
    return true;
}

void
subject_read(struct subject *s, struct subject_reader *reader, const struct record *r)
{
    const char *why;
    pool_reset(&reader->pool);
    *s = (struct subject){0};
    finding_read(&s->f, r, &reader->pool);
    read_texts(s, &reader->pool);
    read_times(s, &reader->pool);
    read_timeline(s, reader);
    if (!s->n_events)
        make_timeline(s, reader);
    s->events = reader->events;
    if (!in_order(s->events, s->n_events))
        qsort(s->events, s->n_events, sizeof *s->events, by_time);
    if (s->first_seen == DATE_NONE && s->events[0].at != DATE_NONE + 1)
        s->first_seen = s->events[0].at;
    struct slice sources = s->f.f[F_SOURCES];
    s->sources = sources.p ? json_parse(&reader->sources, sources.p, sources.n, &why) : NULL;
    if (json_type(s->sources) != JSON_ARRAY)
        s->sources = NULL;
    s->n_sources = json_count(s->sources) ? json_count(s->sources) : 1;
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
    json_free(&reader->timeline);
    json_free(&reader->sources);
    free(reader->events);
    *reader = (struct subject_reader){0};
}
