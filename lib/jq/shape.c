#include "shape.h"

#include "../limits.h"

static struct shape *
new_shape(struct shapes *all)
{
    if (all->n == RECORD_SHAPES_MAX)
        return NULL;
    all->memory.most = SIZE_MAX;
    struct shape *s = memory_take(&all->memory, sizeof *s);
    *s = (struct shape){.id = all->n++};
    return s;
}

struct shape *
shape_root(struct shapes *all, struct shape **place)
{
    if (!*place)
        *place = new_shape(all);
    return *place;
}

struct shape *
shape_with(struct shapes *all, struct shape *s, struct val key)
{
    for (struct shape *k = s->behind; k; k = k->next)
        if (val_same_text(k->key, key))
            return s->usual = k;
    if (s->n == SHAPE_KEYS_MAX || s->branches == SHAPE_BRANCHES_MAX || key.n > SHAPE_KEY_MAX ||
        key.form != CLEAN || shape_place(s, key) != SHAPE_NONE)
        return NULL;
    struct shape *made = new_shape(all);
    if (!made)
        return NULL;
    char *text = memory_take(&all->memory, key.n + 3 + READ_SPARE);
    text[0] = '"';
    memcpy(text + 1, key.text, key.n);
    memcpy(text + 1 + key.n, "\":", 2);
    made->text = text;
    made->text_n = key.n + 3;
    made->key = key;
    made->key.text = text + 1;
    made->n = s->n + 1;
    made->up = s;
    made->next = s->behind;
    s->behind = s->usual = made;
    s->branches++;
    return made;
}

uint32_t
shape_place(const struct shape *s, struct val key)
{
    for (; s->n; s = s->up)
        if (val_same_text(s->key, key))
            return s->n - 1;
    return SHAPE_NONE;
}
