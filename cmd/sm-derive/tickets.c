#define _GNU_SOURCE /* memrchr under -std=c11 */
#include "tickets.h"

#include <stdlib.h>
#include <string.h>

#include "checks.h"
#include "exceptions.h"
#include "key.h"
#include "mem.h"
#include "text.h"

static struct slice
keep(struct tickets *t, struct slice s)
{
    return (struct slice){pool_copy(&t->pool, s.p, s.n), s.n};
}

static void
file_list(struct tickets *t, json_val *list, char kind, struct slice service)
{
    json_val *v;
    struct json_iter it = json_each(list);
    while (!it.object && json_next(&it, NULL, &v))
        if (json_str(v).n)
            chains_add(&t->named, chains_key(&t->key, kind, json_str(v), service), t->n);
}

void
tickets_take(struct tickets *t, struct slice text)
{
    const char *why;
    json_val *root = json_parse(&t->doc, text.p, text.n, &why), *v;
    struct slice state = json_get_str(root, "state"), key = slice_trim(json_get_str(root, "key"));
    struct slice url = json_get_str(root, "url"), service = json_get_str(root, "service");
    struct ticket x = {.text = text,
                       .key = keep(t, key),
                       .created = date_parse(json_get_str(root, "created")),
                       .resolved = date_parse(json_get_str(root, "resolved")),
                       .reopened = DATE_NONE};
    x.closed = (state_of(state) != STATE_NONE && !state_is_open(state_of(state))) ||
               slice_is_folded(state, "closed") || slice_is_folded(state, "done");
    x.forever = state_of(state) == STATE_ACCEPTED && date_parse(json_get_str(root, "due")) == DATE_NONE;
    if (x.forever)
        x.title = keep(t, slice_trim(json_get_str(root, "title")));
    x.names = json_count(json_get(root, "cve")) || json_count(json_get(root, "finding_ids"));
    struct json_iter it = json_each(json_get(root, "reopened_at"));
    while (!it.object && json_next(&it, NULL, &v))
        if (date_parse(json_str(v)) > x.reopened)
            x.reopened = date_parse(json_str(v));
    *map_put(&t->by_key, x.key, t->n) = t->n;
    if (url.n)
        map_put(&t->by_key, url, t->n);
    file_list(t, json_get(root, "finding_ids"), 'f', (struct slice){0});
    t->folded.n = 0;
    text_fold(&t->folded, service);
    if (t->folded.n) /* a CVE alone is every service's */
        file_list(t, json_get(root, "cve"), 'v', buf_as_slice(&t->folded));
    t->at = xgrow(t->at, &t->cap, t->n + 1, sizeof *t->at);
    t->at[t->n++] = x;
}

static size_t
last_of(const struct tickets *t, struct slice key)
{
    size_t last = MAP_NONE;
    for (const struct link *l = chains_first(&t->named, key); l; l = chains_next(&t->named, l))
        last = l->value;
    return last;
}

const struct ticket *
tickets_of(struct tickets *t, const struct subject *s, struct slice key)
{
    if (!t->n)
        return NULL;
    size_t i = key.n ? map_get(&t->by_key, key) : MAP_NONE;
    const char *slash = i == MAP_NONE && key.n ? memrchr(key.p, '/', key.n) : NULL;
    if (slash)
        i = map_get(&t->by_key, (struct slice){slash + 1, key.n - (size_t)(slash + 1 - key.p)});
    if (i == MAP_NONE && s->id.n)
        i = last_of(t, chains_key(&t->key, 'f', s->id, (struct slice){0}));
    return i == MAP_NONE ? NULL : &t->at[i];
}

static void
mark(struct tickets *t, size_t i)
{
    t->matched += !t->at[i].matched;
    t->at[i].matched = true;
}

static void
mark_named(struct tickets *t, char kind, struct slice service, struct slice value)
{
    struct slice key = chains_key(&t->key, kind, value, service);
    for (const struct link *l = value.n ? chains_first(&t->named, key) : NULL; l;
         l = chains_next(&t->named, l))
        mark(t, l->value);
}

/* The strings of a finding's field that is a list. */
static void
mark_list(struct tickets *t, char kind, struct slice service, struct slice list)
{
    const char *why;
    json_val *v = list.n > 2 ? json_parse(&t->doc, list.p, list.n, &why) : NULL;
    struct json_iter it = json_each(v);
    while (!it.object && json_next(&it, NULL, &v))
        mark_named(t, kind, service, json_str(v));
}

void
tickets_see(struct tickets *t, const struct subject *s, const struct ticket *own, struct pool *pool)
{
    struct slice none = {0};
    if (own)
        mark(t, (size_t)(own - t->at));
    if (t->matched == t->n)
        return;
    mark_named(t, 'f', none, s->id);
    mark_named(t, 'f', none, finding_str(s->f, F_NATIVE_ID, pool));
    mark_list(t, 'f', none, s->f->f[F_ALSO]);
    t->folded.n = 0;
    text_fold(&t->folded, s->service);
    if (t->folded.n)
        mark_list(t, 'v', buf_as_slice(&t->folded), s->f->f[F_CVE]);
}

bool
ticket_closed(const struct ticket *t, const struct period *p)
{
    if (t->reopened != DATE_NONE && t->reopened < p->end &&
        (t->resolved == DATE_NONE || t->reopened >= t->resolved))
        return false;
    return t->resolved != DATE_NONE ? t->resolved < p->end : t->closed;
}

static void
say_accepted(struct checks *c, size_t period, const struct ticket *t, int64_t days)
{
    struct buf key = {0}, text = {0};
    key_descending(&key, days);
    key_text(&key, t->key);
    buf_slice(&text, t->key);
    buf_text(&text, ": accepted");
    if (days != NO_DAYS)
        buf_format(&text, " for %lld days", (long long)days);
    if (t->title.n) {
        buf_text(&text, ": ");
        buf_slice(&text, t->title);
    }
    checks_add(c, CHECK_EXCEPTIONS_WITHOUT_EXPIRY, period, buf_as_slice(&key), buf_as_slice(&text));
    buf_free(&key);
    buf_free(&text);
}

/* Accepted at B: since it was closed, else since it was made, where it says so. */
void
tickets_check(const struct tickets *t, struct exceptions *e, struct checks *c, const struct periods *periods)
{
    for (size_t i = 0; i < t->n; i++) {
        const struct ticket *x = &t->at[i];
        int64_t since = x->resolved != DATE_NONE ? x->resolved : x->created;
        if (!x->forever || exceptions_find(e, x->key))
            continue;
        for (size_t period = 0; period < periods->n; period++) {
            const struct period *p = &periods->at[period];
            if (since >= p->end || !ticket_closed(x, p))
                continue;
            checks_of_more(c, CHECK_EXCEPTIONS_WITHOUT_EXPIRY, period, 1);
            say_accepted(c, period, x, since == DATE_NONE ? NO_DAYS : p->last_day - date_day(since));
        }
    }
}

void
tickets_free(struct tickets *t)
{
    free(t->at);
    map_free(&t->by_key);
    chains_free(&t->named);
    buf_free(&t->key);
    buf_free(&t->folded);
    pool_free(&t->pool);
    json_free(&t->doc);
    *t = (struct tickets){0};
}
