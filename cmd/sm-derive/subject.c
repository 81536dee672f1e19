#include "subject.h"

#include <stdlib.h>
#include <string.h>

#include "key.h"
#include "mem.h"

const char *const state_names[] = {"", "open", "in_progress", "resolved", "accepted", "false_positive"};

enum state
state_of(struct slice word)
{
    static const unsigned char by_length[] = {
        [4] = STATE_OPEN, [11] = STATE_IN_PROGRESS, [14] = STATE_FALSE_POSITIVE};
    enum state s = word.n >= sizeof by_length ? STATE_NONE : (enum state)by_length[word.n];
    if (word.n == 8)
        s = *word.p == 'r' ? STATE_RESOLVED : STATE_ACCEPTED;
    return s && memcmp(word.p, state_names[s], word.n) == 0 ? s : STATE_NONE;
}

bool
state_is_open(enum state s)
{
    return s == STATE_OPEN || s == STATE_IN_PROGRESS;
}

/* Decoded; a line without escapes needs no second look at its strings. */
static struct slice
string_of(const struct subject *s, enum finding_field field, struct subject_reader *reader)
{
    struct slice raw = s->f.f[field];
    if (reader->plain)
        return raw.n > 1 && *raw.p == '"' ? (struct slice){raw.p + 1, raw.n - 2} : (struct slice){0};
    return json_unquote(&reader->pool, raw);
}

static int64_t
time_of(const struct subject *s, enum finding_field field, struct subject_reader *reader)
{
    return date_parse(string_of(s, field, reader));
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
    s->id = text_of(s, F_ID, reader);
    s->title = text_of(s, F_FINDING_TITLE, reader);
    s->severity = text_of(s, F_SEVERITY, reader);
    s->tier = text_of(s, F_TIER, reader);
    s->category = text_of(s, F_CATEGORY, reader);
    s->service = text_of(s, F_SERVICE, reader);
    s->owner = text_of(s, F_OWNER, reader);
    s->tool = text_of(s, F_SOURCE_TOOL, reader);
    s->rule = text_of(s, F_RULE_ID, reader);
    s->target = text_of(s, F_TARGET, reader);
    s->product = text_of(s, F_PRODUCT, reader);
    s->exception = text_of(s, F_EXCEPTION_ID, reader);
    s->found_in = text_of(s, F_FOUND_IN, reader);
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
read_times(struct subject *s, struct subject_reader *reader)
{
    s->first_seen = time_of(s, F_FIRST_SEEN, reader);
    s->last_seen = time_of(s, F_LAST_SEEN, reader);
    s->introduced = time_of(s, F_INTRODUCED_AT, reader);
    s->published = time_of(s, F_PUBLISHED_AT, reader);
    s->kev_added = time_of(s, F_KEV_ADDED, reader);
    s->kev_due = time_of(s, F_KEV_DUE, reader);
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

static bool
next_is(struct slice *rest, const char *text, size_t n)
{
    if (rest->n < n || memcmp(rest->p, text, n) != 0)
        return false;
    *rest = (struct slice){rest->p + n, rest->n - n};
    return true;
}

/* Up to the quote that ends a string without escapes. */
static bool
next_string(struct slice *rest, struct slice *out)
{
    const char *quote = rest->n ? memchr(rest->p, '"', rest->n) : NULL;
    if (!quote)
        return false;
    *out = (struct slice){rest->p, (size_t)(quote - rest->p)};
    *rest = (struct slice){quote + 1, rest->n - out->n - 1};
    return !out->n || (quote[-1] != '\\' && !memchr(out->p, '\\', out->n));
}

#define NEXT(rest, literal) next_is(rest, literal, sizeof(literal) - 1)

/* A timeline as sm-dedup writes it. false: it is written in another way. */
static bool
read_own_timeline(struct subject *s, struct subject_reader *reader, struct slice text)
{
    struct slice at, state, why;
    if (!NEXT(&text, "["))
        return false;
    do {
        if (!NEXT(&text, "{\"at\":\"") || !next_string(&text, &at) || !NEXT(&text, ",\"state\":\"") ||
            !next_string(&text, &state) || !NEXT(&text, ",\"why\":\"") || !next_string(&text, &why) ||
            !NEXT(&text, "}"))
            return false;
        int64_t time = date_parse(at);
        enum state what = state_of(state);
        if (time != DATE_NONE && what != STATE_NONE)
            add_event(s, reader, time, what);
    } while (NEXT(&text, ","));
    return slice_is(text, "]");
}

static void
read_timeline(struct subject *s, struct subject_reader *reader)
{
    const char *why;
    struct slice text = s->f.f[F_TIMELINE];
    if (read_own_timeline(s, reader, text))
        return;
    s->n_events = 0;
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
    enum state state = state_of(text_of(s, F_STATE, reader));
    int64_t resolved = time_of(s, F_RESOLVED_AT, reader);
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

/* ---- sources ---- */

static struct source *
add_source(struct subject *s, struct subject_reader *reader)
{
    reader->found = xgrow(reader->found, &reader->cap_found, s->n_in_record + 1, sizeof *reader->found);
    reader->found[s->n_in_record] = (struct source){0};
    return &reader->found[s->n_in_record++];
}

/* Members of one object of the tape, from its opening bracket to its closing one: the JSON text of those that
 * are named (with quotes), the last of each. false: not this simple. */
static bool
read_members(const struct tape *t, const char *text, size_t open, size_t close, const struct slice *names,
             size_t n, struct slice *values)
{
    const uint32_t *at = t->at;
    for (size_t i = open + 1; i < close; i++) {
        struct slice key = {text + at[i - 1] + 1, at[i] - at[i - 1] - 1};
        if (text[at[i]] != ':')
            return false;
        size_t next = i + 1;
        if ((text[at[next]] | 0x20) == '{')
            next = tape_close(t, text, next) + 1;
        if (next > close || (text[at[next]] != ',' && next != close))
            return false;
        for (size_t k = 0; k < n; k++)
            if (key_same(key, names[k]))
                values[k] = slice_trim((struct slice){text + at[i] + 1, at[next] - at[i] - 1});
        i = next;
    }
    return true;
}

static bool
read_source(struct source *x, struct subject_reader *reader, const char *text, size_t open, size_t close)
{
    static const struct slice names[] = {SLICE_INIT("\"source_tool\""), SLICE_INIT("\"target\"")};
    struct slice values[2] = {{0}, {0}};
    if (!read_members(&reader->tape, text, open, close, names, 2, values))
        return false;
    x->tool = json_unquote(&reader->pool, values[0]);
    x->target = slice_trim(json_unquote(&reader->pool, values[1]));
    return true;
}

static void
read_component(struct subject *s, struct subject_reader *reader, const char *text)
{
    static const struct slice names[] = {SLICE_INIT("\"name\""), SLICE_INIT("\"purl\""),
                                         SLICE_INIT("\"fixed_version\"")};
    size_t open = reader->tape.n ? reader->tape.component : 0;
    size_t close = open ? tape_close(&reader->tape, text, open) : SIZE_MAX;
    struct slice values[3] = {{0}, {0}, {0}};
    const char *why;
    if (json_is_null(s->f.f[F_COMPONENT]))
        return;
    if (close != SIZE_MAX && read_members(&reader->tape, text, open, close, names, 3, values)) {
        s->component = (struct component){json_unquote(&reader->pool, values[0]),
                                          json_unquote(&reader->pool, values[1]),
                                          json_unquote(&reader->pool, values[2]),
                                          {0},
                                          true};
        if (s->component.name.p)
            s->component.name_json = values[0];
        return;
    }
    json_val *root = json_parse(&reader->component, s->f.f[F_COMPONENT].p, s->f.f[F_COMPONENT].n, &why);
    s->component = (struct component){json_get_str(root, "name"),
                                      json_get_str(root, "purl"),
                                      json_get_str(root, "fixed_version"),
                                      {0},
                                      false};
}

static bool
read_own_sources(struct subject *s, struct subject_reader *reader, const char *text)
{
    const struct tape *t = &reader->tape;
    size_t i = t->sources;
    if (!i || !t->n)
        return false;
    size_t end = tape_close(t, text, i);
    while (i + 1 < end) {
        size_t open = i + 1;
        if (text[t->at[open]] != '{' || t->at[open] != t->at[i] + 1)
            return false;
        size_t close = tape_close(t, text, open);
        if (!read_source(add_source(s, reader), reader, text, open, close))
            return false;
        i = close + 1;
        if (i > end || (i < end && text[t->at[i]] != ','))
            return false;
    }
    return slice_is(s->f.f[F_SOURCES], "[]") || s->n_in_record > 0;
}

static void
read_sources(struct subject *s, struct subject_reader *reader, const char *line)
{
    struct slice text = s->f.f[F_SOURCES];
    const char *why;
    json_val *v;
    if (!text.p || read_own_sources(s, reader, line))
        return;
    s->n_in_record = 0;
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

const char *
subject_read(struct subject *s, struct subject_reader *reader, struct slice line, bool *other_kind)
{
    pool_reset(&reader->pool);
    memset((char *)s + sizeof s->f, 0, sizeof *s - sizeof s->f); /* the scan sees to the fields */
    const char *wrong = finding_scan(&s->f, line, &reader->tape, &reader->shape, &reader->pool, other_kind);
    if (wrong || *other_kind)
        return wrong;
    reader->plain = reader->tape.n && !reader->tape.escape;
    read_texts(s, reader);
    read_times(s, reader);
    read_timeline(s, reader);
    if (!s->n_events)
        make_timeline(s, reader);
    s->events = reader->events;
    if (!in_order(s->events, s->n_events))
        qsort(s->events, s->n_events, sizeof *s->events, by_time);
    if (s->first_seen == DATE_NONE && s->events[0].at != DATE_NONE + 1)
        s->first_seen = s->events[0].at;
    s->rank = severity_rank(s->severity);
    read_sources(s, reader, line.p);
    read_component(s, reader, line.p);
    s->sources = reader->found;
    s->n_sources = s->n_in_record ? s->n_in_record : 1;
    return NULL;
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
    json_free(&reader->component);
    free(reader->events);
    free(reader->found);
    tape_free(&reader->tape);
    lines_shape_free(&reader->shape);
    *reader = (struct subject_reader){0};
}
