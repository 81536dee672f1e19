#include "line_key.h"

#include <stdlib.h>

#include "mem.h"

#define TEXTS (size_t)(F_COUNT - HOLE_LEAST)

static bool
is_bound(const struct line_keys *k, int what)
{
    return what >= 0 ? k->bound[what] : what <= HOLE_TOOL;
}

static struct form *
new_form(struct line_keys *k)
{
    struct form *f = xcalloc(1, sizeof *f);
    f->number = (uint32_t)k->n_forms;
    form_read(f, &k->stencils, &k->line);
    for (size_t i = 0; i < f->n; i++)
        if (is_bound(k, f->what[i]))
            f->bound[f->n_bound++] = (unsigned char)i;
    k->at = xgrow(k->at, &k->cap, k->n_forms + 1, sizeof(struct form *));
    return k->at[k->n_forms++] = f;
}

/* Finds the line's form, mostly that of the line before. */
static bool
find_form(struct line_keys *k, bool learn)
{
    const struct stencil_line *l = &k->line;
    struct slice pieces = {(const char *)l->pieces, (l->n + 1) * sizeof *l->pieces};
    if (k->form && k->form->n == l->n && memcmp(k->form->pieces, pieces.p, pieces.n) == 0)
        return true;
    size_t at = learn ? *map_put(&k->forms, pieces, k->n_forms) : map_get(&k->forms, pieces);
    if (at == MAP_NONE)
        return false;
    k->form = at < k->n_forms ? k->at[at] : new_form(k);
    return true;
}

static void
make_key(struct line_keys *k)
{
    const struct form *f = k->form;
    k->key[0] = f->number;
    for (size_t i = 0; i < f->n_bound; i++) {
        size_t hole = f->bound[i];
        k->key[1 + i] = texts_number(&k->texts[f->what[hole] - HOLE_LEAST], k->line.values[hole]);
    }
    k->n = 1 + f->n_bound;
    k->hash = hash_64(k->key, k->n * sizeof *k->key);
}

bool
line_keys_find(struct line_keys *k, struct slice line)
{
    if (!stencils_match(&k->stencils, line, &k->line) || !find_form(k, false))
        return false;
    make_key(k);
    return true;
}

bool
line_keys_learn(struct line_keys *k, struct slice line)
{
    static struct holes holes;
    if (!k->texts)
        k->texts = xcalloc(TEXTS, sizeof *k->texts);
    if (!stencils_match(&k->stencils, line, &k->line) &&
        (!holes_find(&holes, line) ||
         !stencils_learn(&k->stencils, line, holes.at, holes.n, holes.marks, holes.n_marks) ||
         !stencils_match(&k->stencils, line, &k->line)))
        return false;
    (void)find_form(k, true);
    make_key(k);
    return true;
}

bool
line_keys_fill(const struct line_keys *k, struct slice line, struct subject_reader *reader)
{
    return holes_fill(&k->stencils, k->form, &k->line, line, reader);
}

size_t
line_keys_memory(const struct line_keys *k)
{
    size_t n = stencils_memory(&k->stencils) + k->n_forms * sizeof(struct form) + k->forms.keys.n;
    for (size_t i = 0; k->texts && i < TEXTS; i++)
        n += texts_memory(&k->texts[i]);
    return n;
}

void
line_keys_forget(struct line_keys *k)
{
    stencils_free(&k->stencils);
    for (size_t i = 0; k->texts && i < TEXTS; i++)
        texts_free(&k->texts[i]);
    for (size_t i = 0; i < k->n_forms; i++)
        free(k->at[i]);
    map_free(&k->forms);
    k->form = NULL;
    k->n_forms = 0;
}

void
line_keys_free(struct line_keys *k)
{
    line_keys_forget(k);
    free(k->texts);
    free(k->at);
}
