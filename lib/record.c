#include "record.h"

#include <stdlib.h>
#include <string.h>

#include "limits.h"

#define ENTRY_DIGITS 15               /* so many are a number for every reader */
#define RAW_NULL (sizeof "null}" - 1) /* how a head ends */

/* Where the number of source.entry stands in the line. */
static bool
find_entry(struct slice source, struct slice *entry)
{
    struct json_walk w;
    struct slice key, value;
    bool found = false;
    if (!source.p || !json_walk(&w, source))
        return false;
    while (json_walk_next(&w, &key, &value) > 0)
        if (slice_is(key, "entry")) {
            if (found)
                return false;
            found = true;
            *entry = value;
        }
    return found && !w.why && entry->n <= ENTRY_DIGITS && *entry->p >= '1' && *entry->p <= '9';
}

static struct slice
moved(struct slice s, const char *from, const char *to)
{
    return (struct slice){to + (s.p - from), s.n};
}

/* The line as a head for those behind it, if it may be one. What they share lies in the head's own text then.
 */
static void
keep_head(struct record *r)
{
    struct record_head *h = &r->head;
    struct slice line = r->text, raw = r->n ? r->m[r->n - 1].value : (struct slice){0}, entry;
    const char *from = line.p;
    size_t source = r->n;
    for (size_t i = 0; i < r->n; i++) {
        source = slice_is(r->m[i].key, "source") ? i : source;
        for (size_t j = 0; j < i; j++)
            if (slice_same(r->m[i].key, r->m[j].key))
                return;
    }
    if (!slice_is(r->kind, "raw") || !raw.n || *raw.p != '{' || !slice_is(r->m[r->n - 1].key, "raw") ||
        source == r->n || memchr(from, '\\', (size_t)(raw.p - from)) ||
        raw.p + raw.n + 1 != line.p + line.n || !find_entry(r->m[source].value, &entry))
        return;
    h->text.n = 0;
    buf_add(&h->text, from, (size_t)(raw.p - from));
    buf_text(&h->text, "null}");
    h->entry_at = (size_t)(entry.p - from);
    h->entry_n = entry.n;
    h->source_at = (size_t)(r->m[source].value.p - from);
    h->source_n = r->m[source].value.n;
    h->source_place = source;
    h->n = r->n;
    r->entry = entry;
    for (size_t i = 0; i < r->n; i++) {
        r->m[i].key = moved(r->m[i].key, from, h->text.p);
        if (i != source && i + 1 < r->n)
            r->m[i].value = moved(r->m[i].value, from, h->text.p);
    }
}

/* Is the line like the head? Then its members are the head's, but for source and raw. */
static bool
like_head(struct record *r, struct slice line)
{
    const struct record_head *h = &r->head;
    size_t at = h->entry_at, rest = h->text.n - RAW_NULL - h->entry_at - h->entry_n;
    if (line.n < h->text.n || memcmp(line.p, h->text.p, at) != 0)
        return false;
    while (at < line.n && line.p[at] >= '0' && line.p[at] <= '9')
        at++;
    struct slice entry = {line.p + h->entry_at, at - h->entry_at};
    if (!entry.n || entry.n > ENTRY_DIGITS || *entry.p == '0' || line.n - at < rest + sizeof "{}" ||
        memcmp(line.p + at, h->text.p + h->entry_at + h->entry_n, rest) != 0)
        return false;
    struct slice raw = {line.p + at + rest, line.n - at - rest - 1};
    if (*raw.p != '{' || raw.p[raw.n - 1] != '}' || raw.p[raw.n] != '}')
        return false;
    struct slice *source = &r->m[h->source_place].value;
    source->p = line.p + h->source_at;
    source->n = source->n - r->entry.n + entry.n;
    r->m[h->n - 1].value = raw;
    r->entry = entry;
    return true;
}

const char *
record_read(struct record *r, struct slice line)
{
    static uint64_t heads;
    if (!r->heads)
        return record_read_whole(r, line);
    if (r->head.n && like_head(r, line)) {
        pool_reset(&r->pool);
        r->text = line;
        r->kind = SLICE("raw");
        if (!r->head.id)
            r->head.id = ++heads;
        return NULL;
    }
    const char *why = record_read_whole(r, line);
    if (!why)
        keep_head(r);
    return why;
}

const char *
record_read_whole(struct record *r, struct slice line)
{
    struct json_walk w;
    struct slice key, value;
    int more;
    pool_reset(&r->pool);
    r->head.id = r->head.n = 0;
    r->text = line;
    r->kind = (struct slice){0};
    r->n = 0;
    if (!json_walk(&w, line))
        return "not a JSON object";
    while ((more = json_walk_next(&w, &key, &value)) > 0) {
        if (r->n == MEMBERS_MAX)
            return "too many members";
        if (memchr(key.p, '\\', key.n))
            key = json_unquote(&r->pool, (struct slice){key.p - 1, key.n + 2});
        if (!key.p)
            return "a key that is no string";
        r->m = xgrow(r->m, &r->cap, r->n + 1, sizeof *r->m);
        r->m[r->n++] = (struct record_member){key, value};
        if (slice_is(key, "kind"))
            r->kind = json_unquote(&r->pool, value);
    }
    return more < 0 ? w.why : NULL;
}

struct slice
record_get(const struct record *r, const char *key)
{
    size_t n = strlen(key);
    for (size_t i = r->n; i-- > 0;)
        if (r->m[i].key.n == n && memcmp(r->m[i].key.p, key, n) == 0)
            return r->m[i].value;
    return (struct slice){0};
}

struct slice
record_str(struct record *r, const char *key)
{
    return json_unquote(&r->pool, record_get(r, key));
}

void
record_free(struct record *r)
{
    free(r->m);
    buf_free(&r->head.text);
    pool_free(&r->pool);
    *r = (struct record){0};
}
