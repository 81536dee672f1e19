/* Texts as numbers: the same text, the same number. Few texts come again and again, so the last ones are
 * looked at first. */
#ifndef DERIVE_TEXTS_H
#define DERIVE_TEXTS_H

#include "key.h"

#define TEXTS_RECENT 256

struct texts { /* zeroed before first use */
    struct map known;
    size_t *at, cap;     /* where each lies in known.keys */
    struct text_recent { /* by a cheap hash; number: + 1, 0: none */
        size_t at, n;    /* in known.keys */
        uint32_t number;
    } recent[TEXTS_RECENT];
};

uint32_t texts_learn(struct texts *t, struct slice s, struct text_recent *recent);

static inline uint32_t
texts_number(struct texts *t, struct slice s)
{
    uint64_t head = 0, tail = 0;
    if (s.n >= 8) {
        memcpy(&head, s.p, 8);
        memcpy(&tail, s.p + s.n - 8, 8);
    } else {
        memcpy(&head, s.p, s.n);
    }
    uint64_t hash = ((head ^ head >> 29 ^ tail << 1 ^ tail >> 31) + s.n) * 0x9e3779b97f4a7c15u;
    struct text_recent *r = &t->recent[hash >> 56];
    if (r->number && r->n == s.n && key_same((struct slice){t->known.keys.p + r->at, r->n}, s))
        return r->number - 1;
    return texts_learn(t, s, r);
}

size_t texts_memory(const struct texts *t);
void texts_free(struct texts *t);

#endif
