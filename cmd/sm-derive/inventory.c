#include "inventory.h"

#include <stdlib.h>
#include <string.h>

#include "date.h"
#include "key.h"
#include "mem.h"
#include "text.h"

#define IDENTITY_MAX 4

/* What makes two records one (sm-record(5)), and what must be there. `at` members are compared as instants.
 */
static const struct {
    const char *members[IDENTITY_MAX];
    const char *missing; /* message when the first required member is absent */
    int required;        /* this many of the members must be there */
} identities[KIND_COUNT] = {
    [KIND_ASSET] = {{"name"}, "asset without name", 1},
    [KIND_EXCEPTION] = {{"id"}, "exception without id", 1},
    [KIND_TICKET] = {{"key"}, "ticket without key", 1},
    [KIND_ACTIVITY] = {{"category", "at", "source_tool", "target"}, "activity without category", 1},
    [KIND_GATE] = {{"at", "service", "name", "ref"}, "gate without time", 1},
    [KIND_RELEASE] = {{"at", "service", "version", "environment"}, "release without time", 1},
    [KIND_INCIDENT] = {{"id"}, "incident without id", 1},
    [KIND_ACTION] = {{"at", "decision"}, "action without time", 1},
};

static void
add_instant(struct buf *key, struct slice s)
{
    int64_t at = date_parse(s);
    if (at == DATE_NONE)
        key_part(key, (struct slice){0});
    else
        key_part(key, (struct slice){(const char *)&at, sizeof at});
}

static const char *
make_key(struct inventory *v, enum kind kind, struct record *r)
{
    v->key.n = 0;
    buf_byte(&v->key, (char)('a' + (int)kind));
    for (int i = 0; i < IDENTITY_MAX && identities[kind].members[i]; i++) {
        const char *name = identities[kind].members[i];
        bool time = strcmp(name, "at") == 0;
        struct slice s = slice_trim(record_str(r, name));
        if (i < identities[kind].required && (!s.n || (time && date_parse(s) == DATE_NONE)))
            return identities[kind].missing;
        if (kind == KIND_ACTIVITY && i == 3 && !s.n) /* what was scanned: its target, else its service */
            s = slice_trim(record_str(r, "service"));
        v->folded.n = 0;
        if (kind == KIND_ASSET)
            text_fold(&v->folded, s);
        if (time)
            add_instant(&v->key, s);
        else
            key_part(&v->key, kind == KIND_ASSET ? buf_as_slice(&v->folded) : s.n ? s : (struct slice){0});
    }
    return kind == KIND_INCIDENT && date_parse(record_str(r, "detected")) == DATE_NONE
               ? "incident without time"
               : NULL;
}

static bool
is_last(const struct record *r, size_t i)
{
    for (size_t j = i + 1; j < r->n; j++)
        if (slice_same(r->m[i].key, r->m[j].key))
            return false;
    return true;
}

static bool
array_has(struct slice array, struct slice element)
{
    const char *p = array.p + 1, *end = array.p + array.n, *why;
    while (p < end && *p != ']') {
        const char *next = json_skip(p, end, &why);
        while (p < end && (*p == ' ' || *p == '\t'))
            p++;
        if (!next)
            return false;
        if (slice_same((struct slice){p, (size_t)(next - p)}, element))
            return true;
        p = next;
        while (p < end && (*p == ' ' || *p == '\t' || *p == ','))
            p++;
    }
    return false;
}

/* Both arrays' elements, those of the first in front. */
static void
add_union(struct buf *b, struct slice first, struct slice second)
{
    size_t n = first.n - 1; /* without its bracket */
    buf_add(b, first.p, n);
    bool empty = !slice_trim((struct slice){first.p + 1, n - 1}).n;
    const char *p = second.p + 1, *end = second.p + second.n - 1, *why;
    while (p < end) {
        while (p < end && (*p == ' ' || *p == '\t' || *p == ','))
            p++;
        const char *next = p < end ? json_skip(p, end, &why) : NULL;
        if (!next)
            break;
        struct slice element = {p, (size_t)(next - p)};
        if (!array_has(first, element)) {
            if (!empty)
                buf_byte(b, ',');
            buf_slice(b, element);
            empty = false;
        }
        p = next;
    }
    buf_byte(b, ']');
}

static void
add_member(struct buf *b, struct slice key)
{
    buf_byte(b, ',');
    buf_json_slice(b, key);
    buf_byte(b, ':');
}

static bool
is_worse(struct slice provenance, struct slice than)
{
    return slice_is(provenance, "\"manual\"") ||
           (slice_is(provenance, "\"partial\"") && !slice_is(than, "\"manual\""));
}

/* Of an asset the first value holds and lists are united; of anything else the last one holds. */
static void
add_united(struct inventory *v, enum kind kind, struct record_member old, struct slice now,
           struct tally *notes)
{
    bool array = old.value.n && now.n && *old.value.p == '[' && *now.p == '[';
    add_member(&v->text, old.key);
    if (json_is_null(now)) {
        buf_slice(&v->text, old.value);
    } else if (json_is_null(old.value)) {
        buf_slice(&v->text, now);
    } else if (slice_is(old.key, "provenance")) {
        buf_slice(&v->text, is_worse(now, old.value) ? now : old.value);
    } else if (kind != KIND_ASSET) {
        buf_slice(&v->text, now);
    } else if (array) {
        add_union(&v->text, old.value, now);
    } else {
        buf_slice(&v->text, old.value);
        if (!slice_same(old.value, now) && !slice_is(old.key, "name"))
            tally_note(notes, "asset %.*s: two values of %.*s: the first one holds",
                       (int)(v->folded.n < 80 ? v->folded.n : 80), v->folded.p ? v->folded.p : "",
                       (int)(old.key.n < 40 ? old.key.n : 40), old.key.p);
    }
}

static void
unite(struct inventory *v, enum kind kind, struct slice *item, const struct record *r, struct tally *notes)
{
    v->text.n = 0;
    buf_format(&v->text, "{\"kind\":\"%s\"", kind_names[kind]);
    record_read(&v->old, *item); /* it was a record when it came */
    for (size_t i = 0; i < v->old.n; i++) {
        struct record_member m = v->old.m[i];
        if (!slice_is(m.key, "kind") && is_last(&v->old, i)) {
            char *name = xstrndup(m.key.p, m.key.n);
            add_united(v, kind, m, record_get(r, name), notes);
            free(name);
        }
    }
    for (size_t i = 0; i < r->n; i++) {
        char *name = xstrndup(r->m[i].key.p, r->m[i].key.n);
        if (!slice_is(r->m[i].key, "kind") && is_last(r, i) && !record_get(&v->old, name).p) {
            add_member(&v->text, r->m[i].key);
            buf_slice(&v->text, r->m[i].value);
        }
        free(name);
    }
    buf_byte(&v->text, '}');
    free((char *)(uintptr_t)item->p);
    *item = (struct slice){xstrndup(v->text.p, v->text.n), v->text.n};
}

const char *
inventory_take(struct inventory *v, enum kind kind, struct record *r, bool *repeated, struct tally *notes)
{
    struct items *items = &v->kinds[kind];
    const char *why = make_key(v, kind, r);
    if (why)
        return why;
    size_t *place = map_put(&v->places, buf_as_slice(&v->key), items->n);
    *repeated = *place != items->n;
    if (*repeated) {
        unite(v, kind, &items->at[*place], r, notes);
        return NULL;
    }
    struct slice text = slice_trim(r->text);
    items->at = xgrow(items->at, &items->cap, items->n + 1, sizeof *items->at);
    items->at[items->n++] = (struct slice){xstrndup(text.p, text.n), text.n};
    return NULL;
}

void
inventory_record(const struct inventory *v, enum kind kind, size_t i, struct record *r)
{
    record_read(r, v->kinds[kind].at[i]); /* it was a record when it came */
}

void
inventory_free(struct inventory *v)
{
    for (int k = 0; k < KIND_COUNT; k++) {
        for (size_t i = 0; i < v->kinds[k].n; i++)
            free((char *)(uintptr_t)v->kinds[k].at[i].p);
        free(v->kinds[k].at);
    }
    map_free(&v->places);
    buf_free(&v->key);
    buf_free(&v->folded);
    buf_free(&v->text);
    record_free(&v->old);
    *v = (struct inventory){0};
}
