/* A program is followed until nothing more is pinned; then with those arrays and objects closed that no copy
 * lies in, so that lines which differ in them look alike. What is found is put down to last. */
#include "follow_part.h"

#include <stdlib.h>

#include "../mem.h"
#include "native.h"

#define ROUNDS 8 /* until no more places are pinned */
#define MEMORY_MAX (16u << 20)

static int
output_take(struct follow *f, struct taker *k, struct part part)
{
    (void)k;
    if (f->n_outputs == FOLLOW_OUTPUTS_MAX || part_is_line(part))
        return FAIL;
    f->outputs[f->n_outputs++] = part;
    return GO;
}

/* Of members that vary as a whole: which nodes they copy. */
static void
note_copies(struct follow *f, struct part p)
{
    if (p.from == INPUT && p.v.kind < K_ARRAY)
        f->nodes[p.node].copied = true;
    size_t n = p.from == JOINED ? p.pieces : p.from == BUILT ? p.v.n : 0;
    for (size_t i = 0; i < n; i++)
        note_copies(f, p.items[i]);
}

/* What outputs copy; and what they use. */
static struct place_set
note_outputs(struct follow *f)
{
    struct place_set used = {{0}};
    for (size_t i = 0; i < f->n_outputs; i++)
        for (uint32_t m = 0;
             f->outputs[i].from == BUILT && f->outputs[i].v.kind == K_OBJECT && m < f->outputs[i].v.n; m++) {
            struct val key = f->outputs[i].v.members[m].key;
            if (f->varies((struct slice){key.text, key.n}))
                note_copies(f, f->outputs[i].items[m]);
        }
    for (size_t i = 0; i < f->n_outputs; i++)
        places_add(&used, f->outputs[i].uses);
    return used;
}

static bool
copies_only(struct part p)
{
    bool good =
        p.from == FIXED || p.from == JOINED || (p.from == INPUT && p.v.kind < K_ARRAY) || p.from == BUILT;
    for (size_t i = 0; good && p.from == BUILT && i < p.v.n; i++)
        good = copies_only(p.items[i]);
    return good;
}

/* What is looked at anyway, for the values of members that are no copies. */
static void
without_looked_at(struct follow *f, struct place_set *must)
{
    for (size_t i = 0; i < f->n_outputs; i++)
        for (uint32_t m = 0; f->outputs[i].from == BUILT && m < f->outputs[i].v.n; m++)
            if (!copies_only(f->outputs[i].items[m]))
                for (size_t w = 0; w < FOLLOW_PLACES_MAX / 64; w++)
                    must->bits[w] &= ~f->outputs[i].items[m].uses.bits[w];
}

/* Until what decides about the outputs is pinned. */
static bool
settle(struct follow *f, const struct native *n)
{
    struct taker k = {output_take};
    for (int round = 0; round < ROUNDS; round++) {
        if (!nodes_read(f))
            return false;
        f->n_outputs = 0;
        f->control = f->must = (struct place_set){{0}};
        memset(f->slots, 0, (n->slots + 1) * sizeof *f->slots);
        if (follow_plan(f, n->plan, (struct part){.v = f->line, .from = INPUT, .node = NODE_LINE}, &k) != GO)
            return false;
        for (size_t i = 0; i < f->n_outputs; i++)
            if (f->outputs[i].from == OTHER || f->outputs[i].from == INPUT)
                places_add(&f->control, f->outputs[i].uses);
        without_looked_at(f, &f->must);
        places_add(&f->control, f->must);
        if (!places_any(f->control))
            return true;
        nodes_pin(f, f->control);
    }
    return false;
}

static void
member_of(struct follow *f, struct followed_member *to, struct val key, struct part p)
{
    *to = (struct followed_member){.name = {key.text, key.n},
                                   .kind = p.from == FIXED  ? FOLLOWED_FIXED
                                           : copies_only(p) ? FOLLOWED_COPIES
                                                            : FOLLOWED_OTHER,
                                   .uses = p.uses};
    if (to->kind == FOLLOWED_COPIES) {
        to->copies = copies_of_part(f, p, &to->value);
    } else if (to->kind == FOLLOWED_FIXED) {
        struct val *v = memory_take(f->m, sizeof *v);
        *v = copies_lasting(f->m, p.v);
        to->value = (json_val *)v;
    }
}

static bool
output_of(struct follow *f, struct followed_output *to, struct part p)
{
    if (p.from == FIXED) {
        struct val *v = memory_take(f->m, sizeof *v);
        *v = copies_lasting(f->m, p.v);
        to->fixed = (json_val *)v;
        return true;
    }
    if (p.from != BUILT || p.v.kind != K_OBJECT || p.v.n > FOLLOW_MEMBERS_MAX)
        return false;
    to->members = memory_take(f->m, p.v.n * sizeof *to->members);
    to->n = p.v.n;
    for (uint32_t i = 0; i < p.v.n; i++)
        member_of(f, &to->members[i], p.v.members[i].key, p.items[i]);
    return true;
}

static bool
follow_all(struct follow *f, const struct native *n, struct followed *out)
{
    f->outputs = memory_take(f->tmp, FOLLOW_OUTPUTS_MAX * sizeof *f->outputs);
    f->slots = memory_take(f->tmp, (n->slots + 1) * sizeof *f->slots);
    if (!settle(f, n))
        return false;
    nodes_close(f, note_outputs(f));
    if (!settle(f, n))
        return false;
    for (size_t i = 0; i < f->n_outputs; i++)
        if (!output_of(f, &out->outputs[i], f->outputs[i]))
            return false;
    out->n_outputs = f->n_outputs;
    out->places = nodes_places(f);
    out->n_places = f->n_places;
    return true;
}

static void
set_builtins(struct follow *f)
{
    f->equal = builtin_find(SLICE("=="), 2)->run;
    f->other = builtin_find(SLICE("!="), 2)->run;
    f->length = builtin_find(SLICE("length"), 0)->run;
    f->type = builtin_find(SLICE("type"), 0)->run;
    f->not = builtin_find(SLICE("not"), 0)->run;
    f->join = builtin_find(SLICE("join"), 1)->run;
    f->tostring = builtin_find(SLICE("tostring"), 0)->run;
}

struct followed_memory {
    struct memory found;
};

void
followed_free(struct followed *f)
{
    if (!f)
        return;
    for (size_t i = 0; i < f->n_outputs; i++)
        for (size_t m = 0; m < f->outputs[i].n; m++)
            copies_free(f->outputs[i].members[m].copies);
    memory_free(&f->memory->found);
    free(f->memory);
    free(f);
}

static bool
follow_within(struct follow *f, struct run *r, const struct native *n, struct followed *out)
{
    jmp_buf back;
    f->m->most = f->tmp->most = MEMORY_MAX;
    f->m->out = f->tmp->out = r->m.out = &back;
    r->m.most = ARENA_MAX;
    if (setjmp(back))
        return false;
    return follow_all(f, n, out);
}

/* The member of the line that is an object, with its text. */
static bool
set_root(struct follow *f, struct slice name, struct slice text)
{
    struct root *r = &f->roots[f->n_roots];
    *r = (struct root){.name = name, .text = text};
    for (uint32_t i = 0; i < f->line.n; i++)
        if (slice_same(name, (struct slice){f->line.members[i].key.text, f->line.members[i].key.n}))
            r->v = &f->line.members[i].val;
    f->n_roots++;
    return r->v && r->v->kind == K_OBJECT;
}

struct followed *
follow_native(struct run *r, struct native *n, const struct input *in, struct slice raw, struct slice context,
              bool (*varies)(struct slice name))
{
    static struct memory tmp; /* used again */
    struct followed *out = xcalloc(1, sizeof *out);
    out->memory = xcalloc(1, sizeof *out->memory);
    struct follow f = {.r = r,
                       .m = &out->memory->found,
                       .tmp = &tmp,
                       .line = in->head.line,
                       .varies = varies,
                       .n_slots = n->slots};
    set_builtins(&f);
    bool good = set_root(&f, SLICE("raw"), raw) && (!context.p || set_root(&f, SLICE("context"), context)) &&
                follow_within(&f, r, n, out);
    memory_reset(&tmp);
    r->top = 0;
    if (good)
        return out;
    out->n_outputs = 0; /* they may be half made */
    followed_free(out);
    return NULL;
}

bool
followed_is_value(struct slice text)
{
    static struct reader reader; /* memory is used again */
    static struct buf copy;
    struct val v;
    reader.deepest = DEPTH_MAX - FOLLOW_DEPTH_MAX - 8;
    read_reset(&reader);
    buf_reset(&copy);
    buf_room(&copy, text.n + READ_SPARE);
    memcpy(copy.p, text.p, text.n);
    memset(copy.p + text.n, 0, READ_SPARE);
    copy.n = text.n;
    return read_text(&reader, &copy, &reader.root, &v);
}
