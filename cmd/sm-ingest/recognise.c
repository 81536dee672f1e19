#include "recognise.h"

#include <stdlib.h>
#include <string.h>

#include "mem.h"

#define CONTAINER_BITS 8

struct predicates { /* of the formats that read one container, compiled when the first sketch of it comes */
    struct programs *set;
    size_t *program_of; /* format → its predicate, or SIZE_MAX */
};

struct recogniser {
    const struct formats *formats;
    struct predicates of[CONTAINER_BITS];
    bool *hit;
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
compile(const struct recogniser *r, struct predicates *p, enum container container)
{
    const struct formats *formats = r->formats;
    struct program_source *src = xcalloc(formats->n, sizeof *src);
    struct buf *names = xcalloc(formats->n, sizeof *names), why = {0};
    size_t n = 0;
    p->program_of = xcalloc(formats->n, sizeof *p->program_of);
    for (size_t i = 0; i < formats->n; i++) {
        const struct format *f = &formats->at[i];
        p->program_of[i] = SIZE_MAX;
        if (!f->detect || !(f->containers & (unsigned)container))
            continue;
        buf_format(&names[i], "%s: detect", f->file);
        src[n] = (struct program_source){buf_string(&names[i]), slice_of(f->detect)};
        p->program_of[i] = n++;
    }
    p->set = programs_compile(src, n, NULL, 0, &why);
    if (!p->set)
        report_die("%s", buf_string(&why));
    for (size_t i = 0; i < formats->n; i++)
        buf_free(&names[i]);
    free(names);
    free(src);
    buf_free(&why);
}

static const struct predicates *
predicates_of(struct recogniser *r, enum container container)
{
    size_t bit = 0;
    while (bit < CONTAINER_BITS - 1 && (unsigned)container >> bit != 1)
        bit++;
    if (!r->of[bit].set)
        compile(r, &r->of[bit], container);
    return &r->of[bit];
}

void
recogniser_free(struct recogniser *r)
{
    if (!r)
        return;
    for (size_t i = 0; i < CONTAINER_BITS; i++) {
        programs_free(r->of[i].set);
        free(r->of[i].program_of);
    }
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
    const char *why;
    const struct format *found = NULL, *second = NULL;
    const struct predicates *by = predicates_of(r, container);
    if (!programs_run(by->set, sketch, &why))
        return NULL;
    for (size_t i = 0; i < r->formats->n; i++) {
        size_t p = by->program_of[i];
        r->hit[i] = p != SIZE_MAX && !programs_error(by->set, p) && programs_count(by->set, p) &&
                    slice_is(programs_output(by->set, p, 0), "true");
    }
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
