#define _GNU_SOURCE /* pread, pwrite under -std=c11 */
#include "spread.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "key.h"
#include "mem.h"
#include "report.h"
#include "temporary.h"

#define PARTS_BITS 6
#define PARTS (1u << PARTS_BITS)
#define BLOCK (16u << 10)             /* bytes of a part that are kept or written together */
#define KEPT_BYTES (size_t)(8u << 20) /* of blocks in memory, of all spreads of a file */
#define PASS_BYTES (4u << 20) /* of a part that are added up at once; of a longer one some keys only */
#define TIMES_MAX UINT16_MAX
#define ABSENT UINT16_MAX

struct entry { /* in a block; the key's bytes follow */
    uint16_t n, times;
    uint32_t number;
};

struct block { /* of a part, full */
    char *p;   /* NULL: it lies in the file */
    uint64_t at;
    uint32_t n;
};

struct part {
    char *now;        /* the block being filled */
    uint32_t n, last; /* bytes of it; where its last entry begins */
    struct block *full;
    size_t n_full, cap_full;
};

struct row { /* of a key while a part is added up */
    uint64_t hash;
    size_t key;
    uint16_t n;
    uint32_t more; /* number in `more` + 1 of what else was added to it; 0: nothing */
    struct spread_times first;
};

struct more { /* what else was added to a row */
    struct spread_times times;
    uint32_t row, next;
};

struct places { /* of a table: numbers + 1; a power of two, or none */
    uint32_t *at;
    size_t n, cap;
};

struct spread {
    struct spread_file *file;
    spread_hash *hash;
    struct part parts[PARTS];
    char *read; /* a block of the file */
    /* of the part being added up */
    struct buf keys;
    struct row *rows;
    size_t n, cap;
    struct more *more;
    size_t n_more, cap_more;
    struct places at_key, at_number; /* of rows; of more, by row and number */
    struct spread_times *list;       /* of one row */
    size_t cap_list;
};

struct spread *
spread_new(struct spread_file *file, spread_hash *hash)
{
    struct spread *s = xcalloc(1, sizeof *s);
    s->file = file;
    s->hash = hash;
    return s;
}

/* ---- adding ---- */

static void
fail(const char *what)
{
    report_die("%s: %s: %s", temporary_folder(), what, strerror(errno));
}

static void
write_block(struct spread_file *f, const char *p, size_t n)
{
    if (!f->open) {
        f->fd = temporary_open();
        if (f->fd < 0)
            fail("no temporary file");
        f->open = true;
    }
    if (!temporary_write(f->fd, p, n))
        fail("temporary file: write error");
    f->end += n;
}

/* The block being filled becomes one of the full ones. */
static void
put_away(struct spread *s, struct part *p)
{
    struct spread_file *f = s->file;
    struct block b = {.n = p->n};
    if (f->memory + BLOCK <= KEPT_BYTES) {
        b.p = p->now;
        p->now = NULL;
        f->memory += BLOCK;
    } else {
        b.at = f->end;
        write_block(f, p->now, p->n);
    }
    p->full = xgrow(p->full, &p->cap_full, p->n_full + 1, sizeof *p->full);
    p->full[p->n_full++] = b;
    p->n = p->last = 0;
}

static inline struct slice
key_of(struct entry e, const char *p)
{
    return e.n == ABSENT ? (struct slice){0} : (struct slice){p + sizeof e, e.n};
}

/* What comes several times in a row becomes one entry. */
static inline bool
is_last(struct part *p, struct slice key, uint32_t number, uint32_t times)
{
    struct entry e;
    if (!p->n)
        return false;
    memcpy(&e, p->now + p->last, sizeof e);
    if (e.number != number || e.times + times > TIMES_MAX || !key_same(key_of(e, p->now + p->last), key))
        return false;
    e.times = (uint16_t)(e.times + times);
    memcpy(p->now + p->last, &e, sizeof e);
    return true;
}

static inline void
add(struct spread *s, struct slice key, uint32_t number, uint32_t times)
{
    struct part *p = &s->parts[s->hash(key.p, key.n) >> (64 - PARTS_BITS)];
    struct entry e = {key.p ? (uint16_t)key.n : ABSENT, (uint16_t)times, number};
    if (is_last(p, key, number, times))
        return;
    if (p->n + sizeof e + key.n > BLOCK)
        put_away(s, p);
    if (!p->now)
        p->now = xmalloc(BLOCK);
    p->last = p->n;
    memcpy(p->now + p->n, &e, sizeof e);
    if (key.n)
        memcpy(p->now + p->n + sizeof e, key.p, key.n);
    p->n += (uint32_t)(sizeof e + key.n);
}

void
spread_add(struct spread *s, struct slice key, uint32_t number, uint32_t times)
{
    for (; times > TIMES_MAX; times -= TIMES_MAX)
        add(s, key, number, TIMES_MAX);
    add(s, key, number, times);
}

/* ---- adding up ---- */

static bool
has_key(const struct spread *s, const struct row *r, uint64_t hash, struct slice key)
{
    return r->hash == hash && r->n == (key.p ? key.n : ABSENT) &&
           (!key.n || memcmp(s->keys.p + r->key, key.p, key.n) == 0);
}

/* Room for one more than n; true: twice as many places, all of them free. */
static bool
grow(struct places *t, size_t n)
{
    if (2 * n < t->n)
        return false;
    t->n = t->n ? 2 * t->n : 1024;
    if (t->n > t->cap)
        t->at = xrealloc(t->at, (t->cap = t->n) * sizeof *t->at);
    memset(t->at, 0, t->n * sizeof *t->at);
    return true;
}

static void
put(struct places *t, uint64_t hash, size_t number)
{
    size_t at = (size_t)hash & (t->n - 1);
    while (t->at[at])
        at = (at + 1) & (t->n - 1);
    t->at[at] = (uint32_t)number + 1;
}

static size_t
row_of(struct spread *s, uint64_t hash, struct slice key)
{
    struct places *t = &s->at_key;
    if (grow(t, s->n))
        for (size_t i = 0; i < s->n; i++)
            put(t, s->rows[i].hash, i);
    for (size_t at = (size_t)hash & (t->n - 1); t->at[at]; at = (at + 1) & (t->n - 1))
        if (has_key(s, &s->rows[t->at[at] - 1], hash, key))
            return t->at[at] - 1;
    s->rows = xgrow(s->rows, &s->cap, s->n + 1, sizeof *s->rows);
    s->rows[s->n] = (struct row){hash, s->keys.n, key.p ? (uint16_t)key.n : ABSENT, 0, {0, 0}};
    buf_add(&s->keys, key.p, key.n);
    put(t, hash, s->n);
    return s->n++;
}

static uint64_t
hash_of_number(size_t row, uint32_t number)
{
    uint64_t hash = ((uint64_t)row << 32 | number) * 0x9e3779b97f4a7c15u;
    return hash ^ hash >> 32;
}

static struct more *
more_of(struct spread *s, size_t row, uint32_t number)
{
    struct places *t = &s->at_number;
    if (grow(t, s->n_more))
        for (size_t i = 0; i < s->n_more; i++)
            put(t, hash_of_number(s->more[i].row, s->more[i].times.number), i);
    uint64_t hash = hash_of_number(row, number);
    for (size_t at = (size_t)hash & (t->n - 1); t->at[at]; at = (at + 1) & (t->n - 1)) {
        struct more *m = &s->more[t->at[at] - 1];
        if (m->row == row && m->times.number == number)
            return m;
    }
    s->more = xgrow(s->more, &s->cap_more, s->n_more + 1, sizeof *s->more);
    s->more[s->n_more] = (struct more){{number, 0}, (uint32_t)row, s->rows[row].more};
    put(t, hash, s->n_more);
    s->rows[row].more = (uint32_t)++s->n_more;
    return &s->more[s->n_more - 1];
}

/* Most keys have one number. */
static void
count(struct spread *s, size_t row, uint32_t number, uint32_t times)
{
    struct spread_times *first = &s->rows[row].first;
    if (!first->times)
        first->number = number;
    if (first->number == number)
        first->times += times;
    else
        more_of(s, row, number)->times.times += times;
}

/* Of the keys of a block those of one pass of several. */
static void
count_block(struct spread *s, const char *p, size_t n, uint64_t pass, uint64_t passes)
{
    const char *end = p + n;
    struct entry e;
    for (struct slice key; p < end; p += sizeof e + key.n) {
        memcpy(&e, p, sizeof e);
        key = key_of(e, p);
        uint64_t hash = s->hash(key.p, key.n);
        if (passes == 1 || (hash >> 24 & 0xffffffff) % passes == pass)
            count(s, row_of(s, hash, key), e.number, e.times);
    }
}

static void
read_block(struct spread *s, const struct block *b)
{
    size_t n = 0;
    if (!s->read)
        s->read = xmalloc(BLOCK);
    while (n < b->n) {
        ssize_t got = pread(s->file->fd, s->read + n, b->n - n, (off_t)(b->at + n));
        if (got < 0 && errno == EINTR)
            continue;
        if (got == 0)
            errno = EIO;
        if (got <= 0)
            fail("temporary file: read error");
        n += (size_t)got;
    }
}

static void
give(struct spread *s, spread_take *take, void *with)
{
    for (size_t i = 0; i < s->n; i++) {
        const struct row *r = &s->rows[i];
        size_t n = 0;
        s->list = xgrow(s->list, &s->cap_list, 1, sizeof *s->list);
        s->list[n++] = r->first;
        for (uint32_t k = r->more; k; k = s->more[k - 1].next) {
            s->list = xgrow(s->list, &s->cap_list, n + 1, sizeof *s->list);
            s->list[n++] = s->more[k - 1].times;
        }
        take(with, r->n == ABSENT ? (struct slice){0} : (struct slice){s->keys.p + r->key, r->n}, s->list, n);
    }
    s->n = s->n_more = s->keys.n = s->at_key.n = s->at_number.n = 0;
}

void
spread_each(struct spread *s, spread_take *take, void *with)
{
    buf_room(&s->keys, 1); /* an empty key has a place too */
    for (size_t i = 0; i < PARTS; i++) {
        const struct part *p = &s->parts[i];
        uint64_t passes = (uint64_t)p->n_full * BLOCK / PASS_BYTES + 1;
        for (uint64_t pass = 0; pass < passes; pass++) {
            for (size_t k = 0; k < p->n_full; k++) {
                const struct block *b = &p->full[k];
                if (!b->p)
                    read_block(s, b);
                count_block(s, b->p ? b->p : s->read, b->n, pass, passes);
            }
            if (p->n)
                count_block(s, p->now, p->n, pass, passes);
            give(s, take, with);
        }
    }
}

void
spread_free(struct spread *s)
{
    if (!s)
        return;
    for (size_t i = 0; i < PARTS; i++) {
        for (size_t k = 0; k < s->parts[i].n_full; k++) {
            s->file->memory -= s->parts[i].full[k].p ? BLOCK : 0;
            free(s->parts[i].full[k].p);
        }
        free(s->parts[i].full);
        free(s->parts[i].now);
    }
    free(s->read);
    buf_free(&s->keys);
    free(s->rows);
    free(s->more);
    free(s->at_key.at);
    free(s->at_number.at);
    free(s->list);
    free(s);
}

void
spread_file_close(struct spread_file *f)
{
    if (f->open)
        close(f->fd);
    *f = (struct spread_file){0};
}
