#include "vet.h"

#include <string.h>

#include "bytes.h"

/* Terms that read something other than the record (input, files, environment, clock, locale), end the
 * process, or make libjq 1.6 abort (implode on a hostile number). Refused as terms only: `.env`, {now: 1},
 * "env" stay legal. */
static const struct {
    const char *term, *why;
} refused[] = {
    {"import", "programs stand alone"},
    {"include", "programs stand alone"},
    {"module", "the directive stands first in the file, once"},
    {"modulemeta", "programs stand alone"},
    {"get_search_list", "programs stand alone"},
    {"input", "a program sees one record"},
    {"inputs", "a program sees one record"},
    {"input_filename", "a program sees one record"},
    {"input_line_number", "a program sees one record"},
    {"env", "the environment is not read"},
    {"$ENV", "the environment is not read"},
    {"$__prog_args", "not defined"},
    {"now", "no clock is read; use $as_of"},
    {"localtime", "no time zone is read"},
    {"strflocaltime", "no time zone is read"},
    {"mktime_local", "no time zone is read"},
    {"debug", "standard error is for messages"},
    {"stderr", "standard error is for messages"},
    {"halt", "a program does not end the run"},
    {"halt_error", "a program does not end the run"},
    {"implode", "it can end the run on hostile input"},
};

#define NESTING 512

struct vet {
    const char *from, *p, *end;
    char open[NESTING]; /* ( [ { and `"` for a string with an interpolation inside */
    size_t depth;
    bool key_next; /* a word here would be an object key: after `{` or `,` directly in an object */
    bool any;
    struct buf *why;
};

static bool
fail(struct vet *v, const char *at, const char *fmt, struct slice word, const char *because)
{
    size_t line = 1;
    for (const char *p = v->from; p < at; p++)
        line += *p == '\n';
    buf_format(v->why, "line %zu: ", line);
    buf_format(v->why, fmt, (int)(word.n < 60 ? word.n : 60), word.p, because);
    return false;
}

static bool
push(struct vet *v, char c)
{
    if (v->depth == NESTING)
        return fail(v, v->p, "%.*s%s", (struct slice){"", 0}, "nested too deep");
    v->open[v->depth++] = c;
    return true;
}

/* The rest of a string, from behind its quote or behind the `)` that ended an interpolation. */
static bool
string(struct vet *v)
{
    const char *start = v->p;
    while (v->p < v->end) {
        if (*v->p == '"') {
            v->p++;
            return true;
        }
        if (*v->p == '\\' && v->p + 1 < v->end) {
            v->p += 2;
            if (v->p[-1] == '(') {
                v->key_next = false;
                return push(v, '"');
            }
            continue;
        }
        v->p++;
    }
    return fail(v, start, "%.*s%s", (struct slice){"", 0}, "a string that is not closed");
}

static uint64_t
kind(struct slice word)
{
    return 1ull << (((unsigned char)*word.p + 7 * word.n) & 63);
}

/* Most words are of no kind that a refused term is of, by length and first letter. */
static bool
may_be_refused(struct slice word)
{
    static uint64_t kinds;
    if (!kinds)
        for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
            kinds |= kind(slice_of(refused[i].term));
    return kinds & kind(word);
}

static bool
word(struct vet *v)
{
    const char *start = v->p, *p = start + (*start == '$');
    bool field = start > v->from && start[-1] == '.';
    while (p < v->end &&
           (byte_is_word(*p) || (*p == ':' && p + 2 < v->end && p[1] == ':' && byte_is_word(p[2]))))
        p += *p == ':' ? 2 : 1;
    struct slice w = {start, (size_t)(p - start)};
    bool key = v->key_next && *start != '$';
    v->p = p;
    v->key_next = false;
    if (field || key || !may_be_refused(w))
        return true;
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
        if (*refused[i].term == *start && slice_is(w, refused[i].term))
            return fail(v, start, "`%.*s` is not allowed: %s", w, refused[i].why);
    return true;
}

static bool
close_bracket(struct vet *v, char c)
{
    char open = v->depth ? v->open[v->depth - 1] : 0;
    v->p++;
    if (c == ')' && open == '"') {
        v->depth--;
        return string(v);
    }
    if (open != (c == ')' ? '(' : c == ']' ? '[' : '{'))
        return fail(v, v->p, "`%.*s` closes nothing%s", (struct slice){v->p - 1, 1}, "");
    v->depth--;
    v->key_next = false;
    return true;
}

static bool
token(struct vet *v)
{
    char c = *v->p;
    if (c == '"') {
        v->p++;
        v->key_next = false;
        return string(v);
    }
    if (byte_is(c, BYTE_LETTER) || (c == '$' && v->p + 1 < v->end && byte_is_word(v->p[1])))
        return word(v);
    if (byte_is(c, BYTE_DIGIT)) { /* 1e5 is no word */
        while (v->p < v->end && (byte_is_word(*v->p) || *v->p == '.'))
            v->p++;
        v->key_next = false;
        return true;
    }
    if (c == ')' || c == ']' || c == '}')
        return close_bracket(v, c);
    if ((c == '(' || c == '[' || c == '{') && !push(v, c))
        return false;
    v->key_next = c == '{' || (c == ',' && v->depth && v->open[v->depth - 1] == '{');
    v->p++;
    return true;
}

bool
jq_vet(struct slice program, bool *empty, struct buf *why)
{
    struct vet v = {.from = program.p, .p = program.p, .end = program.p + program.n, .why = why};
    while (v.p < v.end) {
        if (*v.p == '#') {
            const char *nl = memchr(v.p, '\n', (size_t)(v.end - v.p));
            v.p = nl ? nl : v.end;
        } else if (*v.p == ' ') {
            v.p = bytes_skip_spaces(v.p, v.end);
        } else if (*v.p >= '\t' && *v.p <= '\r') {
            v.p++;
        } else {
            v.any = true;
            if (!token(&v))
                return false;
        }
    }
    *empty = !v.any;
    if (v.depth)
        return fail(&v, v.end, "%.*s%s", (struct slice){"", 0}, "a bracket is not closed");
    return true;
}
