/* Copies of texts, put where a value that was made once has them. */
#include "follow_part.h"

#include <stdlib.h>

/* A copy of all of it, also of what was read. */
struct val
copies_lasting(struct memory *m, struct val v)
{
    struct val key = {0}, one;
    struct member *members = memory_take(m, v.kind >= K_ARRAY ? (v.n + 1) * sizeof *members : 1);
    struct val *items = (struct val *)(void *)members;
    size_t n = 0;
    if (v.kind == K_STRING || (v.kind == K_NUMBER && v.form == TEXT)) {
        uint8_t form = v.form == ROOMY ? PLAIN : v.form;
        v.text = val_copy(m, v.text, v.n).text;
        v.form = form;
    }
    if (v.kind < K_ARRAY)
        return v;
    for (struct each e = val_each(v); val_next(&e, &key, &one); n++)
        if (v.kind == K_ARRAY)
            items[n] = copies_lasting(m, one);
        else
            members[n] = (struct member){copies_lasting(m, key), copies_lasting(m, one)};
    return v.kind == K_ARRAY ? val_items(m, items, n) : val_members(m, members, n);
}

struct slot { /* a string or number of the value that is the text at a place */
    struct val *at;
    struct followed_piece piece;
};

struct joint { /* a string of the value that is put together */
    struct val *at;
    struct followed_piece *pieces;
    size_t n;
    struct buf text;
    struct joint *next;
};

#define NO_PLACE FOLLOW_PLACES_MAX

struct followed_copies {
    struct slot *slots;
    size_t n_slots;
    struct joint *joints;
};

static void
count_slots(struct part p, size_t *n)
{
    *n += p.from == INPUT;
    for (size_t i = 0; p.from == BUILT && i < p.v.n; i++)
        count_slots(p.items[i], n);
}

static bool
may_be_in_line(struct slice s)
{
    bool good = true;
    for (size_t i = 0; i < s.n; i++)
        good &= (unsigned char)s.p[i] >= ' ' && (unsigned char)s.p[i] < 0x7f && s.p[i] != '"' &&
                s.p[i] != '\\' && !(i && s.p[i] == ' ' && s.p[i - 1] == ' ');
    return good;
}

static void
add_joint(struct follow *f, struct followed_copies *c, struct part p, struct val *to)
{
    struct joint *j = memory_take(f->m, sizeof *j);
    *j = (struct joint){.at = to, .n = p.pieces, .next = c->joints};
    j->pieces = memory_take(f->m, p.pieces * sizeof *j->pieces);
    for (size_t i = 0; i < p.pieces; i++) {
        struct part one = p.items[i];
        struct val v = one.from == FIXED ? copies_lasting(f->m, one.v) : one.v;
        j->pieces[i] = (struct followed_piece){{v.text, v.n},
                                               one.from == FIXED ? NO_PLACE : f->nodes[one.node].first,
                                               v.kind == K_NUMBER,
                                               may_be_in_line((struct slice){v.text, v.n})};
    }
    c->joints = j;
}

static void
make(struct follow *f, struct followed_copies *c, struct part p, struct val *to)
{
    struct val *items;
    *to = p.v;
    if (p.from == FIXED) {
        *to = copies_lasting(f->m, p.v);
    } else if (p.from == INPUT) {
        to->form = p.v.kind == K_STRING ? PLAIN : p.v.form;
        c->slots[c->n_slots++] = (struct slot){
            to, {.place = f->nodes[p.node].first, .number = p.v.kind == K_NUMBER, .line = true}};
    } else if (p.from == JOINED) {
        add_joint(f, c, p, to);
    } else if (p.v.kind == K_ARRAY) {
        items = memory_take(f->m, p.v.n * sizeof *items);
        *to = (struct val){.kind = K_ARRAY, .form = PLAIN, .depth = p.v.depth, .n = p.v.n, .items = items};
        for (uint32_t i = 0; i < p.v.n; i++)
            make(f, c, p.items[i], &items[i]);
    } else {
        struct made *made = memory_take(f->m, sizeof *made + p.v.n * sizeof(struct member));
        struct member *m = (struct member *)(void *)(made + 1);
        bool names = p.v.form == MADE;
        if (names)
            *made = *((const struct made *)(const void *)p.v.members - 1);
        to->form = names ? MADE : PLAIN;
        to->members = m;
        for (uint32_t i = 0; i < p.v.n; i++) {
            m[i].key = names ? p.v.members[i].key : copies_lasting(f->m, p.v.members[i].key);
            make(f, c, p.items[i], &m[i].val);
        }
    }
}

struct followed_copies *
copies_of_part(struct follow *f, struct part p, json_val **value)
{
    struct followed_copies *c = memory_take(f->m, sizeof *c);
    struct val *to = memory_take(f->m, sizeof *to);
    size_t n = 0;
    *c = (struct followed_copies){0};
    count_slots(p, &n);
    c->slots = memory_take(f->m, n * sizeof *c->slots);
    make(f, c, p, to);
    *value = (json_val *)to;
    return c;
}

/* Pieces that are lines make a line where no blanks meet. */
static bool
put_together(struct joint *j, const struct place_text *texts)
{
    size_t n = 0;
    bool line = true;
    char before = ' ';
    for (size_t i = 0; i < j->n; i++)
        n += j->pieces[i].place == NO_PLACE ? j->pieces[i].fixed.n : texts[j->pieces[i].place].text.n;
    j->text.n = 0;
    buf_room(&j->text, n);
    char *to = j->text.p;
    for (size_t i = 0; i < j->n; i++) {
        const struct followed_piece *p = &j->pieces[i];
        const struct place_text *t = &texts[p->place == NO_PLACE ? 0 : p->place];
        struct slice s = p->place == NO_PLACE ? p->fixed : t->text;
        if (p->number && !val_number_plain(s.p, s.n))
            return false;
        if (!s.n)
            continue;
        line &= (p->place == NO_PLACE ? p->line : t->line || p->number) && (*s.p != ' ' || before != ' ');
        before = s.p[s.n - 1];
        to = slice_put(to, s);
    }
    j->at->form = line && before != ' ' ? LINE : PLAIN;
    j->at->n = (uint32_t)n;
    j->at->text = j->text.p;
    return true;
}

json_val *
followed_value(struct followed_member *m, const struct place_text *texts)
{
    struct followed_copies *c = m->copies;
    for (size_t i = 0; i < c->n_slots; i++) {
        const struct place_text *t = &texts[c->slots[i].piece.place];
        struct val *to = c->slots[i].at;
        to->text = t->text.p;
        to->n = (uint32_t)t->text.n;
        if (to->kind == K_STRING)
            to->form = t->line ? LINE : PLAIN;
    }
    for (struct joint *j = c->joints; j; j = j->next)
        if (!put_together(j, texts))
            return NULL;
    return m->value;
}

const struct followed_piece *
followed_pieces(const struct followed_member *m, json_val *in, size_t *n)
{
    const struct followed_copies *c = m->copies;
    const struct val *leaf = (const struct val *)(const void *)in;
    *n = 1;
    for (size_t i = 0; i < c->n_slots; i++)
        if (c->slots[i].at == leaf)
            return &c->slots[i].piece;
    for (const struct joint *j = c->joints; j; j = j->next) {
        *n = j->n;
        if (j->at == leaf)
            return j->pieces;
    }
    *n = 0;
    return NULL;
}

void
copies_free(struct followed_copies *c)
{
    for (struct joint *j = c ? c->joints : NULL; j; j = j->next)
        buf_free(&j->text);
}
