#include "rows.h"

#include <stdlib.h>

#include "mem.h"
#include "select.h"

#define KEY_TEXT_MAX 200 /* bytes of one text in a key; the row's text decides further on */
#define KEY_TEXT_IS '\1'
#define KEY_TEXT_IS_NOT '\2'

static struct slice
key_at(const struct rows *r, const struct row *row)
{
    return (struct slice){r->bytes.p + row->key, row->n_key};
}

static int
compare_rows(const struct rows *r, const struct row *x, const struct row *y)
{
    int order = slice_compare(key_at(r, x), key_at(r, y));
    if (order)
        return order;
    return slice_compare((struct slice){r->bytes.p + x->text, x->n_text},
                         (struct slice){r->bytes.p + y->text, y->n_text});
}

static int
compare_numbers(const void *rows, size_t a, size_t b)
{
    const struct rows *r = rows;
    return compare_rows(r, &r->at[a], &r->at[b]);
}

static const struct rows *sorted_rows; /* of the sort at work */

static int
by_key(const void *a, const void *b)
{
    return compare_rows(sorted_rows, a, b);
}

void
rows_sort(struct rows *r)
{
    if (!r->n)
        return;
    sorted_rows = r;
    qsort(r->at, r->n, sizeof *r->at, by_key);
    if (r->n > r->max)
        r->n = r->max;
}

/* Drops all but the first rows and gives the others' bytes back. */
static void
prune(struct rows *r)
{
    struct buf kept = {0};
    size_t *order = xcalloc(r->n, sizeof *order), cap = 0;
    struct row *at = xgrow(NULL, &cap, r->cap, sizeof *at);
    for (size_t i = 0; i < r->n; i++)
        order[i] = i;
    select_first(order, r->n, r->max, compare_numbers, r);
    r->last.n = 0;
    buf_slice(&r->last, key_at(r, &r->at[select_last(order, r->max, compare_numbers, r)]));
    for (r->n = 0; r->n < r->max; r->n++) {
        const struct row *row = &r->at[order[r->n]];
        at[r->n] = (struct row){kept.n, row->n_key, kept.n + row->n_key, row->n_text};
        buf_add(&kept, r->bytes.p + row->key, row->n_key);
        buf_add(&kept, r->bytes.p + row->text, row->n_text);
    }
    buf_free(&r->bytes);
    free(r->at);
    free(order);
    r->at = at;
    r->cap = cap;
    r->bytes = kept;
    r->full = true;
}

bool
rows_take(struct rows *r, struct slice key)
{
    r->total++;
    return !r->full || slice_compare(key, buf_as_slice(&r->last)) <= 0;
}

/* What is kept only moves to the front: a place behind it stays there. */
enum taking
rows_would_take(const struct place_in_rows *place, struct slice id)
{
    struct slice last = buf_as_slice(&place->rows->last), key = place->key;
    if (!place->rows->full)
        return TAKES;
    int order = memcmp(key.p, last.p, key.n < last.n ? key.n : last.n);
    if (order)
        return order < 0 ? TAKES : TAKES_NEVER;
    if (last.n <= key.n)
        return TAKES_NEVER;
    last = (struct slice){last.p + key.n, last.n - key.n};
    if (*last.p != KEY_TEXT_IS || !id.p)
        return TAKES;
    last = (struct slice){last.p + 1, last.n - 1};
    if (id.n > KEY_TEXT_MAX)
        id.n = KEY_TEXT_MAX;
    order = memcmp(id.p, last.p, id.n < last.n ? id.n : last.n);
    return order <= 0 ? TAKES : TAKES_NOT;
}

void
rows_add(struct rows *r, struct slice key, struct slice text)
{
    if (rows_take(r, key))
        rows_put(r, key, text);
}

void
rows_put(struct rows *r, struct slice key, struct slice text)
{
    r->at = xgrow(r->at, &r->cap, r->n + 1, sizeof *r->at);
    r->at[r->n++] = (struct row){r->bytes.n, key.n, r->bytes.n + key.n, text.n};
    buf_slice(&r->bytes, key);
    buf_slice(&r->bytes, text);
    if (r->n >= 2 * r->max + 16)
        prune(r);
}

struct slice
rows_text(const struct rows *r, size_t i)
{
    return (struct slice){r->bytes.p + r->at[i].text, r->at[i].n_text};
}

void
rows_free(struct rows *r)
{
    free(r->at);
    buf_free(&r->bytes);
    buf_free(&r->last);
    *r = (struct rows){0};
}

void
key_ascending(struct buf *key, int64_t v)
{
    uint64_t u = (uint64_t)v ^ (UINT64_C(1) << 63);
    char bytes[8];
    for (int i = 0; i < 8; i++)
        bytes[i] = (char)(u >> (56 - 8 * i));
    buf_add(key, bytes, sizeof bytes);
}

void
key_descending(struct buf *key, int64_t v)
{
    key_ascending(key, ~v);
}

void
key_text(struct buf *key, struct slice s)
{
    buf_byte(key, s.p ? KEY_TEXT_IS : KEY_TEXT_IS_NOT);
    buf_add(key, s.p, s.n < KEY_TEXT_MAX ? s.n : KEY_TEXT_MAX);
    buf_byte(key, 0);
}
