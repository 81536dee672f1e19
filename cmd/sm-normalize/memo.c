#include "memo.h"

#include <stdlib.h>
#include <string.h>

#include "hash.h"

#define TEXT_MOST 512 /* bytes of a text that is kept */
#define PLACES 512    /* of texts by their hash; a power of two */
#define ANSWERS 128   /* of a memo; a power of two */

struct seen {
    struct slice text[MEMO_TEXTS + 1];
    uint8_t at[PLACES]; /* numbers; the place of a text is the first free one from its hash on */
    uint8_t last, n;
    struct pool pool;
};

struct answer {
    uint64_t number; /* 0: none */
    struct slice became;
};

struct memo {
    struct answer at[ANSWERS];
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

static uint8_t
look(const struct seen *s, struct slice text, size_t *at)
{
    for (*at = (size_t)(hash_sample(text) >> 55) % PLACES; s->at[*at]; *at = (*at + 1) % PLACES)
        if (slice_same(s->text[s->at[*at]], text))
            return s->at[*at];
    return 0;
}

uint8_t
seen_number(struct seen *s, struct slice text)
{
    size_t at;
    if (s->last && slice_same(s->text[s->last], text))
        return s->last;
    uint8_t number = text.n <= TEXT_MOST ? look(s, text, &at) : 0;
    s->last = number ? number : s->last;
    return number;
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
memo_new(void)
{
    return xcalloc(1, sizeof(struct memo));
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
    return (size_t)((number * 0x9E3779B97F4A7C15u) >> 57) % ANSWERS;
}

const struct slice *
memo_find(const struct memo *m, uint64_t number)
{
    const struct answer *a = &m->at[answer_of(number)];
    return a->number == number ? &a->became : NULL;
}

void
memo_add(struct memo *m, uint64_t number, struct slice became)
{
    if (m->bytes + became.n > BYTES_MOST) {
        memset(m->at, 0, sizeof m->at);
        pool_reset(&m->pool);
        m->bytes = 0;
    }
    m->bytes += became.n;
    m->at[answer_of(number)] =
        (struct answer){number, {became.p ? pool_copy(&m->pool, became.p, became.n) : NULL, became.n}};
}
