#include "judge.h"

#include <stdlib.h>
#include <string.h>

#include "jq/reads.h"
#include "scan_same.h"

#define KEPT 64 /* verdicts on what the predicates read; a power of two */

struct verdict {
    struct buf key; /* the fields that they read, each with its length in front; empty: none */
    bool blocking, keep;
};

struct judge {
    struct programs *set;
    bool blocking, filter; /* which programs there are, in this order */
    struct buf text;
    enum finding_field read[F_COUNT]; /* the fields that they read, where `few` */
    size_t n_read;
    bool few;
    struct verdict kept[KEPT];
};

/* A filter may ask for .release_blocking, which is only known in the same run: then it is set in front of it.
 */
static void
write_filter(struct buf *b, struct slice blocking, const char *filter)
{
    if (blocking.n && strstr(filter, "release_blocking")) {
        buf_text(b, ".release_blocking = ([try (");
        buf_slice(b, blocking);
        buf_text(b, ") catch false] | .[0] | if . then true else false end) | ");
    }
    buf_text(b, "(");
    buf_text(b, *filter ? filter : "true");
    buf_text(b, "\n)");
}

/* Findings that differ in nothing that the predicates read have one verdict. */
static void
find_reads(struct judge *j, const struct program_source *src, size_t n)
{
    struct pool pool = {0};
    bool read[F_COUNT] = {false};
    j->few = true;
    for (size_t i = 0; i < n; i++) {
        const struct reads *r = reads_of(&pool, src[i].text, "as_of");
        j->few &= r && !r->whole && !r->elements;
        for (const struct reads *m = r ? r->members : NULL; m; m = m->next) {
            int field = finding_field(m->name);
            if (field >= 0)
                read[field] = true;
            else if (slice_is(m->name, "raw")) /* --keep-raw */
                j->few = false;
        }
    }
    for (int i = 0; i < F_COUNT; i++)
        if (read[i])
            j->read[j->n_read++] = (enum finding_field)i;
    pool_free(&pool);
}

struct judge *
judge_new(const struct dictionary *d, const char *filter, const struct program_variable *as_of)
{
    static const char blocking_name[] = "dictionary: release_blocking";
    struct judge *j = xcalloc(1, sizeof *j);
    struct program_source src[2];
    struct buf text = {0}, why = {0};
    struct slice blocking = dictionary_program(d, "release_blocking");
    size_t n = 0;
    j->blocking = blocking.n > 0;
    j->filter = filter != NULL;
    if (j->blocking)
        src[n++] = (struct program_source){blocking_name, blocking};
    if (filter) {
        write_filter(&text, blocking, filter);
        src[n++] = (struct program_source){"--filter", buf_as_slice(&text)};
    }
    j->set = n ? programs_compile(src, n, as_of, 1, &why) : NULL;
    if (n && !j->set)
        report_die("%s", buf_string(&why));
    find_reads(j, src, n);
    buf_free(&text);
    return j;
}

void
judge_free(struct judge *j)
{
    programs_free(j->set);
    buf_free(&j->text);
    for (size_t i = 0; i < KEPT; i++)
        buf_free(&j->kept[i].key);
    free(j);
}

static bool
holds(struct judge *j, size_t program, struct stage *s, const char *name)
{
    if (programs_error(j->set, program))
        stage_note(s, "%s: %s", name, programs_error(j->set, program));
    return programs_true(j->set, program);
}

/* What they read of the finding, or all of it. */
static void
write_read(struct judge *j, const struct finding *f)
{
    j->text.n = 0;
    if (!j->few) {
        finding_write(&j->text, f);
        return;
    }
    buf_text(&j->text, "{\"kind\":\"finding\"");
    for (size_t n = 0; n < j->n_read; n++) {
        enum finding_field i = j->read[n];
        if (i >= F_COMMON && json_is_null(f->f[i]))
            continue;
        finding_write_name(&j->text, i);
        buf_slice(&j->text, f->f[i].p ? f->f[i] : i == F_RELEASE_BLOCKING ? SLICE("false") : SLICE("null"));
    }
    buf_byte(&j->text, '}');
}

static struct verdict *
place_of(struct judge *j, const struct finding *f)
{
    size_t h = 0;
    for (size_t i = 0; i < j->n_read; i++) {
        struct slice s = f->f[j->read[i]];
        h = h * 31 + s.n + (s.n ? (unsigned char)s.p[s.n / 2] : 0);
    }
    return &j->kept[h & (KEPT - 1)];
}

static bool
is_of(const struct verdict *v, const struct judge *j, const struct finding *f)
{
    const char *p = v->key.p;
    size_t n;
    for (size_t i = 0; p && i < j->n_read; i++, p += n) {
        struct slice s = f->f[j->read[i]];
        memcpy(&n, p, sizeof n);
        p += sizeof n;
        if (n != s.n || !scan_same_text(p, s.p, n))
            return false;
    }
    return v->key.n;
}

static void
keep_for(struct verdict *v, const struct judge *j, const struct finding *f)
{
    for (size_t i = 0; i < j->n_read; i++) {
        struct slice s = f->f[j->read[i]];
        buf_add(&v->key, (const char *)&s.n, sizeof s.n);
        buf_slice(&v->key, s);
    }
    if (!j->n_read)
        buf_byte(&v->key, 0);
}

/* false: a predicate failed, and its note is due for every finding. */
static bool
decide(struct judge *j, struct stage *s, struct verdict *v)
{
    const char *why;
    v->blocking = false;
    v->keep = true;
    if (!programs_run(j->set, buf_as_slice(&j->text), &why)) {
        stage_note(s, "release_blocking: %s", why);
        return false;
    }
    if (j->blocking)
        v->blocking = holds(j, 0, s, "release_blocking");
    v->keep = !j->filter || holds(j, j->blocking, s, "--filter");
    return !(j->blocking && programs_error(j->set, 0)) && !(j->filter && programs_error(j->set, j->blocking));
}

bool
judge_reads(const struct judge *j, enum finding_field field)
{
    bool reads = j->set && !j->few;
    for (size_t i = 0; j->set && i < j->n_read; i++)
        reads |= j->read[i] == field;
    return reads;
}

bool
judge_finding(struct judge *j, struct finding *f, struct stage *s)
{
    finding_set_bool(f, F_RELEASE_BLOCKING, false);
    if (!j->set)
        return true;
    struct verdict *v = j->few ? place_of(j, f) : &j->kept[0];
    if (!j->few || !is_of(v, j, f)) {
        v->key.n = 0;
        write_read(j, f);
        if (decide(j, s, v) && j->few)
            keep_for(v, j, f);
    }
    finding_set_bool(f, F_RELEASE_BLOCKING, v->blocking);
    return v->keep;
}
