#include "memo.h"

#include <stdlib.h>
#include <string.h>

#include "hash.h"
#include "scan_same.h"
#include "spare.h"

#define TEXT_MOST 512 /* bytes of a text that is kept */
#define PLACES 512    /* of texts by their hash; a power of two */
#define ANSWERS 128   /* of a memo; a power of two */

struct seen {
    struct slice text[MEMO_TEXTS + 1];
    uint8_t at[PLACES]; /* numbers; the place of a text is the first free one from its hash on */
    uint8_t n;
    struct pool pool;
};

struct answer {
    uint64_t number; /* 0: none */
    struct slice *became;
};

struct memo {
    struct answer at[ANSWERS];
    size_t fields;
    size_t bytes;
    struct pool pool;
};

#define BYTES_MOST (256u << 10) /* of a memo's answers: then it begins anew */

struct seen *
seen_new(void)
{
    return xcalloc(1, sizeof(struct seen));
}

void
seen_free(struct seen *s)
{
    if (s)
        pool_free(&s->pool);
    free(s);
}

static inline size_t
place_of(struct slice s)
{
    return (size_t)(hash_sample(s) >> 55) % PLACES;
}

static inline bool
is_same(struct slice a, struct slice b)
{
    return a.n == b.n && scan_same_text(a.p, b.p, a.n);
}

/* 0: it is none of them, and *at is where it would stand. */
static inline uint8_t
look(const struct seen *s, struct slice text, size_t *at)
{
    for (*at = place_of(text); s->at[*at]; *at = (*at + 1) % PLACES)
        if (is_same(s->text[s->at[*at]], text))
            return s->at[*at];
    return 0;
}

uint8_t
seen_number(const struct seen *s, struct slice text)
{
    size_t at;
    return text.n <= TEXT_MOST ? look(s, text, &at) : 0;
}

uint8_t
seen_add(struct seen *s, struct slice text)
{
    size_t at;
    uint8_t number = text.n <= TEXT_MOST ? look(s, text, &at) : 0;
    if (number || text.n > TEXT_MOST || s->n == MEMO_TEXTS)
        return number;
    s->at[at] = ++s->n;
    s->text[s->n] = (struct slice){pool_copy(&s->pool, text.p, text.n), text.n};
    return s->n;
}

struct memo *
memo_new(size_t fields)
{
    struct memo *m = xcalloc(1, sizeof *m);
    m->fields = fields;
    return m;
}

void
memo_free(struct memo *m)
{
    if (m)
        pool_free(&m->pool);
    free(m);
}

static size_t
answer_of(uint64_t number)
{
    return (size_t)(hash_number(number) >> 57) % ANSWERS;
}

const struct slice *
memo_find(const struct memo *m, uint64_t number)
{
    const struct answer *a = &m->at[answer_of(number)];
    return a->number == number ? a->became : NULL;
}

void
memo_add(struct memo *m, uint64_t number, const struct slice *became)
{
    size_t bytes = m->fields * sizeof *became;
    for (size_t i = 0; i < m->fields; i++)
        bytes += became[i].n;
    if (m->bytes + bytes > BYTES_MOST) {
        memset(m->at, 0, sizeof m->at);
        pool_reset(&m->pool);
        m->bytes = 0;
    }
    m->bytes += bytes;
    struct slice *kept = pool_alloc(&m->pool, m->fields * sizeof *kept);
    for (size_t i = 0; i < m->fields; i++)
        kept[i] = became[i].p ? slice_copy_spare(&m->pool, became[i]) : became[i];
    m->at[answer_of(number)] = (struct answer){number, kept};
}
