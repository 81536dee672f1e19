#include "verbatim.h"

#include "component.h"
#include "ids.h"
#include "limits.h"
#include "plain.h"
#include "spare.h"

#define CHECKS_MAX 24
#define STEPS_MAX 24
#define TYPE_MAX 64 /* bytes of a purl up to its name */

enum check_kind {
    IS_LINE,  /* and nothing else is asked */
    IS_FIRST, /* a line, of a text that goes on behind it */
    IS_ALL,   /* a line that says something */
    IS_CVE,
    IS_TIME,
    IS_PURL
};

struct check {
    const struct place_text *text;
    enum check_kind kind;
    size_t most; /* bytes */
};

struct step {
    struct slice before;
    const struct slice *text;
};

struct verbatim {
    struct check checks[CHECKS_MAX];
    struct step steps[STEPS_MAX];
    struct slice rest;
    size_t n_checks, n_steps;
    size_t fixed;         /* bytes of what stands around the texts, at most */
    size_t room;          /* on the line at hand; 0: they are not plain there */
    char start[TYPE_MAX]; /* of a purl like the one before, with the slash in front of its name */
    size_t start_n;       /* 0: there was none */
    char type_text[TYPE_MAX + SLICE_SPARE];
    struct slice type; /* of such a purl, as JSON */
};

struct making {
    struct verbatim *v;
    const struct followed_member *m;
    const struct place *places;
    const struct place_text *texts;
    struct buf text; /* to stand before what comes next */
    struct pool *pool;
};

static bool
add_check(struct making *k, const struct place_text *text, enum check_kind kind, size_t most)
{
    if (k->v->n_checks == CHECKS_MAX)
        return false;
    k->v->checks[k->v->n_checks++] = (struct check){text, kind, most};
    return true;
}

static struct slice
lasting(struct making *k)
{
    struct slice s = slice_copy_spare(k->pool, buf_as_slice(&k->text));
    k->v->fixed += s.n;
    k->text.n = 0;
    return s;
}

static bool
add_step(struct making *k, const struct slice *text)
{
    if (k->v->n_steps == STEPS_MAX)
        return false;
    k->v->steps[k->v->n_steps++] = (struct step){lasting(k), text};
    return true;
}

/* Does what stands there change from line to line? */
static bool
is_place(const struct making *k, const struct followed_piece *p)
{
    return p->place != FOLLOW_PLACES_MAX && !k->places[p->place].head;
}

/* What does not. */
static struct slice
fixed_text(const struct making *k, const struct followed_piece *p)
{
    return p->place == FOLLOW_PLACES_MAX ? p->fixed : k->texts[p->place].text;
}

static bool
is_line(const struct making *k, const struct followed_piece *p)
{
    return p->place == FOLLOW_PLACES_MAX ? p->line : k->texts[p->place].line && !p->number;
}

/* Fixed pieces that make a line with others, which have no blanks at their ends. */
static bool
make_line(const struct making *k, const struct followed_piece *pieces, size_t n, size_t *fixed,
          size_t *places)
{
    char before = ' ';
    bool good = true;
    for (size_t i = 0; i < n; i++) {
        if (is_place(k, &pieces[i])) {
            good &= !pieces[i].number;
            before = '.';
            ++*places;
            continue;
        }
        struct slice s = fixed_text(k, &pieces[i]);
        if (!s.n)
            continue;
        good &= is_line(k, &pieces[i]) && (*s.p != ' ' || before != ' ');
        *fixed += s.n;
        before = s.p[s.n - 1];
    }
    return good && before != ' ';
}

/* A string of at most so many bytes. */
static bool
add_pieces(struct making *k, const struct followed_piece *pieces, size_t n, size_t most)
{
    size_t fixed = 0, places = 0;
    if (!make_line(k, pieces, n, &fixed, &places) || fixed >= most)
        return false;
    bool first = true, good = true;
    buf_byte(&k->text, '"');
    for (size_t i = 0; good && i < n; i++) {
        const struct place_text *text = k->texts + pieces[i].place;
        if (!is_place(k, &pieces[i])) {
            struct slice s = fixed_text(k, &pieces[i]);
            good = !first || !s.n || !plain_may_begin_nothing(s);
            buf_slice(&k->text, s);
            first &= !s.n;
            continue;
        }
        good = add_check(k, text,
                         !first                  ? IS_LINE
                         : places == 1 && !fixed ? IS_ALL
                                                 : IS_FIRST,
                         (most - fixed) / places) &&
               add_step(k, &text->text);
        first = false;
    }
    buf_byte(&k->text, '"');
    return good;
}

static bool
add_text(struct making *k, json_val *value, size_t most)
{
    size_t n;
    const struct followed_piece *pieces = followed_pieces(k->m, value, &n);
    return pieces && json_type(value) == JSON_STRING && add_pieces(k, pieces, n, most);
}

/* One place that is a string as a whole, or NULL. */
static const struct place_text *
only_place(const struct making *k, json_val *value)
{
    size_t n;
    const struct followed_piece *pieces = followed_pieces(k->m, value, &n);
    bool one = pieces && n == 1 && is_place(k, pieces) && !pieces->number && json_type(value) == JSON_STRING;
    return one ? k->texts + pieces->place : NULL;
}

/* The text of a place that is one string as a whole. */
static bool
add_whole(struct making *k, json_val *value, const char *before, enum check_kind kind, const char *after)
{
    const struct place_text *text = only_place(k, value);
    buf_text(&k->text, before);
    bool good = text && add_check(k, text, kind, SIZE_MAX) && add_step(k, &text->text);
    buf_text(&k->text, after);
    return good;
}

static bool
is_missing(json_val *v)
{
    return !v || json_type(v) == JSON_NULL;
}

/* Alone, or among nulls. */
static bool
add_cve(struct making *k, json_val *value)
{
    struct json_iter it = json_each(value);
    json_val *one, *found = json_type(value) == JSON_ARRAY ? NULL : value;
    while (json_type(value) == JSON_ARRAY && json_next(&it, NULL, &one)) {
        if (found && !is_missing(one))
            return false;
        found = is_missing(one) ? found : one;
    }
    return add_whole(k, found, "[\"", IS_CVE, "\"]");
}

/* A component's member that is a text, if there is one. */
static bool
add_member(struct making *k, const char *name, json_val *value)
{
    size_t n, at = k->text.n;
    if (is_missing(value))
        return true;
    buf_format(&k->text, "%s\"%s\":", k->v->n_steps || at ? "," : "{", name);
    if (followed_pieces(k->m, value, &n))
        return add_text(k, value, TEXT_MAX);
    if (json_type(value) != JSON_STRING)
        return false;
    if (!plain_text(&k->text, value))
        k->text.n = at;
    return true;
}

/* Its own type stands behind it. */
static bool
add_purl(struct making *k, json_val *value)
{
    k->v->fixed += TYPE_MAX;
    return add_whole(k, value, ",\"purl\":\"", IS_PURL, "\",\"type\":") && add_step(k, &k->v->type);
}

/* One that lacks nothing that its purl could say, or has no purl and no type to make one from. */
static bool
add_component(struct making *k, json_val *value)
{
    json_val *name = json_get(value, "name"), *version = json_get(value, "version"),
             *purl = json_get(value, "purl");
    size_t n;
    if (json_type(value) != JSON_OBJECT || !followed_pieces(k->m, name, &n))
        return false;
    if (is_missing(purl) ? !is_missing(json_get(value, "type")) : !followed_pieces(k->m, version, &n))
        return false;
    if (!add_member(k, "name", name) || !add_member(k, "version", version) ||
        !add_member(k, "fixed_version", json_get(value, "fixed_version")) ||
        (!is_missing(purl) && !add_purl(k, purl)))
        return false;
    buf_byte(&k->text, '}');
    return true;
}

static bool
add_value(struct making *k, value_fn take, json_val *value)
{
    if (take == value_id)
        return add_text(k, value, SIZE_MAX);
    if (take == value_text)
        return add_text(k, value, TEXT_MAX);
    if (take == value_title)
        return add_text(k, value, TITLE_MAX);
    if (take == value_cve)
        return add_cve(k, value);
    if (take == value_time)
        return add_whole(k, value, "\"", IS_TIME, "\"");
    return take == value_component && add_component(k, value);
}

struct verbatim *
verbatim_new(const struct field *f, const struct followed_member *m, const struct place *places,
             const struct place_text *texts, struct pool *pool)
{
    struct verbatim *v = pool_alloc(pool, sizeof *v);
    struct making k = {.v = v, .m = m, .places = places, .texts = texts, .pool = pool};
    *v = (struct verbatim){.n_checks = 0};
    bool good = add_value(&k, f->take, m->value) && v->n_steps;
    v->rest = lasting(&k);
    buf_free(&k.text);
    return good ? v : NULL;
}

/* A purl with the type of the one before, and a name behind it. */
static bool
is_purl(struct verbatim *v, struct slice s)
{
    if (s.n <= v->start_n || memcmp(s.p, v->start, v->start_n) != 0 || !v->start_n) {
        static struct buf type; /* memory is used again */
        type.n = v->start_n = 0;
        size_t n = component_purl_start(s, &type);
        if (!n || n > TYPE_MAX || type.n > TYPE_MAX)
            return false;
        memcpy(v->start, s.p, v->start_n = n);
        memcpy(v->type_text, type.p, v->type.n = type.n);
        v->type.p = v->type_text;
        return true;
    }
    return s.n >= PURL_LEAST && s.p[v->start_n] != '?' && s.p[v->start_n] != '#';
}

static inline bool
passes(struct verbatim *v, const struct check *c)
{
    struct slice s = c->text->text;
    if (!c->text->line || s.n > c->most)
        return false;
    switch (c->kind) {
    case IS_LINE:
        return true;
    case IS_FIRST:
        return !plain_may_begin_nothing(s);
    case IS_ALL:
        return !plain_may_be_nothing(s) || !plain_is_nothing(s);
    case IS_CVE:
        return ids_is_cve(s);
    case IS_TIME:
        return value_time_is_canonical(s);
    case IS_PURL:
        return is_purl(v, s);
    }
    return false;
}

void
verbatim_start(struct verbatim *v, struct slice before, struct pool *pool)
{
    struct slice *first = &v->steps[0].before;
    static struct buf text; /* memory is used again */
    text.n = 0;
    buf_slice(&text, before);
    buf_slice(&text, *first);
    *first = slice_copy_spare(pool, buf_as_slice(&text));
    v->fixed += before.n;
}

size_t
verbatim_fits(struct verbatim *v)
{
    size_t room = v->fixed;
    v->room = 0;
    for (size_t i = 0; i < v->n_checks; i++) {
        if (!passes(v, &v->checks[i]))
            return 0;
        room += v->checks[i].text->text.n;
    }
    return v->room = room;
}

char *
verbatim_put(char *to, const struct verbatim *v)
{
    if (!v->room)
        return NULL;
    for (size_t i = 0; i < v->n_steps; i++)
        to = slice_put_spare(slice_put_spare(to, v->steps[i].before), *v->steps[i].text);
    return slice_put_spare(to, v->rest);
}
