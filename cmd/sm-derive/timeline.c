#include "timeline.h"

#include <stdlib.h>
#include <string.h>

#include "key.h"

#define TEXTS_MAX (1u << 15)           /* texts remembered; then it begins anew */
#define TEXTS_BYTES (size_t)(8u << 20) /* … and their bytes */

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

/* ---- reading ---- */

static void
add_event(struct timelines *t, int64_t at, enum state state)
{
    if (at == DATE_NONE || state == STATE_NONE)
        return;
    t->events = xgrow(t->events, &t->cap_events, t->n_events + 1, sizeof *t->events);
    t->events[t->n_events] = (struct event){at, state, t->n_events};
    t->n_events++;
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
in_order(const struct event *e, size_t n)
{
    for (size_t i = 1; i < n; i++)
        if (e[i].at < e[i - 1].at)
            return false;
    return true;
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
read_own(struct timelines *t, struct slice text)
{
    struct slice at, state, why;
    if (!NEXT(&text, "["))
        return false;
    do {
        if (!NEXT(&text, "{\"at\":\"") || !next_string(&text, &at) || !NEXT(&text, ",\"state\":\"") ||
            !next_string(&text, &state) || !NEXT(&text, ",\"why\":\"") || !next_string(&text, &why) ||
            !NEXT(&text, "}"))
            return false;
        add_event(t, date_parse(at), state_of(state));
    } while (NEXT(&text, ","));
    return slice_is(text, "]");
}

static void
read_events(struct timelines *t, struct slice text)
{
    const char *why;
    t->n_events = 0;
    if (read_own(t, text))
        return;
    t->n_events = 0;
    json_val *v = text.p ? json_parse(&t->doc, text.p, text.n, &why) : NULL;
    if (json_type(v) != JSON_ARRAY)
        return;
    struct json_iter it = json_each(v);
    while (json_next(&it, NULL, &v))
        add_event(t, date_parse(json_get_str(v, "at")), state_of(json_get_str(v, "state")));
}

/* ---- numbers ---- */

/* Periods begin and end with a day. */
static uint32_t
number_of(struct timelines *t, const struct event *e, size_t n)
{
    t->key.n = 0;
    buf_room(&t->key, 9 * n);
    for (size_t i = 0; i < n; i++) {
        int64_t day = e[i].at < DATE_NONE + DAY ? DATE_NONE : date_day(e[i].at); /* ever since */
        buf_add(&t->key, (const char *)&day, sizeof day);
        buf_byte(&t->key, (char)e[i].state);
    }
    size_t *number = map_put(&t->known, buf_as_slice(&t->key), t->numbers);
    if (*number == t->numbers)
        t->numbers++;
    return (uint32_t)*number;
}

static void
forget(struct timelines *t)
{
    map_free(&t->texts);
    map_free(&t->known); /* numbers go on: those given before stay apart from those to come */
    pool_free(&t->pool);
    t->pool = (struct pool){0};
    t->n = 0;
    memset(t->recent, 0, sizeof t->recent);
}

static size_t
learn(struct timelines *t, struct slice text)
{
    read_events(t, text);
    if (!in_order(t->events, t->n_events))
        qsort(t->events, t->n_events, sizeof *t->events, by_time);
    struct history h = {pool_alloc(&t->pool, t->n_events * sizeof *t->events), t->n_events, 0};
    if (h.n)
        memcpy(h.events, t->events, h.n * sizeof *t->events);
    h.number = number_of(t, h.events, h.n);
    t->at = xgrow(t->at, &t->cap, t->n + 1, sizeof *t->at);
    t->keys = xgrow(t->keys, &t->cap_keys, t->n + 1, sizeof *t->keys);
    t->keys[t->n] = (struct slice){pool_copy(&t->pool, text.p, text.n), text.n};
    t->at[t->n] = h;
    return t->n++;
}

struct history
timeline_read(struct timelines *t, struct slice text)
{
    if (json_is_null(text))
        return (struct history){NULL, 0, 0};
    size_t *recent = &t->recent[key_slot(text)];
    if (*recent && key_same(t->keys[*recent - 1], text))
        return t->at[*recent - 1];
    if (t->n >= TEXTS_MAX || t->texts.keys.n > TEXTS_BYTES)
        forget(t);
    size_t at = *map_put(&t->texts, text, t->n);
    if (at == t->n)
        at = learn(t, text);
    *recent = at + 1;
    return t->at[at];
}

struct history
timeline_make(struct timelines *t, const struct event *events, size_t n)
{
    t->events = xgrow(t->events, &t->cap_events, n, sizeof *t->events);
    memcpy(t->events, events, n * sizeof *events);
    if (t->known.n > TEXTS_MAX)
        forget(t);
    return (struct history){t->events, n, number_of(t, t->events, n)};
}

void
timelines_free(struct timelines *t)
{
    forget(t);
    free(t->at);
    free(t->keys);
    free(t->events);
    buf_free(&t->key);
    json_free(&t->doc);
}
