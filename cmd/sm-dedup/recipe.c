#include "recipe.h"

#include <stdio.h>
#include <stdlib.h>

#include "mem.h"

#define RECIPES_MAX 64  /* shapes of lines */
#define CATEGORY_MAX 32 /* bytes */

/* Which string of a line: a field, or a value in one (PLAIN_LEAVES numbers for each container). */
#define NOWHERE UINT16_MAX
#define INSIDE(container, i) ((uint16_t)(F_COUNT + (container)*PLAIN_LEAVES + (i)))

struct shape { /* these fields, this category, and what is in each array and object */
    unsigned shown;
    struct slice category;
    uint64_t layout[PLAIN_CONTAINERS];
};

struct recipe {
    struct shape shape; /* its category in text */
    char text[CATEGORY_MAX];
    bool good;
    struct key_spec spec;
    uint16_t *from; /* for each part: where its text comes from, and its name; NOWHERE: always the same */
};

static const struct plain_inside *
inside(const struct plain *line, int field)
{
    int container = plain_container(field);
    return container < 0 ? NULL : &line->inside[container];
}

/* false: the line has no shape, or a field is no text that is no array or object either. */
static bool
shape_of(const struct plain *line, unsigned shown, struct shape *shape)
{
    *shape = (struct shape){shown, plain_string(line->f.f[F_CATEGORY]), {0}};
    for (unsigned i = 0; i < KEY_IDENTITY; i++) {
        if (!(shown & 1u << i))
            continue;
        const struct plain_inside *in = inside(line, (int)key_identity[i]);
        if (in ? in->unknown : *line->f.f[key_identity[i]].p != '"')
            return false;
        if (in)
            shape->layout[plain_container((int)key_identity[i])] = in->layout;
    }
    return shape->category.n <= CATEGORY_MAX;
}

static bool
same_shape(const struct shape *a, const struct shape *b)
{
    return a->shown == b->shown && slice_same(a->category, b->category) &&
           memcmp(a->layout, b->layout, sizeof a->layout) == 0;
}

/* ---- a line of the shape with strings that say where they stand ---- */

#define MARK "\x7f" /* no program has it in its texts */

static void
write_marked(struct buf *b, const struct plain *line, enum finding_field field)
{
    struct slice json = line->f.f[field];
    const struct plain_inside *in = inside(line, (int)field);
    const char *p = json.p;
    if (!in && field != F_CATEGORY) {
        buf_format(b, "\"" MARK "%d\"", (int)field);
        return;
    }
    for (unsigned i = 0; in && i < in->n; i++) {
        struct slice leaf = line->leaf[in->first + i];
        buf_add(b, p, (size_t)(leaf.p - p));
        if (*leaf.p == '"')
            buf_format(b, "\"" MARK "%d\"", (int)INSIDE(plain_container((int)field), i));
        else
            buf_slice(b, leaf);
        p = leaf.p + leaf.n;
    }
    buf_add(b, p, (size_t)(json.p + json.n - p));
}

static void
write_line(struct buf *b, const struct plain *line, unsigned shown)
{
    char separator = '{';
    b->n = 0;
    for (unsigned i = 0; i < KEY_IDENTITY; i++) {
        if (!(shown & 1u << i))
            continue;
        size_t before = b->n;
        finding_write_name(b, key_identity[i]);
        b->p[before] = separator;
        separator = ',';
        write_marked(b, line, key_identity[i]);
    }
    buf_text(b, separator == '{' ? "{}" : "}");
}

static bool
is_category(struct slice member)
{
    return slice_is(member, "category");
}

/* Where a text of the output comes from. Any other is kept. */
static uint16_t
place_of(struct slice *text, bool *good)
{
    unsigned at = 0;
    if (!slice_starts(*text, MARK)) {
        if (text->p)
            text->p = xstrndup(text->p, text->n);
        return NOWHERE;
    }
    for (size_t i = 1; i < text->n; i++)
        at = at * 10 + (unsigned)(text->p[i] - '0');
    *good &= text->n > 1 && text->n < 5 && at < INSIDE(PLAIN_CONTAINERS, 0);
    *text = (struct slice){0};
    return (uint16_t)at;
}

static void
learn(struct recipes *r, struct programs *program, struct recipe *to, const struct plain *line)
{
    const char *why;
    write_line(&r->text, line, to->shape.shown);
    struct slice text = buf_as_slice(&r->text);
    if (!programs_copies(program, 0, text, is_category) || !programs_run(program, text, &why) ||
        programs_error(program, 0) || programs_count(program, 0) != 1 ||
        key_spec_read(&to->spec, programs_value(program, 0, 0)))
        return;
    to->good = true;
    to->from = xcalloc(2 * to->spec.parts + 1, sizeof *to->from);
    for (size_t i = 0; i < to->spec.parts; i++) {
        to->from[2 * i] = place_of(&to->spec.part[i].text, &to->good);
        to->from[2 * i + 1] = place_of(&to->spec.part[i].name, &to->good);
    }
}

static inline struct slice
text_at(const struct plain *line, uint16_t place)
{
    if (place < F_COUNT)
        return plain_string(line->f.f[place]);
    unsigned i = place - F_COUNT;
    return plain_string(line->leaf[line->inside[i / PLAIN_LEAVES].first + i % PLAIN_LEAVES]);
}

const struct key_spec *
recipe_follow(struct recipe *r, const struct plain *line)
{
    for (size_t i = 0; i < r->spec.parts; i++) {
        const uint16_t *from = &r->from[2 * i];
        if (from[0] != NOWHERE)
            r->spec.part[i].text = text_at(line, from[0]);
        if (from[1] != NOWHERE)
            r->spec.part[i].name = text_at(line, from[1]);
    }
    return &r->spec;
}

static struct recipe *
if_good(struct recipe *r)
{
    return r->good ? r : NULL;
}

struct recipe *
recipe_of(struct recipes *r, struct programs *program, unsigned shown, const struct plain *line)
{
    struct shape shape;
    if (!shape_of(line, shown, &shape))
        return NULL;
    if (r->n && same_shape(&r->at[r->last].shape, &shape))
        return if_good(&r->at[r->last]);
    for (size_t i = 0; i < r->n; i++)
        if (same_shape(&r->at[i].shape, &shape))
            return if_good(&r->at[r->last = i]);
    if (r->n == RECIPES_MAX)
        return NULL;
    if (!r->n)
        r->at = xcalloc(RECIPES_MAX, sizeof *r->at);
    struct recipe *to = &r->at[r->last = r->n++];
    to->shape = shape;
    if (shape.category.p)
        to->shape.category.p = memcpy(to->text, shape.category.p, shape.category.n);
    learn(r, program, to, line);
    return if_good(to);
}

void
recipes_free(struct recipes *r)
{
    for (size_t i = 0; i < r->n; i++) {
        struct recipe *p = &r->at[i];
        for (size_t k = 0; p->from && k < p->spec.parts; k++) {
            if (p->from[2 * k] == NOWHERE)
                free((char *)(uintptr_t)p->spec.part[k].text.p);
            if (p->from[2 * k + 1] == NOWHERE)
                free((char *)(uintptr_t)p->spec.part[k].name.p);
        }
        key_spec_free(&p->spec);
        free(p->from);
    }
    free(r->at);
    buf_free(&r->text);
}
