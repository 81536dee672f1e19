#include "recognise.h"

#include <stdlib.h>
#include <string.h>

#include "mem.h"

struct recogniser {
    const struct formats *formats;
    struct programs *set;
    size_t *program_of; /* format → its predicate, or SIZE_MAX */
    bool *hit;
};

struct recogniser *
recogniser_new(const struct formats *formats, struct buf *why)
{
    struct recogniser *r = xcalloc(1, sizeof *r);
    struct program_source *src = xcalloc(formats->n, sizeof *src);
    struct buf *names = xcalloc(formats->n, sizeof *names);
    size_t n = 0;
    r->formats = formats;
    r->program_of = xcalloc(formats->n, sizeof *r->program_of);
    r->hit = xcalloc(formats->n, sizeof *r->hit);
    for (size_t i = 0; i < formats->n; i++) {
        const struct format *f = &formats->at[i];
        r->program_of[i] = SIZE_MAX;
        if (!f->detect || !f->containers)
            continue;
        buf_format(&names[i], "%s: detect", f->file);
        src[n] = (struct program_source){buf_string(&names[i]), slice_of(f->detect)};
        r->program_of[i] = n++;
    }
    r->set = programs_compile(src, n, NULL, 0, why);
    for (size_t i = 0; i < formats->n; i++)
        buf_free(&names[i]);
    free(names);
    free(src);
    if (r->set)
        return r;
    recogniser_free(r);
    return NULL;
}

void
recogniser_free(struct recogniser *r)
{
    if (!r)
        return;
    programs_free(r->set);
    free(r->program_of);
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
    if (!programs_run(r->set, sketch, &why))
        return NULL;
    for (size_t i = 0; i < r->formats->n; i++) {
        size_t p = r->program_of[i];
        r->hit[i] = p != SIZE_MAX && (r->formats->at[i].containers & (unsigned)container) &&
                    !programs_error(r->set, p) && programs_count(r->set, p) &&
                    slice_is(programs_output(r->set, p, 0), "true");
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
