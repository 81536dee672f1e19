#include "special.h"

#include <stdlib.h>

#include "../mem.h"
#include "shape.h"

#define LOOKS 16              /* kept at a time */
#define LOOKED_AT_MAX 64      /* of what is looked at */
#define MEMORY_MAX (4u << 20) /* of one plan */

struct look { /* how a record looks */
    uint64_t same;
    const struct shape *shape;
    uint8_t kinds[LOOKED_AT_MAX]; /* an empty string is another kind */
    unsigned lines;
    const struct plan *plan; /* NULL: not yet */
    struct memory memory;
};

struct specials {
    struct look looks[LOOKS];
    size_t last, next; /* the look that came last, the one to be given up next */
};

static unsigned lines_before = SPECIAL_AFTER;

void
special_after(unsigned lines)
{
    lines_before = lines;
}

void
special_free(struct specials *all)
{
    for (size_t i = 0; all && i < LOOKS; i++)
        memory_free(&all->looks[i].memory);
    free(all);
}

static inline bool
looks_so(const struct look *l, uint64_t same, const struct shape *shape, const uint8_t *kinds)
{
    return l->shape == shape && l->same == same && memcmp(l->kinds, kinds, shape->n) == 0;
}

static struct look *
find(struct specials *all, uint64_t same, const struct shape *shape, const uint8_t *kinds)
{
    if (looks_so(&all->looks[all->last], same, shape, kinds))
        return &all->looks[all->last];
    for (size_t i = 0; i < LOOKS; i++)
        if (looks_so(&all->looks[i], same, shape, kinds)) {
            all->last = i;
            return &all->looks[i];
        }
    all->last = all->next;
    all->next = (all->next + 1) % LOOKS;
    struct look *l = &all->looks[all->last];
    memory_free(&l->memory);
    *l = (struct look){.same = same, .shape = shape};
    memcpy(l->kinds, kinds, shape->n);
    return l;
}

/* NULL: it would take too much. */
static const struct plan *
make_within(struct look *l, struct run *r, const struct plan *usual, size_t slots, bool headed,
            struct val record)
{
    jmp_buf out;
    l->memory.most = MEMORY_MAX;
    l->memory.out = &out;
    if (setjmp(out))
        return NULL;
    return special_make(r, &l->memory, usual, slots, headed, record);
}

const struct plan *
special_plan(struct specials **all, struct run *r, const struct plan *usual, size_t slots,
             const struct input *in, struct val record)
{
    uint8_t kinds[LOOKED_AT_MAX];
    struct val v = in->same ? record.members[record.n - 1].val : record; /* raw is the last */
    const struct shape *shape = v.kind == K_OBJECT && v.form == READ ? shape_of(v) : NULL;
    if ((!in->same && lines_before) || !shape || shape->n > LOOKED_AT_MAX || !shape->n)
        return usual;
    for (uint32_t i = 0; i < v.n; i++) {
        struct val one = v.members[i].val;
        kinds[i] = one.kind == K_STRING && !one.n ? NONE : one.kind;
    }
    if (!*all)
        *all = xcalloc(1, sizeof **all);
    struct look *l = find(*all, in->same, shape, kinds);
    if (l->plan)
        return l->plan;
    if (l->lines++ < lines_before)
        return usual;
    l->plan = usual; /* should a part of it take more than a run is given */
    const struct plan *made = make_within(l, r, usual, slots, in->same, record);
    r->top = 0;
    l->plan = made ? made : usual;
    return l->plan;
}
