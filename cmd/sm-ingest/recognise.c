#include "recognise.h"

#include <stdlib.h>
#include <string.h>

#include "hash.h"
#include "jq/holds.h"
#include "mem.h"
#include "skip.h"

#define CONTAINER_BITS 8

#define COMPILED_FEW 4 /* times that only predicates which may hold are compiled; then all are, once */

struct predicates { /* of the formats that read one container */
    struct programs *set;
    size_t *program_of; /* format → its predicate in the set, or SIZE_MAX */
    size_t times;       /* compiled so often */
};

struct missing { /* a name that a sketch had not got */
    struct slice name;
    const struct missing *next;
};

struct recogniser {
    struct formats *formats;
    struct predicates all[CONTAINER_BITS];
    const struct missing **without; /* format → its predicate can't hold without one of these; NULL: not known */
    bool *may, *hit;
    struct pool pool; /* of what is missing */
};

struct names { /* of the members of a sketch */
    struct map known;
    bool odd; /* some is written with escapes */
    struct pool *pool;
    const struct missing *missing; /* those that were asked for in vain */
};

struct recogniser *
recogniser_new(struct formats *formats)
{
    struct recogniser *r = xcalloc(1, sizeof *r);
    r->formats = formats;
    r->without = xcalloc(formats->n, sizeof(struct missing *));
    r->may = xcalloc(formats->n, sizeof *r->may);
    r->hit = xcalloc(formats->n, sizeof *r->hit);
    return r;
}

static void
read_names(struct names *names, struct slice sketch)
{
    const char *p = sketch.p, *end = p + sketch.n, *q;
    while ((p = memchr(p, '"', (size_t)(end - p))) && (q = skip_string_end(p + 1, end))) {
        struct slice name = {p + 1, (size_t)(q - p - 1)};
        p = q + 1;
        if (p == end || *p != ':')
            continue;
        names->odd |= memchr(name.p, '\\', name.n) != NULL;
        map_put(&names->known, name, 0);
    }
}

static bool
has_name(const struct names *names, struct slice name)
{
    return names->odd || map_get(&names->known, name) != MAP_NONE;
}

static bool
ask_name(void *with, struct slice name)
{
    struct names *names = with;
    if (has_name(names, name))
        return true;
    struct missing *m = pool_alloc(names->pool, sizeof *m);
    *m = (struct missing){{pool_copy(names->pool, name.p, name.n), name.n}, names->missing};
    names->missing = m;
    return false;
}

/* What made a predicate fail makes it fail again: it is looked at anew only where one of the names is there. */
static bool
may_hold(struct recogniser *r, size_t i, struct names *names)
{
    const struct missing *m = r->without[i];
    while (m && !has_name(names, m->name))
        m = m->next;
    if (r->without[i] && !m)
        return false;
    names->missing = NULL;
    bool may = holds_maybe(slice_of(r->formats->at[i].detect), ask_name, names);
    r->without[i] = may ? NULL : names->missing;
    return may;
}

static bool
is_compiled(const struct predicates *p, size_t i)
{
    return p->set && p->program_of[i] != SIZE_MAX;
}

/* Which predicates may hold where these names are: r->may; names NULL: all. Is each of them in the set? */
static bool
find_candidates(struct recogniser *r, const struct predicates *p, enum container container, struct names *names)
{
    bool whole = p->set;
    for (size_t i = 0; i < r->formats->n; i++) {
        const struct format *f = &r->formats->at[i];
        r->may[i] = f->detect && (f->containers & (unsigned)container) && (!names || may_hold(r, i, names));
        whole &= !r->may[i] || is_compiled(p, i);
    }
    return whole;
}

static void
predicates_free(struct predicates *p)
{
    programs_free(p->set);
    free(p->program_of);
}

/* The candidates, and what was in the set already. */
static void
compile(const struct recogniser *r, struct predicates *p)
{
    const struct formats *formats = r->formats;
    struct program_source *src = xcalloc(formats->n, sizeof *src);
    struct buf *places = xcalloc(formats->n, sizeof *places), why = {0};
    struct predicates made = {.program_of = xcalloc(formats->n, sizeof *made.program_of), .times = p->times + 1};
    size_t n = 0;
    for (size_t i = 0; i < formats->n; i++) {
        const struct format *f = &formats->at[i];
        made.program_of[i] = SIZE_MAX;
        if (!r->may[i] && !is_compiled(p, i))
            continue;
        buf_format(&places[i], "%s: detect", f->file);
        src[n] = (struct program_source){buf_string(&places[i]), slice_of(f->detect)};
        made.program_of[i] = n++;
    }
    made.set = programs_compile(src, n, NULL, 0, &why);
    if (!made.set)
        report_die("%s", buf_string(&why));
    for (size_t i = 0; i < formats->n; i++)
        buf_free(&places[i]);
    predicates_free(p);
    *p = made;
    free(places);
    free(src);
    buf_free(&why);
}

static bool
ask_predicates(const struct recogniser *r, struct predicates *p, struct slice sketch)
{
    const char *why;
    if (!programs_run(p->set, sketch, &why))
        return false;
    for (size_t i = 0; i < r->formats->n; i++) {
        size_t at = p->program_of[i];
        r->hit[i] = is_compiled(p, i) && !programs_error(p->set, at) && programs_count(p->set, at) &&
                    slice_is(programs_output(p->set, at, 0), "true");
    }
    return true;
}

/* Which predicates hold: r->hit. false: the sketch can't be asked about. */
static bool
ask_formats(struct recogniser *r, struct slice sketch, enum container container)
{
    size_t bit = 0;
    while (bit < CONTAINER_BITS - 1 && (unsigned)container >> bit != 1)
        bit++;
    struct predicates *p = &r->all[bit];
    if (p->times < COMPILED_FEW) {
        struct names names = {.pool = &r->pool};
        read_names(&names, sketch);
        if (!find_candidates(r, p, container, &names))
            compile(r, p);
        map_free(&names.known);
    } else if (p->times == COMPILED_FEW) {
        (void)find_candidates(r, p, container, NULL);
        compile(r, p);
    }
    return ask_predicates(r, p, sketch);
}

void
recogniser_free(struct recogniser *r)
{
    if (!r)
        return;
    for (size_t i = 0; i < CONTAINER_BITS; i++)
        predicates_free(&r->all[i]);
    pool_free(&r->pool);
    free(r->without);
    free(r->may);
    free(r->hit);
    free(r);
}

static bool
is_over(const struct format *f, const struct format *other)
{
    for (size_t i = 0; i < f->overs; i++)
        if (strcmp(f->over[i], other->name) == 0)
            return true;
    return false;
}

/* Does `from` come before `to`, by itself or through formats that it comes before? Nothing is visited twice.
 */
static bool
reaches(const struct recogniser *r, const struct format *from, const struct format *to, bool *seen)
{
    if (is_over(from, to))
        return true;
    for (size_t i = 0; i < r->formats->n; i++) {
        const struct format *f = &r->formats->at[i];
        if (seen[i] || !is_over(from, f))
            continue;
        seen[i] = true;
        if (reaches(r, f, to, seen))
            return true;
    }
    return false;
}

static bool
is_beaten(const struct recogniser *r, size_t i)
{
    bool beaten = false, *seen = xcalloc(r->formats->n, sizeof *seen);
    for (size_t k = 0; k < r->formats->n && !beaten; k++) {
        if (!r->hit[k] || k == i)
            continue;
        memset(seen, 0, r->formats->n * sizeof *seen);
        beaten = reaches(r, &r->formats->at[k], &r->formats->at[i], seen);
    }
    free(seen);
    return beaten;
}

/* f, which may be NULL, with all that it says. */
static const struct format *
completed(struct recogniser *r, const struct format *f)
{
    struct buf why = {0};
    if (f && !formats_complete(r->formats, f, &why))
        report_die("%s", buf_string(&why));
    return f;
}

const struct format *
recognise_sketch(struct recogniser *r, struct slice sketch, enum container container, struct buf *said)
{
    const struct format *found = NULL, *second = NULL;
    if (!ask_formats(r, sketch, container))
        return NULL;
    for (size_t i = 0; i < r->formats->n; i++) {
        if (!r->hit[i] || is_beaten(r, i))
            continue;
        if (found)
            second = &r->formats->at[i];
        else
            found = &r->formats->at[i];
    }
    if (!second)
        return completed(r, found);
    if (!said->n)
        buf_format(said, "recognised as both %s and %s: say which with -f", found->name, second->name);
    return NULL;
}
