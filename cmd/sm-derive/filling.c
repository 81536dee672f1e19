#include "filling.h"

static void
begin_span(struct filling *f, const struct stencil_mark *m, size_t hole)
{
    f->spans[f->n_spans].what = m->what;
    f->spans[f->n_spans].first = (unsigned char)hole;
    f->spans[f->n_spans].begin = m->at;
}

static void
end_span(struct filling *f, const struct stencil_mark *m, size_t hole)
{
    f->spans[f->n_spans].last = (unsigned char)hole;
    f->spans[f->n_spans++].end = m->at;
}

/* What stands in the piece that begins there, behind so many holes. */
static size_t
read_piece(struct filling *f, const struct stencils *s, uint32_t piece, const char *start, size_t hole,
           struct pool *pool)
{
    size_t n, taken = 0;
    const struct stencil_mark *m = stencils_marks(s, piece, &n);
    for (; n; n--, m++) {
        if (m->sort == MARK_BEGIN) {
            begin_span(f, m, hole);
        } else if (m->sort == MARK_END) {
            end_span(f, m, hole);
        } else if (m->what >= 0 || m->what == HOLE_OTHER) {
            struct slice text = {pool_copy(pool, start + m->at, m->n), m->n};
            *(m->what == HOLE_OTHER ? &f->names[hole] : &f->same.f[m->what]) = text;
            taken += m->n;
        }
    }
    return taken;
}

size_t
filling_make(struct filling *f, const struct stencils *s, const struct stencil_line *from, struct slice line,
             struct pool *pool)
{
    const char *start = line.p;
    size_t taken = from->n * (sizeof *f->what + sizeof *f->names);
    *f = (struct filling){.n = from->n,
                          .what = pool_alloc(pool, from->n),
                          .names = pool_alloc(pool, from->n * sizeof *f->names)};
    for (size_t i = 0; i <= from->n; i++) {
        taken += read_piece(f, s, from->pieces[i], start, i, pool);
        if (i == from->n)
            break;
        f->what[i] = stencils_what(s, from->pieces[i]);
        start = from->values[i].p + from->values[i].n;
    }
    return taken;
}

/* Behind the first holes of the line. */
static inline const char *
behind(const struct stencil_line *from, struct slice line, size_t holes)
{
    return holes ? from->values[holes - 1].p + from->values[holes - 1].n : line.p;
}

bool
filling_fill(const struct filling *f, const struct stencil_line *from, struct slice line,
             struct subject_reader *reader)
{
    struct finding *to = &reader->finding;
    if (from->high && !walk_is_utf8(line))
        return false;
    pool_reset(&reader->pool);
    *to = f->same;
    walk_begin(&reader->walk, !from->escape);
    for (size_t i = 0; i < f->n; i++) {
        int what = f->what[i];
        if (what >= 0)
            to->f[what] = from->values[i];
        else if (what >= HOLE_FIXED)
            reader->walk.component[HOLE_NAME - what] = from->values[i];
        else if (what == HOLE_OTHER)
            finding_take_other(to, f->names[i], from->values[i], &reader->pool);
    }
    for (size_t i = 0; i < f->n_spans; i++) {
        const struct filling_span *span = &f->spans[i];
        const char *begin = behind(from, line, span->first) + span->begin;
        to->f[span->what] =
            (struct slice){begin, (size_t)(behind(from, line, span->last) + span->end - begin)};
    }
    reader->walk.component_known = to->f[F_COMPONENT].n && *to->f[F_COMPONENT].p == '{';
    return true;
}
