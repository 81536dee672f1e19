#include "blocking.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "hash.h"
#include "mem.h"
#include "report.h"

#define ANSWERS_MAX 65536 /* answers kept; beyond them the predicate is run again */

struct blocking {
    struct programs *program; /* NULL: the dictionary has no predicate */
    bool simple;              /* it reads nothing but the fields in `reads` */
    bool reads[F_COUNT];
    unsigned char list[F_COUNT]; /* the fields in `reads` */
    size_t n;
    bool early;
    struct map answers; /* text of those fields → 0 or 1 */
    struct buf text, asked;
};

static bool
is_word(char c)
{
    return isalnum((unsigned char)c) || c == '_';
}

/* Words that pass on what they are given, without looking at the record by themselves. */
static bool
is_harmless(struct slice word)
{
    static const char *const words[] = {"and", "or",   "not",  "true", "false", "null",
                                        "if",  "then", "elif", "else", "end"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (slice_is(word, words[i]))
            return true;
    return false;
}

/* A program of field paths, constants, comparisons and logic reads the fields that it names and nothing else.
 * Anything else (the bare `.`, functions, interpolation) may look at the whole record: such a program is not
 * simple. */
static bool
find_reads(struct slice p, bool *reads)
{
    for (size_t i = 0; i < p.n; i++) {
        size_t from = i;
        if (p.p[i] == '"') {
            for (i++; i < p.n && p.p[i] != '"'; i++)
                if (p.p[i] == '\\')
                    return false;
        } else if (p.p[i] == '.') {
            from = ++i;
            while (i < p.n && is_word(p.p[i]))
                i++;
            struct slice name = {p.p + from, i - from};
            int field = finding_field(name);
            if (!name.n || isdigit((unsigned char)*name.p) ||
                (field < 0 && (from < 2 || !is_word(p.p[from - 2]))))
                return false;
            if (field >= 0)
                reads[field] = true;
            i--;
        } else if (is_word(p.p[i])) {
            while (i < p.n && (is_word(p.p[i]) || (p.p[i] == '.' && isdigit((unsigned char)p.p[from]))))
                i++;
            struct slice word = {p.p + from, i - from};
            if (!isdigit((unsigned char)*word.p) && !is_harmless(word))
                return false;
            i--;
        } else if (!strchr(" \t\n()=!<>|", p.p[i])) {
            return false;
        }
    }
    return true;
}

/* It reads only what a finding has before it is merged. */
static bool
is_early(const struct blocking *b)
{
    static const enum finding_field late[] = {F_ID,          F_SOURCES,         F_TIMELINE, F_ALSO,
                                              F_RESOLVED_AT, F_UNVERIFIED,      F_SERVICE,  F_UNCERTAIN_DAYS,
                                              F_LAST_SEEN,   F_RELEASE_BLOCKING};
    if (!b->program)
        return true;
    for (size_t i = 0; i < sizeof late / sizeof *late; i++)
        if (b->reads[late[i]])
            return false;
    return b->simple;
}

struct blocking *
blocking_open(const struct dictionary *d)
{
    struct buf why = {0};
    struct program_source src = {"release_blocking", dictionary_program(d, "release_blocking")};
    struct programs *program = src.text.p ? programs_compile(&src, 1, NULL, 0, &why) : NULL;
    if (src.text.p && !program)
        report_die("%s: %s", d->file, buf_string(&why));
    struct blocking *b = xcalloc(1, sizeof *b);
    b->program = program;
    b->simple = program && find_reads(src.text, b->reads);
    for (int i = 0; i < F_COUNT; i++)
        if (b->reads[i])
            b->list[b->n++] = (unsigned char)i;
    b->early = is_early(b);
    return b;
}

static bool
run(struct blocking *b, const struct finding *f, struct stage *notes)
{
    const char *why;
    b->text.n = 0;
    finding_write(&b->text, f);
    if (!programs_run(b->program, buf_as_slice(&b->text), &why)) {
        stage_note(notes, "release_blocking: %s", why);
        return false;
    }
    if ((why = programs_error(b->program, 0)))
        stage_note(notes, "release_blocking: finding %.*s: %s", (int)f->f[F_ID].n,
                   f->f[F_ID].p ? f->f[F_ID].p : "", why);
    return programs_true(b->program, 0);
}

bool
blocking_ask(struct blocking *b, const struct finding *f, struct stage *notes)
{
    if (!b->program)
        return false;
    if (!b->simple)
        return run(b, f, notes);
    b->asked.n = 0;
    for (size_t i = 0; i < b->n; i++) {
        struct slice json = f->f[b->list[i]];
        hash_part(&b->asked, json_is_null(json) ? (struct slice){0} : json);
    }
    size_t answer = map_get(&b->answers, buf_as_slice(&b->asked));
    if (answer != MAP_NONE)
        return answer != 0;
    bool blocks = run(b, f, notes);
    if (!programs_error(b->program, 0) && b->answers.n < ANSWERS_MAX)
        *map_put(&b->answers, buf_as_slice(&b->asked), blocks) = blocks;
    return blocks;
}

bool
blocking_is_early(const struct blocking *b)
{
    return b->early;
}

void
blocking_close(struct blocking *b)
{
    programs_free(b->program);
    map_free(&b->answers);
    buf_free(&b->text);
    buf_free(&b->asked);
    free(b);
}
