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
#define AHEAD 16 /* entries whose places are sent for together */

/* What was added lies in a block as the length of its key (below LONG; LONG and two bytes; or NO_KEY), its
 * number (seven bits a byte, all but the last with the eighth), the key; and, where it came several times in
 * a row, how often in two bytes, and MANY on the length. */
#define MANY 0x80u
#define NO_KEY 0x7fu
#define LONG 0x7eu
#define HEAD_MAX 8 /* of length and number */

struct entry { /* read from a block */
    struct slice key;
    uint32_t number, times;
};

struct block { /* of a part, full */
    char *p;   /* NULL: it lies in the file */
    uint64_t at;
    uint32_t n, size;
};

struct part {   /* what is being filled: small, for there are many, and each is written to now and then */
    char *now;  /* the block */
    uint32_t n; /* bytes of it */
    uint32_t last, key, number; /* where its last entry begins, and that one's key; its number */
    uint16_t n_key;
    uint16_t size; /* of the block */
};

struct full { /* blocks of a part */
    struct block *at;
    size_t n, cap;
};

struct row { /* of a key while a part is added up */
    size_t key;
    uint16_t n;
    uint32_t more; /* number in `more` + 1 of what else was added to it; 0: nothing */
    struct spread_times first;
};

struct more { /* what else was added to a row */
    struct spread_times times;
    uint32_t row, next;
};

struct places { /* of a table */
    struct place {
        uint32_t number, hash; /* number + 1; 0: free */
    } * at;
    size_t n; /* a power of two, or 0 */
};

struct spread {
    struct spread_file *file;
    spread_hash *hash;
    struct part parts[PARTS];
    struct full full[PARTS];
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
    for (size_t i = 0; i < PARTS; i++) /* not all are full at once, nor written to at the same offset */
        s->parts[i].size = (uint16_t)(BLOCK / 2 + BLOCK / 2 / PARTS * (i + 1));
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
    struct block b = {.n = p->n, .size = p->size};
    if (f->memory + p->size <= KEPT_BYTES) {
        b.p = p->now;
        p->now = NULL;
        p->size = BLOCK;
        f->memory += b.size;
    } else {
        b.at = f->end;
        write_block(f, p->now, p->n);
    }
    struct full *full = &s->full[p - s->parts];
    full->at = xgrow(full->at, &full->cap, full->n + 1, sizeof *full->at);
    full->at[full->n++] = b;
    p->n = 0;
}

static inline uint16_t
size_of(struct slice key)
{
    return key.p ? (uint16_t)key.n : ABSENT;
}

/* What comes several times in a row becomes one entry. */
static inline bool
is_last(struct part *p, struct slice key, uint32_t number, uint32_t times)
{
    uint16_t before = 1;
    if (!p->n || p->number != number || p->n_key != size_of(key) ||
        (key.p && !key_same((struct slice){p->now + p->key, p->n_key}, key)))
        return false;
    bool many = (unsigned char)p->now[p->last] & MANY;
    if (many)
        memcpy(&before, p->now + p->n - sizeof before, sizeof before);
    if (before + times > TIMES_MAX || (!many && p->n + sizeof before > p->size))
        return false;
    before = (uint16_t)(before + times);
    p->now[p->last] = (char)((unsigned char)p->now[p->last] | MANY);
    p->n += many ? 0 : sizeof before;
    memcpy(p->now + p->n - sizeof before, &before, sizeof before);
    return true;
}

static inline char *
write_head(char *to, struct slice key, uint32_t number, bool many)
{
    uint16_t n = size_of(key);
    *to++ = (char)((n < LONG ? n : n == ABSENT ? NO_KEY : LONG) | (many ? MANY : 0));
    if (n >= LONG && n != ABSENT) {
        memcpy(to, &n, sizeof n);
        to += sizeof n;
    }
    for (; number >= 0x80; number >>= 7)
        *to++ = (char)(number | 0x80);
    *to++ = (char)number;
    return to;
}

static inline void
add(struct spread *s, struct slice key, uint32_t number, uint32_t times)
{
    struct part *p = &s->parts[s->hash(key.p, key.n) >> (64 - PARTS_BITS)];
    uint16_t many = (uint16_t)times;
    if (is_last(p, key, number, times))
        return;
    if (p->n + HEAD_MAX + key.n + sizeof many > p->size)
        put_away(s, p);
    if (!p->now)
        p->now = xmalloc(p->size);
    char *to = write_head(p->now + p->n, key, number, times > 1);
    p->last = p->n;
    p->key = (uint32_t)(to - p->now);
    p->number = number;
    p->n_key = size_of(key);
    if (key.n)
        memcpy(to, key.p, key.n);
    to += key.n;
    if (times > 1)
        memcpy(to, &many, sizeof many);
    p->n = (uint32_t)(to - p->now) + (times > 1 ? sizeof many : 0);
}

void
spread_add(struct spread *s, struct slice key, uint32_t number, uint32_t times)
{
    for (; times > TIMES_MAX; times -= TIMES_MAX)
        add(s, key, number, TIMES_MAX);
    add(s, key, number, times);
}

/* ---- adding up ---- */

static void
put(struct places *t, uint32_t hash, size_t number)
{
    size_t at = hash & (t->n - 1);
    while (t->at[at].number)
        at = (at + 1) & (t->n - 1);
    t->at[at] = (struct place){(uint32_t)number + 1, hash};
}

/* For one more than n. */
static inline void
make_room(struct places *t, size_t n)
{
    struct places old = *t;
    if (2 * n < t->n)
        return;
    t->n = old.n ? 2 * old.n : 1024;
    t->at = xcalloc(t->n, sizeof *t->at);
    for (size_t i = 0; i < old.n; i++)
        if (old.at[i].number)
            put(t, old.at[i].hash, old.at[i].number - 1);
    free(old.at);
}

/* Of n. The next part has about as many. */
static void
forget(struct places *t, size_t n)
{
    while (t->n > 1024 && 8 * n < t->n)
        t->n /= 2;
    if (n)
        memset(t->at, 0, t->n * sizeof *t->at);
}

static bool
has_key(const struct spread *s, const struct row *r, struct slice key)
{
    return r->n == size_of(key) && (!key.p || key_same((struct slice){s->keys.p + r->key, r->n}, key));
}

static size_t
row_of(struct spread *s, uint32_t hash, struct slice key)
{
    struct places *t = &s->at_key;
    make_room(t, s->n);
    size_t at = hash & (t->n - 1);
    for (; t->at[at].number; at = (at + 1) & (t->n - 1))
        if (t->at[at].hash == hash && has_key(s, &s->rows[t->at[at].number - 1], key))
            return t->at[at].number - 1;
    s->rows = xgrow(s->rows, &s->cap, s->n + 1, sizeof *s->rows);
    s->rows[s->n] = (struct row){s->keys.n, size_of(key), 0, {0, 0}};
    buf_add(&s->keys, key.p, key.n);
    t->at[at] = (struct place){(uint32_t)s->n + 1, hash};
    return s->n++;
}

static uint32_t
hash_of_number(size_t row, uint32_t number)
{
    uint64_t hash = ((uint64_t)row << 32 | number) * 0x9e3779b97f4a7c15u;
    return (uint32_t)(hash >> 32);
}

static struct more *
more_of(struct spread *s, size_t row, uint32_t number)
{
    struct places *t = &s->at_number;
    make_room(t, s->n_more);
    uint32_t hash = hash_of_number(row, number);
    for (size_t at = hash & (t->n - 1); t->at[at].number; at = (at + 1) & (t->n - 1)) {
        struct more *m = &s->more[t->at[at].number - 1];
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

static inline const char *
read_entry(const char *p, struct entry *e)
{
    unsigned char first = (unsigned char)*p++;
    uint16_t n = first & (MANY - 1), times = 1;
    if (n == LONG) {
        memcpy(&n, p, sizeof n);
        p += sizeof n;
    } else if (n == NO_KEY) {
        n = 0;
    }
    e->number = *p & 0x7f;
    for (int shift = 7; (unsigned char)*p++ & 0x80; shift += 7)
        e->number |= (uint32_t)(*p & 0x7f) << shift;
    e->key = (first & (MANY - 1)) == NO_KEY ? (struct slice){0} : (struct slice){p, n};
    p += n;
    if (first & MANY) {
        memcpy(&times, p, sizeof times);
        p += sizeof times;
    }
    e->times = times;
    return p;
}

/* Of the keys of a block those of one pass of several. Where they go is sent for some entries ahead. */
static void
count_block(struct spread *s, const char *p, size_t n, uint64_t pass, uint64_t passes)
{
    const char *end = p + n;
    struct entry e[AHEAD];
    uint32_t hashes[AHEAD];
    while (p < end) {
        size_t ahead = 0;
        while (p < end && ahead < AHEAD) {
            p = read_entry(p, &e[ahead]);
            uint64_t hash = s->hash(e[ahead].key.p, e[ahead].key.n);
            if (passes > 1 && (hash >> 24 & 0xffffffff) % passes != pass)
                continue;
            hashes[ahead++] = (uint32_t)hash;
            if (s->at_key.n)
                __builtin_prefetch(&s->at_key.at[hash & (s->at_key.n - 1)]);
        }
        for (size_t i = 0; i < ahead; i++)
            count(s, row_of(s, hashes[i], e[i].key), e[i].number, e[i].times);
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
    forget(&s->at_key, s->n);
    forget(&s->at_number, s->n_more);
    s->n = s->n_more = s->keys.n = 0;
}

void
spread_each(struct spread *s, spread_take *take, void *with)
{
    buf_room(&s->keys, 1); /* an empty key has a place too */
    for (size_t i = 0; i < PARTS; i++) {
        const struct part *p = &s->parts[i];
        const struct full *full = &s->full[i];
        uint64_t passes = (uint64_t)full->n * BLOCK / PASS_BYTES + 1;
        for (uint64_t pass = 0; pass < passes; pass++) {
            for (size_t k = 0; k < full->n; k++) {
                const struct block *b = &full->at[k];
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
        struct full *full = &s->full[i];
        for (size_t k = 0; k < full->n; k++) {
            s->file->memory -= full->at[k].p ? full->at[k].size : 0;
            free(full->at[k].p);
        }
        free(full->at);
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
