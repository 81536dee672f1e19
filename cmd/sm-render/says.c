#include "says.h"

static const struct verb {
    const char *many, *one; /* one NULL: the same for both */
} verbs[] = {
    {"are", "is"},         {"were", "was"},      {"have", "has"},      {"do", "does"},
    {"belong", "belongs"}, {"match", "matches"}, {"apply", "applies"}, {"meet", "meets"},
    {"wait", "waits"},     {"need", "needs"},    {"lack", "lacks"},    {"remain", "remains"},
    {"exceed", "exceeds"}, {"came", NULL},       {"ran", NULL},        {"took", NULL},
    {"fell", NULL},        {"went", NULL},       {"had", NULL},        {"made", NULL},
    {"broke", NULL},       {"can", NULL},        {"could", NULL},      {"did", NULL},
};
/* No verbs, but they go with the number too. */
static const struct verb words[] = {{"their", "its"}, {"they", "it"}};
static const char *const clauses[] = {"that", "which", "who"};
static const char *const no_plurals[] = {"is", "was", "has", "its", "this", "as", "does"};
#define COUNT(array) (sizeof array / sizeof *array)

struct words {
    struct slice left; /* not read yet */
};

/* The next word and the blanks before it. false: the end. */
static bool
next_word(struct words *w, struct slice *blank, struct slice *word)
{
    size_t from = 0, to;
    while (from < w->left.n && w->left.p[from] == ' ')
        from++;
    for (to = from; to < w->left.n && w->left.p[to] != ' '; to++)
        ;
    *blank = (struct slice){w->left.p, from};
    *word = (struct slice){w->left.p + from, to - from};
    w->left.p += to, w->left.n -= to;
    return word->n > 0;
}

static bool
is_in(struct slice word, const char *const *list, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (slice_is(word, list[i]))
            return true;
    return false;
}

static const struct verb *
find(struct slice word, const struct verb *list, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (slice_is(word, list[i].many))
            return &list[i];
    return NULL;
}

static bool
is_plural(struct slice word)
{
    return word.n > 2 && slice_ends(word, "s") && !slice_ends(word, "ss") && !slice_ends(word, "us") &&
           !is_in(word, no_plurals, COUNT(no_plurals));
}

static void
write_singular(struct buf *b, struct slice word)
{
    static const char *const with_e[] = {"sses", "xes", "ches", "shes"};
    bool ies = slice_ends(word, "ies") && word.n > 4, es = false;
    for (size_t i = 0; i < COUNT(with_e); i++)
        es = es || slice_ends(word, with_e[i]);
    buf_add(b, word.p, word.n - (ies ? 3 : es ? 2 : 1));
    buf_text(b, ies ? "y" : "");
}

static struct slice
keep(struct pool *pool, struct buf *b)
{
    struct slice s = {pool_copy(pool, b->n ? b->p : "", b->n), b->n};
    buf_free(b);
    return s;
}

/* noun: make the first plural singular; relative: verbs of relative clauses too. *plural and *verb: met one.
 */
static struct slice
change(struct pool *pool, struct slice says, bool noun, bool relative, bool *plural, bool *verb)
{
    struct words w = {says};
    struct slice blank, word;
    struct buf b = {0};
    bool in_clause = false;
    *plural = *verb = false;
    while (next_word(&w, &blank, &word)) {
        const struct verb *v = find(word, verbs, COUNT(verbs)), *other = find(word, words, COUNT(words));
        bool past = word.n > 3 && slice_ends(word, "ed");
        buf_slice(&b, blank);
        if (!*plural && is_plural(word)) {
            *plural = true;
            if (noun)
                write_singular(&b, word);
            else
                buf_slice(&b, word);
            continue;
        }
        const char *one = v && *plural && (relative || !in_clause) ? v->one : other ? other->one : NULL;
        if (one)
            buf_text(&b, one);
        else
            buf_slice(&b, word);
        if (*plural && !in_clause && (v || past))
            *verb = true;
        in_clause = is_in(word, clauses, COUNT(clauses)) || (in_clause && !v && !past);
    }
    return keep(pool, &b);
}

struct slice
says_one(struct pool *pool, struct slice says)
{
    bool plural, verb;
    struct slice one = change(pool, says, true, true, &plural, &verb);
    return plural && verb ? one : (struct slice){0};
}

struct slice
says_one_of(struct pool *pool, struct slice says)
{
    bool plural, verb;
    struct slice one = change(pool, says, false, false, &plural, &verb);
    return plural && verb ? one : says;
}

struct slice
says_one_label(struct pool *pool, struct slice label)
{
    bool plural, verb;
    return change(pool, label, true, true, &plural, &verb);
}

bool
says_no(struct slice says)
{
    struct words w = {says};
    struct slice blank, word;
    while (next_word(&w, &blank, &word))
        if (slice_is(word, "no"))
            return true;
    return false;
}
