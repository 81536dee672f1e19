#include "recognise.h"

#include <stdlib.h>
#include <string.h>

#include "hash.h"
#include "jq/holds.h"
#include "mem.h"
#include "skip.h"

#define CONTAINER_BITS 8

#define COMPILED_FEW 4 /* times that only predicates which may hold are compiled; then all are, once */

#define TEXT_ASKED_MAX 384 /* bytes of a text as it is written, beyond which it is taken to be there … */
#define LONGEST_ESCAPE 6   /* … and of one that stands for a byte */

struct predicates { /* of the formats that read one container */
    struct programs *set;
    size_t *program_of; /* format → its predicate in the set, or SIZE_MAX */
    size_t times;       /* compiled so often */
};

struct missing { /* a text that a sketch had not got */
    enum holds_text is;
    struct slice text;
    const struct missing *next;
};

struct recogniser {
    struct formats *formats;
    struct predicates all[CONTAINER_BITS];
    const struct missing **without[2]; /* of objects, of others: format → its predicate can't hold without one
                                          of these; NULL: not known */
    bool *may, *hit;
    struct pool pool; /* of what is missing */
};

struct texts { /* of a sketch: the names of members, or strings that are values */
    struct map known;
    bool odd; /* some is written with escapes */
};

struct question {
    char first;            /* byte of the sketch */
    struct texts texts[2]; /* by enum holds_text */
    struct pool *pool;
    const struct missing *missing; /* what was asked for in vain */
};

struct recogniser *
recogniser_new(struct formats *formats)
{
    struct recogniser *r = xcalloc(1, sizeof *r);
    r->formats = formats;
    for (size_t i = 0; i < 2; i++)
        r->without[i] = xcalloc(formats->n, sizeof(struct missing *));
    r->may = xcalloc(formats->n, sizeof *r->may);
    r->hit = xcalloc(formats->n, sizeof *r->hit);
    return r;
}

static void
read_texts(struct question *q, struct slice sketch)
{
    const char *p = sketch.p, *end = p + sketch.n, *quote;
    q->first = sketch.n ? *p : 0;
    while ((p = memchr(p, '"', (size_t)(end - p))) && (quote = skip_string_end(p + 1, end))) {
        struct slice text = {p + 1, (size_t)(quote - p - 1)};
        p = quote + 1;
        struct texts *t = &q->texts[p < end && *p == ':' ? HOLDS_NAME : HOLDS_STRING];
        if (text.n > TEXT_ASKED_MAX)
            continue;
        t->odd |= memchr(text.p, '\\', text.n) != NULL;
        map_put(&t->known, text, 0);
    }
}

static bool
is_known(const struct question *q, enum holds_text is, struct slice text)
{
    const struct texts *t = &q->texts[is];
    return t->odd || text.n > TEXT_ASKED_MAX / LONGEST_ESCAPE || map_get(&t->known, text) != MAP_NONE;
}

static bool
ask_text(void *with, enum holds_text is, struct slice text)
{
    struct question *q = with;
    if (is_known(q, is, text))
        return true;
    struct missing *m = pool_alloc(q->pool, sizeof *m);
    *m = (struct missing){is, {pool_copy(q->pool, text.p, text.n), text.n}, q->missing};
    q->missing = m;
    return false;
}

/* What made a predicate fail makes it fail again: it is looked at anew only where something of that is there.
 */
static bool
may_hold(struct recogniser *r, size_t i, struct question *q)
{
    const struct missing **without = &r->without[q->first != '{'][i], *m = *without;
    while (m && !is_known(q, m->is, m->text))
        m = m->next;
    if (*without && !m)
        return false;
    q->missing = NULL;
    bool may = holds_maybe(slice_of(r->formats->at[i].detect), q->first, ask_text, q);
    *without = may ? NULL : q->missing;
    return may;
}

static bool
is_compiled(const struct predicates *p, size_t i)
{
    return p->set && p->program_of[i] != SIZE_MAX;
}

/* Which predicates may hold for a sketch, and those in the set: r->may; q NULL: all. Are they in the set? */
static bool
find_candidates(struct recogniser *r, const struct predicates *p, enum container container,
                struct question *q)
{
    bool whole = p->set;
    for (size_t i = 0; i < r->formats->n; i++) {
        const struct format *f = &r->formats->at[i];
        bool compiled = is_compiled(p, i);
        r->may[i] =
            compiled || (f->detect && (f->containers & (unsigned)container) && (!q || may_hold(r, i, q)));
        whole &= compiled || !r->may[i];
    }
    return whole;
}

static void
predicates_free(struct predicates *p)
{
    programs_free(p->set);
    free(p->program_of);
}

/* The candidates, in place of the set that there was. */
static void
compile(const struct recogniser *r, struct predicates *p)
{
    const struct formats *formats = r->formats;
    struct program_source *src = xcalloc(formats->n, sizeof *src);
    struct buf *places = xcalloc(formats->n, sizeof *places), why = {0};
    struct predicates made = {.program_of = xcalloc(formats->n, sizeof *made.program_of),
                              .times = p->times + 1};
    size_t n = 0;
    for (size_t i = 0; i < formats->n; i++) {
        const struct format *f = &formats->at[i];
        made.program_of[i] = SIZE_MAX;
        if (!r->may[i])
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
        struct question q = {.pool = &r->pool};
        read_texts(&q, sketch);
        if (!find_candidates(r, p, container, &q))
            compile(r, p);
        map_free(&q.texts[HOLDS_NAME].known);
        map_free(&q.texts[HOLDS_STRING].known);
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
    free(r->without[0]);
    free(r->without[1]);
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
