#include "keep.h"

#include <stdlib.h>

#include "../mem.h"

/* What a value depends on: bits. None: it is the same for all lines. */
#define VARIES 1u       /* on .raw or .source; or on where a generator outside of any array stands */
#define ROOT (1u << 31) /* it is the line itself */
#define SEEN (1u << 30) /* the node was looked at */
#define LEVELS 29       /* bit n: on where a generator in the nth array around it stands */

struct keeping {
    uint32_t *slots; /* what a variable depends on */
    uint32_t found;
};

static uint32_t
plain(uint32_t on)
{
    return on & ROOT ? VARIES : on;
}

static uint32_t look(struct keeping *g, struct plan *p, uint32_t in, unsigned level);

static uint32_t
look_list(struct keeping *g, struct plan *p, uint32_t in, unsigned level)
{
    uint32_t on = 0;
    for (size_t i = 0; i < p->n; i++)
        on |= plain(look(g, p->list[i], in, level));
    return on;
}

static uint32_t
look_field(struct keeping *g, struct plan *p, uint32_t in, unsigned level)
{
    uint32_t on = look(g, p->a, in, level);
    struct slice key = {p->value.text, p->value.n};
    if (on != ROOT)
        return plain(on);
    return p->value.kind != K_STRING || slice_is(key, "raw") || slice_is(key, "source") ? VARIES : 0;
}

/* What binds a variable, or runs one part on what another gives. */
static uint32_t
look_bound(struct keeping *g, struct plan *p, uint32_t in, unsigned level)
{
    uint32_t inside = 1u << (level + 1), on = look(g, p->a, in, p->is == P_BIND ? level : level + 1), all;
    switch (p->is) {
    case P_BIND:
        g->slots[p->slot] = on;
        on = look(g, p->b, in, level);
        g->slots[p->slot] = VARIES;
        return on;
    case P_REDUCE:
        g->slots[p->slot] = plain(on) | inside;
        all = plain(on) | plain(look(g, p->b, in, level));
        all |= plain(look(g, p->c, all | inside, level + 1));
        g->slots[p->slot] = VARIES;
        return all & ~inside;
    default: /* any, all */
        return (plain(on) | plain(look(g, p->b, on | inside, level + 1))) & ~inside;
    }
}

static uint32_t
look_step(struct keeping *g, struct plan *p, uint32_t in, unsigned level)
{
    uint32_t a;
    switch (p->is) {
    case P_INPUT:
        return in;
    case P_CONST:
    case P_EMPTY:
        return 0;
    case P_SLOT:
        return g->slots[p->slot];
    case P_FIELD:
        return look_field(g, p, in, level);
    case P_EACH:
        return plain(look(g, p->a, in, level));
    case P_COLLECT:
        return plain(look(g, p->a, in, level + 1)) & ~(1u << (level + 1));
    case P_CALL:
        return look_list(g, p, in, level) | (builtin_is_pure(p->run) ? 0 : plain(in));
    case P_OBJECT:
    case P_COMMA:
    case P_RANGE:
        return look_list(g, p, in, level);
    case P_PIPE:
        return look(g, p->b, look(g, p->a, in, level), level);
    case P_ALT:
    case P_AND:
    case P_OR:
        a = plain(look(g, p->a, in, level));
        return a | plain(look(g, p->b, in, level));
    case P_IF:
        a = plain(look(g, p->a, in, level)) | plain(look(g, p->b, in, level));
        return a | plain(look(g, p->c, in, level));
    case P_BIND:
    case P_REDUCE:
    case P_ANY_OF:
    case P_ALL_OF:
        return look_bound(g, p, in, level);
    default:
        return VARIES; /* and so do its parts: nothing in it is kept */
    }
}

static uint32_t
look(struct keeping *g, struct plan *p, uint32_t in, unsigned level)
{
    if (level >= LEVELS)
        return VARIES;
    uint32_t on = look_step(g, p, in, level);
    if (p->outputs == MANY)
        on = plain(on) | 1u << level;
    p->varies = on | SEEN;
    return on;
}

bool
keep_is_same(const struct plan *p)
{
    return p->varies == SEEN;
}

struct val
keep_value(struct memory *m, struct val v)
{
    struct val key = {0}, one;
    struct each e;
    if (v.kind == K_STRING || (v.kind == K_NUMBER && v.form == TEXT)) {
        v.text = val_copy(m, v.text, v.n).text;
        v.form = v.form == ROOMY ? PLAIN : v.form;
    }
    if (v.kind < K_ARRAY || v.form == READ)
        return v;
    struct member *members = memory_take(m, (v.n + 1) * sizeof *members);
    struct val *items = (struct val *)(void *)members;
    size_t n = 0;
    for (e = val_each(v); val_next(&e, &key, &one); n++)
        if (v.kind == K_ARRAY)
            items[n] = keep_value(m, one);
        else
            members[n] = (struct member){keep_value(m, key), keep_value(m, one)};
    return v.kind == K_ARRAY ? val_items(m, items, n) : val_members(m, members, n);
}

static int
one_kept(struct run *r, const struct plan *p, struct val in, struct val *out)
{
    struct kept *k = &r->kept[p->kept];
    if (r->same && k->same == r->same) {
        *out = k->v;
        return GO;
    }
    int st = p->usual(r, p, in, out);
    if (r->same && st == GO) {
        k->v = keep_value(r->keep, *out);
        k->same = r->same;
    }
    return st;
}

void
names_note(struct plan *object)
{
    for (uint32_t i = 0; i < object->n / 2 && i < 64; i++) {
        const struct plan *value = object->list[2 * i + 1];
        object->names->constant |= (uint64_t)(value->is == P_CONST) << i;
        object->names->kept |= (uint64_t)keep_is_same(value) << i;
    }
}

static void
mark(struct keeping *g, struct plan *p)
{
    if (!p || !(p->varies & SEEN) || p->is == P_INPUT || p->is == P_CONST || p->is == P_SLOT ||
        p->is == P_EMPTY)
        return;
    if (p->varies == SEEN && p->outputs != MANY) {
        p->usual = p->one;
        p->one = one_kept;
        p->kept = g->found++;
        return;
    }
    mark(g, p->a);
    mark(g, p->b);
    mark(g, p->c);
    mark(g, p->d);
    for (size_t i = 0; i < p->n; i++)
        mark(g, p->list[i]);
    if (p->names)
        names_note(p);
}

uint32_t
keep_plan(struct plan *p, size_t slots)
{
    struct keeping g = {xmalloc((slots + 1) * sizeof *g.slots), 0};
    for (size_t i = 0; i < slots; i++)
        g.slots[i] = VARIES;
    (void)look(&g, p, ROOT, 0);
    mark(&g, p);
    free(g.slots);
    return g.found;
}
