#include "holes.h"

#include "mem.h"

#define LINE_MOST 60000 /* bytes of a line that becomes a stencil */

struct member { /* of an object in the line, and what its value is */
    const char *name;
    int what;
};

struct finder {
    struct holes *h;
    const char *line;
};

static bool
add_hole(struct finder *f, struct slice value, int what)
{
    if (f->h->n == STENCIL_HOLES)
        return false;
    f->h->at[f->h->n++] = (struct stencil_hole){value, (signed char)what};
    return true;
}

static bool
add_mark(struct finder *f, enum mark_sort sort, const char *at, size_t n, int what)
{
    if (f->h->n_marks == sizeof f->h->marks / sizeof *f->h->marks)
        return false;
    f->h->marks[f->h->n_marks++] = (struct stencil_mark){(unsigned char)sort, (signed char)what,
                                                         (unsigned short)(at - f->line), (unsigned short)n};
    return true;
}

static bool
has_escape(struct slice key)
{
    return memchr(key.p, '\\', key.n) != NULL;
}

/* Members that are not named are nobody's. */
static bool
find_in_object(struct finder *f, struct slice object, const struct member *members)
{
    struct json_walk w;
    struct slice key, value;
    unsigned seen = 0;
    if (!json_walk(&w, object))
        return false;
    while (json_walk_next(&w, &key, &value) > 0) {
        int what = HOLE_NONE;
        if (has_escape(key))
            return false;
        for (unsigned i = 0; members[i].name; i++) {
            if (!slice_is(key, members[i].name))
                continue;
            if (seen & 1u << i)
                return false; /* the last one counts */
            seen |= 1u << i;
            what = members[i].what;
        }
        if (!add_hole(f, value, what))
            return false;
    }
    return !w.why;
}

static bool
find_in_component(struct finder *f, struct slice value)
{
    static const struct member members[] = {
        {"name", HOLE_NAME}, {"purl", HOLE_PURL}, {"fixed_version", HOLE_FIXED}, {NULL, 0}};
    return json_is_null(value) || find_in_object(f, value, members);
}

static bool
find_in_sources(struct finder *f, struct slice value)
{
    static const struct member members[] = {{"source_tool", HOLE_TOOL}, {"target", HOLE_TARGET}, {NULL, 0}};
    const char *p = value.p, *end = value.p + value.n, *why;
    if (json_is_null(value) || slice_is(value, "[]"))
        return true;
    if (*p != '[')
        return false;
    do {
        const char *element = p + 1;
        p = json_skip(element, end, &why);
        if (!p || *element != '{' ||
            !find_in_object(f, (struct slice){element, (size_t)(p - element)}, members))
            return false;
    } while (p < end && *p == ',');
    return p + 1 == end && *p == ']';
}

static bool
find_member(struct finder *f, int field, struct slice key, struct slice value)
{
    size_t before = f->h->n, mark = f->h->n_marks;
    if (slice_is(key, "kind"))
        return true;
    if (field < 0)
        return add_mark(f, MARK_TEXT, key.p, key.n, HOLE_OTHER) && add_hole(f, value, HOLE_OTHER);
    if (field != F_COMPONENT && field != F_SOURCES)
        return add_hole(f, value, field);
    if (!add_mark(f, MARK_TEXT, value.p, value.n, field) ||
        !(field == F_COMPONENT ? find_in_component(f, value) : find_in_sources(f, value)))
        return false;
    if (f->h->n == before)
        return true;
    f->h->marks[mark].sort = MARK_BEGIN;
    return add_mark(f, MARK_END, value.p + value.n, 0, field);
}

bool
holes_find(struct holes *h, struct slice line)
{
    struct finder f = {h, line.p};
    struct json_walk w;
    struct slice key, value;
    bool seen[F_COUNT + 1] = {false};
    h->n = h->n_marks = 0;
    if (line.n > LINE_MOST || !json_walk(&w, line))
        return false;
    while (json_walk_next(&w, &key, &value) > 0) {
        int field = finding_field(key);
        bool *again = field >= 0 ? &seen[field] : slice_is(key, "kind") ? &seen[F_COUNT] : NULL;
        if (has_escape(key) || (again && *again))
            return false; /* the last one counts */
        if (again)
            *again = true;
        if (!find_member(&f, field, key, value))
            return false;
    }
    return !w.why;
}

/* ---- filling ---- */

void
form_read(struct form *f, const struct stencils *s, const struct stencil_line *l)
{
    f->n = l->n;
    memcpy(f->pieces, l->pieces, (l->n + 1) * sizeof *l->pieces);
    for (size_t i = 0; i < l->n; i++) {
        size_t marks;
        (void)stencils_marks(s, l->pieces[i], &marks);
        f->marked[i] = marks > 0;
        f->what[i] = stencils_what(s, l->pieces[i]);
    }
}

/* The name of the member that follows, if it is no field of ours. */
static struct slice
fill_piece(const struct stencils *s, uint32_t piece, const char *start, struct finding *to)
{
    struct slice name = {0};
    size_t n;
    const struct stencil_mark *m = stencils_marks(s, piece, &n);
    for (; n; n--, m++) {
        const char *at = start + m->at;
        if (m->what == HOLE_OTHER)
            name = (struct slice){at, m->n};
        else if (m->sort == MARK_END)
            to->f[m->what].n = (size_t)(at - to->f[m->what].p);
        else
            to->f[m->what] = (struct slice){at, m->n};
    }
    return name;
}

bool
holes_fill(const struct stencils *s, const struct form *form, const struct stencil_line *from,
           struct slice line, struct subject_reader *reader)
{
    struct finding *to = &reader->finding;
    const char *start = line.p;
    if (from->high && !walk_is_utf8(line))
        return false;
    pool_reset(&reader->pool);
    memset(to, 0, sizeof *to);
    walk_begin(&reader->walk, !from->escape);
    for (size_t i = 0; i < from->n; i++) {
        struct slice value = from->values[i], name = {0};
        int what = form->what[i];
        if (form->marked[i])
            name = fill_piece(s, from->pieces[i], start, to);
        if (what >= 0)
            to->f[what] = value;
        else if (what >= HOLE_FIXED)
            reader->walk.component[HOLE_NAME - what] = value;
        else if (what == HOLE_OTHER)
            finding_take_other(to, name, value, &reader->pool);
        start = value.p + value.n;
    }
    (void)fill_piece(s, from->pieces[from->n], start, to);
    reader->walk.component_known = to->f[F_COMPONENT].n && *to->f[F_COMPONENT].p == '{';
    return true;
}
