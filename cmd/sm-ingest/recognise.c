#include "recognise.h"

#include <stdlib.h>
#include <string.h>

#include "hash.h"
#include "jq/holds.h"
#include "mem.h"
#include "skip.h"

#define CONTAINER_BITS 8

#define ASKED_FEW \
    4 /* sketches for which only predicates that may hold are compiled; for more, all are, once */

struct predicates { /* of the formats that read one container */
    struct programs *set;
    size_t *program_of; /* format → its predicate, or SIZE_MAX */
    size_t n;
};

struct recogniser {
    const struct formats *formats;
    struct predicates all[CONTAINER_BITS]; /* compiled when more than a few sketches of it have come */
    size_t asked[CONTAINER_BITS];
    bool *hit;
};

struct names { /* of the members of a sketch */
    struct map known;
    bool odd; /* some is written with escapes */
};

struct recogniser *
recogniser_new(const struct formats *formats)
{
    struct recogniser *r = xcalloc(1, sizeof *r);
    r->formats = formats;
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
is_named(void *with, struct slice name)
{
    const struct names *names = with;
    return names->odd || map_get(&names->known, name) != MAP_NONE;
}

/* The predicates that may hold where these names are; names NULL: all. */
static void
compile(const struct recogniser *r, struct predicates *p, enum container container, struct names *names)
{
    const struct formats *formats = r->formats;
    struct program_source *src = xcalloc(formats->n, sizeof *src);
    struct buf *places = xcalloc(formats->n, sizeof *places), why = {0};
    p->program_of = xcalloc(formats->n, sizeof *p->program_of);
    for (size_t i = 0; i < formats->n; i++) {
        const struct format *f = &formats->at[i];
        p->program_of[i] = SIZE_MAX;
        if (!f->detect || !(f->containers & (unsigned)container) ||
            (names && !holds_maybe(slice_of(f->detect), is_named, names)))
            continue;
        buf_format(&places[i], "%s: detect", f->file);
        src[p->n] = (struct program_source){buf_string(&places[i]), slice_of(f->detect)};
        p->program_of[i] = p->n++;
    }
    p->set = programs_compile(src, p->n, NULL, 0, &why);
    if (!p->set)
        report_die("%s", buf_string(&why));
    for (size_t i = 0; i < formats->n; i++)
        buf_free(&places[i]);
    free(places);
    free(src);
    buf_free(&why);
}

static void
predicates_free(struct predicates *p)
{
    programs_free(p->set);
    free(p->program_of);
}

static bool
ask_predicates(const struct recogniser *r, struct predicates *p, struct slice sketch)
{
    const char *why;
    if (!programs_run(p->set, sketch, &why))
        return false;
    for (size_t i = 0; i < r->formats->n; i++) {
        size_t at = p->program_of[i];
        r->hit[i] = at != SIZE_MAX && !programs_error(p->set, at) && programs_count(p->set, at) &&
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
    if (r->asked[bit]++ < ASKED_FEW) {
        struct names names = {0};
        struct predicates some = {0};
        read_names(&names, sketch);
        compile(r, &some, container, &names);
        bool asked = ask_predicates(r, &some, sketch);
        predicates_free(&some);
        map_free(&names.known);
        return asked;
    }
    if (!r->all[bit].set)
        compile(r, &r->all[bit], container, NULL);
    return ask_predicates(r, &r->all[bit], sketch);
}

void
recogniser_free(struct recogniser *r)
{
    if (!r)
        return;
    for (size_t i = 0; i < CONTAINER_BITS; i++)
        predicates_free(&r->all[i]);
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
        return found;
    if (!said->n)
        buf_format(said, "recognised as both %s and %s: say which with -f", found->name, second->name);
    return NULL;
}
