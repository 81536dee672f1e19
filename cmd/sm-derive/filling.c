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

/* The text that stands there. */
static void
take_text(struct filling *f, const struct stencil_mark *m, struct slice text, size_t hole)
{
    if (m->what == HOLE_OTHER)
        f->others[f->n_others++] = (struct filling_other){hole, text};
    else
        f->finding.f[m->what] = text;
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
            take_text(f, m, (struct slice){pool_copy(pool, start + m->at, m->n), m->n}, hole);
            taken += m->n;
        }
    }
    return taken;
}

static void
take_hole(struct filling *f, size_t hole, int what)
{
    struct filling_hole to = {(unsigned char)hole, (unsigned char)(what >= 0 ? what : HOLE_NAME - what)};
    if (what >= 0)
        f->members[f->n_members++] = to;
    else if (what >= HOLE_FIXED)
        f->component[f->n_component++] = to;
}

size_t
filling_make(struct filling *f, const struct stencils *s, const struct stencil_line *from, struct slice line,
             struct pool *pool)
{
    const char *start = line.p;
    size_t taken = from->n * (2 * sizeof *f->members + sizeof *f->others);
    *f = (struct filling){.members = pool_alloc(pool, from->n * sizeof *f->members),
                          .component = pool_alloc(pool, from->n * sizeof *f->component),
                          .others = pool_alloc(pool, from->n * sizeof *f->others)};
    for (size_t i = 0; i <= from->n; i++) {
        taken += read_piece(f, s, from->pieces[i], start, i, pool);
        if (i == from->n)
            break;
        take_hole(f, i, stencils_what(s, from->pieces[i]));
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
filling_fill(struct filling *f, const struct stencil_line *from, struct slice line,
             struct subject_reader *reader)
{
    struct finding *to = &f->finding;
    if (from->high && !walk_is_utf8(line))
        return false;
    pool_reset(&reader->pool);
    reader->f = to;
    to->others = 0;
    walk_begin(&reader->walk, !from->escape);
    for (size_t i = 0; i < f->n_members; i++)
        to->f[f->members[i].to] = from->values[f->members[i].hole];
    for (size_t i = 0; i < f->n_component; i++)
        reader->walk.component[f->component[i].to] = from->values[f->component[i].hole];
    for (size_t i = 0; i < f->n_others; i++)
        finding_take_other(to, f->others[i].name, from->values[f->others[i].hole], &reader->pool);
    for (size_t i = 0; i < f->n_spans; i++) {
        const struct filling_span *span = &f->spans[i];
        const char *begin = behind(from, line, span->first) + span->begin;
        to->f[span->what] =
            (struct slice){begin, (size_t)(behind(from, line, span->last) + span->end - begin)};
    }
    reader->walk.component_known = to->f[F_COMPONENT].n && *to->f[F_COMPONENT].p == '{';
    return true;
}
