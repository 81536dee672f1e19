#include "beside.h"

#include "limits.h"

#define SHOW_EVERY 512                /* findings, at least: showing costs as much as … */
#define SHOWN_MOST (size_t)(1u << 20) /* … copying so many bytes at most */

static void *
copy(struct pool *pool, const void *from, size_t n)
{
    return memcpy(pool_alloc(pool, n), from, n);
}

static const struct stencil_found *
keep(uint64_t age, const struct stencil_line *line, struct pool *pool)
{
    struct stencil_found *found = pool_alloc(pool, sizeof *found);
    *found = (struct stencil_found){age, *line};
    found->line.values = copy(pool, line->values, line->n * sizeof *line->values);
    found->line.pieces = copy(pool, line->pieces, (line->n + 1) * sizeof *line->pieces);
    found->line.keyed = copy(pool, line->keyed, line->n_keyed);
    return found;
}

/* ---- the thread that reads ---- */

static void
take_shown(struct beside *b)
{
    struct stencils before = b->stencils;
    pthread_mutex_lock(&b->lock);
    bool shows = b->shows;
    if (shows) {
        b->stencils = b->shown;
        b->shown = (struct stencils){0};
        b->shows = false;
    }
    pthread_mutex_unlock(&b->lock);
    if (shows)
        stencils_free(&before);
}

static void
look(void *with, struct read_line *lines, size_t n, struct pool *pool)
{
    struct beside *b = with;
    struct stencil_line line;
    take_shown(b);
    for (size_t i = 0; i < n; i++)
        if (stencils_match(&b->stencils, lines[i].text, &b->room, &line))
            lines[i].found = keep(b->stencils.age, &line, pool);
}

static void
leave(void *with, const struct read_line *lines, size_t n)
{
    struct beside *b = with;
    for (size_t i = 0; i < n; i++) {
        const struct stencil_found *found = lines[i].found;
        if (lines[i].mark)
            spool_add(b->spool, lines[i].text, lines[i].mark - 1, found ? &found->line : NULL);
    }
}

/* ---- the counting thread ---- */

void
beside_begin(struct beside *b, struct spool *spool)
{
    b->spool = spool;
    b->work = (struct read_work){b, look, leave};
    pthread_mutex_init(&b->lock, NULL);
}

const struct stencil_found *
beside_found(const struct read_line *line)
{
    return line ? line->found : NULL;
}

void
beside_show(struct beside *b, const struct stencils *s)
{
    bool same = !s->n || (b->age == s->age && b->nodes == s->n);
    if (++b->since < SHOW_EVERY || same || stencils_memory(s) > SHOWN_MOST)
        return;
    b->since = 0;
    b->age = s->age;
    b->nodes = s->n;
    struct stencils copied = {0}, before;
    stencils_copy(&copied, s);
    pthread_mutex_lock(&b->lock);
    before = b->shown;
    b->shown = copied;
    b->shows = true;
    pthread_mutex_unlock(&b->lock);
    stencils_free(&before);
}

void
beside_put_by(struct read_line *line, struct pool *pool, uint32_t form, const struct stencil_line *holes)
{
    const struct stencil_found *found = line->found;
    if (form && (!found || holes->values != found->line.values))
        line->found = keep(0, holes, pool);
    line->mark = 1 + form;
}

void
beside_free(struct beside *b)
{
    stencils_free(&b->stencils);
    stencils_free(&b->shown);
    pthread_mutex_destroy(&b->lock);
}
