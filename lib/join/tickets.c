#define _GNU_SOURCE /* memrchr under -std=c11 */
#include "tickets.h"

#include <stdlib.h>
#include <string.h>

#include "../date.h"
#include "../mem.h"
#include "../text.h"
#include "named.h"

struct ticket {
    struct slice key;     /* decoded */
    struct slice json;    /* the same, JSON text */
    struct slice service; /* folded */
    struct slice owner;   /* JSON text */
    int64_t created;
    bool over; /* resolved, accepted or a false positive */
    bool by_hand, matched;
};

static struct slice
fold(struct tickets *t, struct slice s)
{
    if (!s.n)
        return (struct slice){0};
    t->folded.n = 0;
    text_fold(&t->folded, s);
    return buf_as_slice(&t->folded);
}

static struct ticket *
ticket_keyed(struct tickets *t, struct slice key, size_t *number)
{
    size_t *place = map_put(&t->by_key, key, t->n);
    *number = *place;
    if (*place == t->n) {
        struct buf json = {0};
        buf_json_slice(&json, key);
        t->at = xgrow(t->at, &t->cap, t->n + 1, sizeof *t->at);
        t->at[t->n++] = (struct ticket){.key = {pool_copy(t->kept, key.p, key.n), key.n},
                                        .json = {pool_copy(t->kept, json.p, json.n), json.n},
                                        .created = DATE_NONE};
        buf_free(&json);
    }
    return &t->at[*number];
}

static void
file_list(struct tickets *t, json_val *v, char kind, struct slice service, size_t number)
{
    struct json_iter it = json_each(v);
    if (json_str(v).n)
        chains_add(&t->keys, chains_key(&t->key, kind, json_str(v), service), number);
    while (!it.object && json_next(&it, NULL, &v))
        if (json_str(v).n)
            chains_add(&t->keys, chains_key(&t->key, kind, json_str(v), service), number);
}

void
tickets_take(struct tickets *t, json_val *root)
{
    struct slice key = json_get_str(root, "key"), state = json_get_str(root, "state");
    struct slice owner = json_get_str(root, "owner"), url = json_get_str(root, "url");
    struct slice provenance = json_get_str(root, "provenance"),
                 service = fold(t, json_get_str(root, "service"));
    size_t number;
    if (!key.n)
        return;
    struct ticket *k = ticket_keyed(t, key, &number);
    if (service.n)
        k->service = (struct slice){pool_copy(t->kept, service.p, service.n), service.n};
    int64_t created = date_parse(json_get_str(root, "created"));
    if (created != DATE_NONE)
        k->created = created;
    if (state.n)
        k->over = !slice_is(state, "open") && !slice_is(state, "in_progress");
    if (owner.n) {
        struct buf json = {0};
        buf_json_slice(&json, owner);
        k->owner = (struct slice){pool_copy(t->kept, json.p, json.n), json.n};
        buf_free(&json);
    }
    k->by_hand |= provenance.n && !slice_is(provenance, "system");
    if (url.n)
        chains_add(&t->keys, chains_key(&t->key, 'u', url, (struct slice){0}), number);
    file_list(t, json_get(root, "finding_ids"), 'f', (struct slice){0}, number);
    if (k->service.n) /* a CVE alone would tie the ticket to every service that has it */
        file_list(t, json_get(root, "cve"), 'v', k->service, number);
}

/* Open before closed, then the newer, then the key. */
static const struct ticket *
better(const struct ticket *a, const struct ticket *b)
{
    if (!a || !b)
        return a ? a : b;
    if (a->over != b->over)
        return a->over ? b : a;
    if (a->created != b->created)
        return a->created > b->created ? a : b;
    return slice_compare(a->key, b->key) <= 0 ? a : b;
}

static const struct ticket *
best_under(struct tickets *t, struct slice key)
{
    const struct ticket *best = NULL;
    for (const struct link *l = chains_first(&t->keys, key); l; l = chains_next(&t->keys, l))
        best = better(best, &t->at[l->value]);
    return best;
}

static const struct ticket *
by_cve(struct tickets *t, const struct finding *f, struct slice service)
{
    static struct json_doc doc;
    const struct ticket *best = NULL;
    const char *why;
    json_val *v;
    struct json_iter it =
        json_each(finding_has(f, F_CVE) ? json_parse(&doc, f->f[F_CVE].p, f->f[F_CVE].n, &why) : NULL);
    while (json_next(&it, NULL, &v))
        if (json_str(v).n)
            best = better(best, best_under(t, chains_key(&t->key, 'v', json_str(v), service)));
    return best;
}

/* The ticket that the finding names itself: by its key, its address, or what ends its address. */
static struct ticket *
by_name(struct tickets *t, struct slice name)
{
    size_t number = map_get(&t->by_key, name);
    const char *slash = number == MAP_NONE ? memrchr(name.p, '/', name.n) : NULL;
    if (slash) {
        const struct ticket *k = best_under(t, chains_key(&t->key, 'u', name, (struct slice){0}));
        if (k)
            return &t->at[k - t->at];
        number = map_get(&t->by_key, (struct slice){slash + 1, name.n - (size_t)(slash + 1 - name.p)});
    }
    return number == MAP_NONE ? NULL : &t->at[number];
}

static const struct ticket *
by_also(struct tickets *t, const struct finding *f)
{
    static struct json_doc doc;
    const struct ticket *best = NULL;
    const char *why;
    json_val *v;
    struct json_iter it =
        json_each(finding_has(f, F_ALSO) ? json_parse(&doc, f->f[F_ALSO].p, f->f[F_ALSO].n, &why) : NULL);
    while (json_next(&it, NULL, &v))
        if (json_str(v).n)
            best = better(best, best_under(t, chains_key(&t->key, 'f', json_str(v), (struct slice){0})));
    return best;
}

static const struct ticket *
find(struct tickets *t, struct finding *f, struct pool *pool)
{
    struct slice named = finding_str(f, F_TICKET, pool), none = {0};
    if (named.n)
        return by_name(t, named);
    struct slice id = finding_str(f, F_ID, pool), native = finding_str(f, F_NATIVE_ID, pool);
    const struct ticket *k = id.n ? best_under(t, chains_key(&t->key, 'f', id, none)) : NULL;
    if (!k)
        k = by_also(t, f);
    if (!k && native.n)
        k = best_under(t, chains_key(&t->key, 'f', native, none));
    struct slice service = fold(t, finding_str(f, F_SERVICE, pool));
    return !k && service.n ? by_cve(t, f, service) : k;
}

void
tickets_fill(struct tickets *t, struct finding *f, struct pool *pool, bool *by_hand)
{
    const struct ticket *k = t->n ? find(t, f, pool) : NULL;
    if (!k)
        return;
    t->at[k - t->at].matched = true;
    if (!finding_has(f, F_TICKET)) {
        f->f[F_TICKET] = k->json;
        *by_hand |= k->by_hand;
    }
    if (k->owner.n && !finding_has(f, F_OWNER)) {
        f->f[F_OWNER] = k->owner;
        *by_hand |= k->by_hand;
    }
}

void
tickets_report(const struct tickets *t, struct tally *notes)
{
    struct slice *idle = xcalloc(t->n + 1, sizeof *idle);
    size_t n = 0;
    for (size_t i = 0; i < t->n; i++)
        if (!t->at[i].matched)
            idle[n++] = t->at[i].key;
    named_note(notes, "tickets", "match no finding", idle, n);
    free(idle);
}

void
tickets_free(struct tickets *t)
{
    free(t->at);
    map_free(&t->by_key);
    chains_free(&t->keys);
    buf_free(&t->key);
    buf_free(&t->folded);
}
