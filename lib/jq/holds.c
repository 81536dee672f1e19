/* The tree is followed with sets of possible types in place of values. What the input has not got is null, so
 * that a predicate that asks for it can't hold; whatever is not looked into may be anything. */
#include "holds.h"

#include <setjmp.h>

#include "builtin.h"
#include "syntax.h"

#define TREE_MEMORY_MAX (1u << 20)

enum {
    H_NULL = 1,
    H_FALSE = 2,
    H_TRUE = 4,
    H_NUMBER = 8,
    H_STRING = 16,
    H_ARRAY = 32,
    H_OBJECT = 64,
    H_MADE = 128 /* it, or what is in it, may have names and strings that the input has not got */
};
#define H_ANY (H_NULL | H_FALSE | H_TRUE | H_NUMBER | H_STRING | H_ARRAY | H_OBJECT)
#define H_BOOL (H_FALSE | H_TRUE)
#define H_NO (H_NULL | H_FALSE)
#define H_YES (H_ANY & ~H_NO)

#define FOLLOWED_MAX 100 /* calls of definitions */

struct question {
    holds_known *known;
    void *with;
    struct bound *bound;
    int followed;
    bool unsure; /* it has something that may not compile, or is not followed */
};

struct bound { /* the variables and definitions in whose reach something stands, the innermost first */
    struct slice name;
    struct bound *up;
    const struct tree *body; /* of a definition, else NULL */
    bool open;               /* it is being followed */
};

static unsigned of(struct question *q, const struct tree *t, unsigned in);

/* Anything; out of such input no name comes that was not there. */
static unsigned
any_of(unsigned in)
{
    return H_ANY | (in & H_MADE);
}

static unsigned
member_of(const struct question *q, unsigned in, struct slice name)
{
    unsigned out = in & H_NULL;
    if (in & H_OBJECT)
        out |= (in & H_MADE) || q->known(q->with, HOLDS_NAME, name) ? any_of(in) : H_NULL;
    return out;
}

static unsigned
field_of(struct question *q, const struct tree *t, unsigned in)
{
    unsigned target = of(q, t->a, in);
    if (!t->b && t->value.kind == K_STRING)
        return member_of(q, target, (struct slice){t->value.text, t->value.n});
    if (t->b)
        return of(q, t->b, in) ? any_of(target) : 0;
    return (target & H_ARRAY ? any_of(target) : 0) | (target & H_NULL);
}

static unsigned
not_of(unsigned in)
{
    return (in & H_NO ? H_TRUE : 0) | (in & H_YES ? H_FALSE : 0);
}

static unsigned
has_of(struct question *q, const struct tree *key, unsigned in)
{
    if (key->is != S_LITERAL || key->value.kind != K_STRING)
        return of(q, key, in) && in & (H_OBJECT | H_ARRAY) ? H_BOOL : 0;
    if (!(in & H_OBJECT))
        return 0;
    bool there =
        (in & H_MADE) || q->known(q->with, HOLDS_NAME, (struct slice){key->value.text, key->value.n});
    return there ? H_BOOL : H_FALSE;
}

static bool
is_call(const struct tree *t, struct slice name, size_t arity)
{
    return t->is == S_CALL && t->parts.n == arity && slice_same(t->name, name);
}

/* `any` and `all`, with their condition last. */
static unsigned
any_all(struct question *q, const struct tree *t, unsigned in)
{
    unsigned each = in & (H_ARRAY | H_OBJECT) ? any_of(in) : 0, found;
    if (t->parts.n == 2)
        each = of(q, t->parts.at[0], in);
    else if (!each)
        return 0;
    found = t->parts.n ? of(q, t->parts.at[t->parts.n - 1], each) : each;
    return is_call(t, SLICE("any"), t->parts.n) ? H_FALSE | (found & H_YES ? H_TRUE : 0) : H_BOOL;
}

static struct bound *
definition(const struct question *q, struct slice name)
{
    struct bound *b = q->bound;
    while (b && !(b->body && slice_same(b->name, name)))
        b = b->up;
    return b;
}

/* The definition's body, in the reach that it has: no call of itself is followed. */
static unsigned
follow(struct question *q, struct bound *d, unsigned in)
{
    struct bound *here = q->bound;
    if (d->open || ++q->followed > FOLLOWED_MAX) {
        q->unsure = true;
        return H_ANY | H_MADE;
    }
    d->open = true;
    q->bound = d;
    unsigned out = of(q, d->body, in);
    q->bound = here;
    d->open = false;
    return out;
}

/* `def name: a; b`. One with parameters, or in place of a builtin, is not followed. a is looked at by itself,
 * too: is it a program that compiles? */
static unsigned
def_of(struct question *q, const struct tree *t, unsigned in)
{
    struct bound one = {.name = t->name, .up = q->bound, .body = t->a};
    q->unsure |= t->nparams || builtin_find(t->name, 0) || builtin_definition(t->name, 0);
    if (q->unsure)
        return H_ANY | H_MADE;
    q->bound = &one;
    (void)follow(q, &one, H_ANY | H_MADE);
    unsigned out = of(q, t->b, in);
    q->bound = one.up;
    return out;
}

static unsigned
constant_of(const struct tree *t)
{
    return is_call(t, SLICE("null"), 0)    ? H_NULL
           : is_call(t, SLICE("true"), 0)  ? H_TRUE
           : is_call(t, SLICE("false"), 0) ? H_FALSE
                                           : 0;
}

static unsigned
call_of(struct question *q, const struct tree *t, unsigned in)
{
    size_t n = t->parts.n;
    struct bound *d = n ? NULL : definition(q, t->name);
    if (d)
        return follow(q, d, in);
    if (constant_of(t))
        return constant_of(t);
    if (is_call(t, SLICE("type"), 0))
        return in & H_ANY ? H_STRING | H_MADE : 0;
    if (is_call(t, SLICE("not"), 0))
        return not_of(in);
    if (is_call(t, SLICE("has"), 1))
        return has_of(q, t->parts.at[0], in);
    if ((slice_is(t->name, "any") || slice_is(t->name, "all")) && n <= 2)
        return any_all(q, t, in);
    for (size_t i = 0; i < n; i++)
        of(q, t->parts.at[i], H_ANY | H_MADE);
    q->unsure |= !builtin_is_there(t->name, n);
    return H_ANY | H_MADE;
}

static unsigned
type_named(struct slice name)
{
    static const struct {
        const char *name;
        unsigned is;
    } types[] = {{"null", H_NULL},     {"boolean", H_BOOL}, {"number", H_NUMBER},
                 {"string", H_STRING}, {"array", H_ARRAY},  {"object", H_OBJECT}};
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (slice_is(name, types[i].name))
            return types[i].is;
    return 0;
}

/* `E | type` and `type`: what the type is asked of; else false. */
static bool
type_asked(struct question *q, const struct tree *t, unsigned in, unsigned *of_it)
{
    bool piped = t->is == S_PIPE && is_call(t->b, SLICE("type"), 0);
    if (!piped && !is_call(t, SLICE("type"), 0))
        return false;
    *of_it = piped ? of(q, t->a, in) : in;
    return true;
}

/* A long whole number in the input is a string to a program. */
static bool
is_long_number(struct slice s)
{
    size_t i = s.n && *s.p == '-';
    while (i < s.n && s.p[i] >= '0' && s.p[i] <= '9')
        i++;
    return s.n > 15 && i == s.n;
}

/* Is this a text that nothing in the input is? */
static bool
is_unknown_text(const struct question *q, unsigned in, struct slice text)
{
    return !(in & H_MADE) && !is_long_number(text) && !q->known(q->with, HOLDS_STRING, text);
}

static unsigned
equal_of(struct question *q, const struct tree *t, unsigned in)
{
    bool equal = slice_is(t->name, "==");
    bool text_asked = t->b->is == S_LITERAL && t->b->value.kind == K_STRING;
    struct slice text = text_asked ? (struct slice){t->b->value.text, t->b->value.n} : (struct slice){0};
    unsigned a, b, same;
    if (text_asked && type_asked(q, t->a, in, &a)) {
        b = type_named(text);
        same = a & b ? H_BOOL : H_FALSE;
    } else {
        a = of(q, t->a, in);
        b = of(q, t->b, in) & H_ANY;
        same = a & b && !(text_asked && is_unknown_text(q, a, text)) ? H_BOOL : H_FALSE;
        if (!b)
            return 0;
    }
    if (!(a & H_ANY))
        return 0;
    return equal ? same : not_of(same);
}

static unsigned
literal_of(const struct val *v)
{
    switch (v->kind) {
    case K_NULL:
        return H_NULL;
    case K_FALSE:
        return H_FALSE;
    case K_TRUE:
        return H_TRUE;
    case K_NUMBER:
        return H_NUMBER;
    case K_STRING:
        return H_STRING | H_MADE;
    default:
        return H_ANY | H_MADE;
    }
}

static unsigned
and_or(struct question *q, const struct tree *t, unsigned in)
{
    unsigned a = of(q, t->a, in), b = of(q, t->b, in), stops = t->is == S_AND ? H_NO : H_YES, out = 0;
    if (a & stops)
        out |= t->is == S_AND ? H_FALSE : H_TRUE;
    if (a & H_ANY & ~stops)
        out |= (b & H_YES ? H_TRUE : 0) | (b & H_NO ? H_FALSE : 0);
    return out;
}

static unsigned
if_of(struct question *q, const struct tree *t, unsigned in)
{
    unsigned when = of(q, t->a, in), then = of(q, t->b, in), other = of(q, t->c, in);
    return (when & H_YES ? then : 0) | (when & H_NO ? other : 0);
}

/* `a as $name | b`; a pattern is not followed. */
static unsigned
as_of(struct question *q, const struct tree *t, unsigned in)
{
    struct bound one = {.name = t->pattern->name, .up = q->bound};
    q->unsure |= !one.name.p;
    if (!of(q, t->a, in))
        return 0;
    q->bound = &one;
    unsigned out = of(q, t->b, in);
    q->bound = one.up;
    return out;
}

static unsigned
variable_of(struct question *q, const struct tree *t)
{
    const struct bound *b = q->bound;
    while (b && (b->body || !slice_same(b->name, t->name)))
        b = b->up;
    q->unsure |= !b;
    return H_ANY | H_MADE;
}

/* An array of what was there has nothing else in it. */
static unsigned
array_of(struct question *q, const struct tree *t, unsigned in)
{
    return H_ARRAY | (t->a ? of(q, t->a, in) & H_MADE : 0);
}

static unsigned
object_of(struct question *q, const struct tree *t, unsigned in)
{
    for (size_t i = 0; i < t->parts.n; i++)
        of(q, t->parts.at[i], in);
    return H_MADE | H_OBJECT;
}

static unsigned
of(struct question *q, const struct tree *t, unsigned in)
{
    unsigned a;
    switch (t->is) {
    case S_IDENTITY:
        return in;
    case S_RECURSE:
        return any_of(in);
    case S_LITERAL:
        return literal_of(&t->value);
    case S_FIELD:
        return field_of(q, t, in);
    case S_EACH:
        a = of(q, t->a, in);
        return a & (H_ARRAY | H_OBJECT) ? any_of(a) : 0;
    case S_PIPE:
        return of(q, t->b, of(q, t->a, in));
    case S_COMMA:
        a = of(q, t->a, in);
        return a | of(q, t->b, in);
    case S_ALTERNATIVE:
        a = of(q, t->a, in);
        return (a & ~(unsigned)H_NO) | of(q, t->b, in);
    case S_AND:
    case S_OR:
        return and_or(q, t, in);
    case S_BINARY:
        if (slice_is(t->name, "==") || slice_is(t->name, "!="))
            return equal_of(q, t, in);
        of(q, t->a, in);
        of(q, t->b, in);
        return H_ANY | H_MADE;
    case S_IF:
        return if_of(q, t, in);
    case S_CALL:
        return call_of(q, t, in);
    case S_AS:
        return as_of(q, t, in);
    case S_VARIABLE:
        return variable_of(q, t);
    case S_COLLECT:
        return array_of(q, t, in);
    case S_OBJECT:
        return object_of(q, t, in);
    case S_DEF:
        return def_of(q, t, in);
    default:
        q->unsure = true;
        return H_ANY | H_MADE;
    }
}

static bool
ask(struct question *q, struct memory *m, struct slice program, unsigned in, struct buf *why)
{
    jmp_buf out;
    m->out = &out;
    if (setjmp(out))
        return true;
    const struct tree *t = syntax_read(m, m, program, why);
    return !t || of(q, t, in) & H_TRUE || q->unsure;
}

bool
holds_maybe(struct slice program, char first, holds_known *known, void *with)
{
    struct memory m = {.most = TREE_MEMORY_MAX};
    struct question q = {.known = known, .with = with};
    struct buf why = {0};
    bool maybe = ask(&q, &m, program, first == '{' ? H_OBJECT : first == '[' ? H_ARRAY : H_ANY, &why);
    memory_free(&m);
    buf_free(&why);
    return maybe;
}
