#include "holes.h"

#include "key.h"

#define LINE_MOST 60000 /* bytes of a line that becomes a stencil */
#define KEY_MOST 64     /* bytes of the name of a member that may be steady */

struct member { /* of an object in the line, and what its value is */
    const char *name;
    int what;
};

struct finder {
    struct holes *h;
    const char *line;
};

static bool
is_bound(const struct holes *h, int what)
{
    return what >= 0 ? h->bound[what] : what == HOLE_TOOL || what == HOLE_TARGET;
}

static bool
add_hole(struct finder *f, struct slice value, int what)
{
    if (f->h->n == STENCIL_HOLES)
        return false;
    f->h->at[f->h->n++] = (struct stencil_hole){value, (signed char)what, is_bound(f->h, what)};
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

/* A value that is part of the text or a hole. where: what its object is, which tells members of one name
 * apart. */
static bool
add_value(struct finder *f, int where, struct slice key, struct slice value, int what)
{
    static const bool named[F_COUNT] = {[F_ID] = true};
    char text[KEY_MOST];
    bool bound = is_bound(f->h, what), may = what >= 0 ? !named[what] : bound || what == HOLE_NONE;
    if (!may || (f->h->narrow && !bound) || key.n >= sizeof text)
        return add_hole(f, value, what);
    *text = (char)where;
    memcpy(text + 1, key.p, key.n);
    if (!steady_is(&f->h->steady, (struct slice){text, key.n + 1}, value))
        return add_hole(f, value, what);
    return what == HOLE_NONE || add_mark(f, MARK_TEXT, value.p, value.n, what);
}

static bool
has_escape(struct slice key)
{
    return memchr(key.p, '\\', key.n) != NULL;
}

/* Members that are not named are nobody's. */
static bool
find_in_object(struct finder *f, int where, struct slice object, const struct member *members)
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
        if (!add_value(f, where, key, value, what))
            return false;
    }
    return !w.why;
}

static bool
find_in_component(struct finder *f, struct slice value)
{
    static const struct member members[] = {
        {"name", HOLE_NAME}, {"purl", HOLE_PURL}, {"fixed_version", HOLE_FIXED}, {NULL, 0}};
    return json_is_null(value) || find_in_object(f, F_COMPONENT, value, members);
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
        if (!p || *element != '{' || !add_mark(f, MARK_TEXT, element, 0, HOLE_SOURCE) ||
            !find_in_object(f, F_SOURCES, (struct slice){element, (size_t)(p - element)}, members))
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
        return add_value(f, F_COUNT, key, value, field);
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

static void
add_same(struct holes *h, int what, struct slice value)
{
    buf_byte(&h->same, (char)what);
    key_part(&h->same, value);
}

void
holes_same(struct holes *h, const struct stencils *s, const struct stencil_line *from, struct slice line)
{
    const char *start = line.p;
    h->same.n = 0;
    for (size_t i = 0; i <= from->n; i++) {
        size_t n;
        const struct stencil_mark *m = stencils_marks(s, from->pieces[i], &n);
        for (; n; n--, m++)
            if (m->sort == MARK_TEXT && (m->what == HOLE_SOURCE || is_bound(h, m->what)))
                add_same(h, m->what, (struct slice){start + m->at, m->n});
        if (i == from->n)
            break;
        int what = stencils_what(s, from->pieces[i]);
        if (is_bound(h, what))
            add_same(h, what, from->values[i]);
        start = from->values[i].p + from->values[i].n;
    }
}

void
holes_free(struct holes *h)
{
    steady_free(&h->steady);
    buf_free(&h->same);
}
