/* The subset of jq 1.6's grammar that the native engine runs, with its precedences:
 *
 *   program    = pipe
 *   pipe       = def pipe | term "as" pattern "|" pipe | "label" $name "|" pipe | comma [ "|" pipe ]
 *   comma      = alternative { "," alternative }
 *   alternative = update [ "//" alternative ]
 *   update     = or [ ( "=" | "|=" | "+=" | "-=" | "*=" | "/=" | "%=" | "//=" ) update-operand ]
 *   or         = and { "or" and }
 *   and        = compare { "and" compare }
 *   compare    = sum [ ( "==" | "!=" | "<" | "<=" | ">" | ">=" ) sum ]
 *   sum        = product { ( "+" | "-" ) product }
 *   product    = unary { ( "*" | "/" | "%" ) unary }
 *   unary      = "-" product | postfix
 *   postfix    = ( term | if | try | reduce | foreach | def pipe | term "as" … | "label" … ) { "?" }
 *   try        = "try" operand [ "catch" operand ]         an operand takes no binary operator and no "?"
 *   if         = "if" pipe "then" pipe { "elif" pipe "then" pipe } "else" pipe "end"
 *   reduce     = "reduce" term "as" pattern "(" pipe ";" pipe ")"
 *   foreach    = "foreach" term "as" pattern "(" pipe ";" pipe [ ";" pipe ] ")"
 *   def        = "def" name [ "(" ( name | $name ) { ";" … } ")" ] ":" pipe ";"
 *   term       = primary { suffix }
 *   primary    = "." | ".." | .name | "." string | number | string | @format [ string ] | "(" pipe ")"
 *              | "[" [ pipe ] "]" | "{" [ pair { "," pair } [ "," ] ] "}" | $name | "break" $name
 *              | name [ "(" pipe { ";" pipe } ")" ]
 *   suffix     = ( .name | "." string | "[" pipe "]" | "[" [ pipe ] ":" [ pipe ] "]" | "[" "]" ) [ "?" ]
 *   pair       = name | $name | string | ( name | keyword | string | "(" pipe ")" ) ":" value
 *   value      = ( term | "-" value ) { "|" value }
 *   pattern    = $name | "[" pattern { "," pattern } "]" | "{" key { "," key } "}"
 *   key        = $name [ ":" pattern ] | ( name | keyword | string ) ":" pattern
 *
 * A term is asked for first wherever "as" could follow it; a def, an "as" or a label takes everything up to
 * the end of its bracket, also behind an operator, as in jq. */
#include "parser.h"

#include <string.h>

#define TIGHTEST 6 /* one beyond the tightest level of operators */

static struct tree *binary(struct parser *p, int level);
static struct tree *postfix(struct parser *p, bool question);

struct tree *
syntax_new(struct memory *m, enum syntax is, struct tree *a, struct tree *b)
{
    struct tree *t = memory_take(m, sizeof *t);
    *t = (struct tree){.is = is, .a = a, .b = b};
    return t;
}

void
syntax_add(struct memory *m, struct syntax_list *list, struct tree *t)
{
    if (list->n == list->cap) {
        uint32_t cap = list->cap ? 2 * list->cap : 4;
        struct tree **at = memory_take(m, cap * sizeof(struct tree *));
        if (list->n)
            memcpy(at, list->at, list->n * sizeof(struct tree *));
        list->at = at;
        list->cap = cap;
    }
    list->at[list->n++] = t;
}

static struct tree *
if_of(struct parser *p)
{
    struct tree *t = parse_make(p, S_IF, NULL, NULL);
    if (!(t->a = parse_pipe(p)) || !parse_need(p, "then") || !(t->b = parse_pipe(p)))
        return NULL;
    if (parse_take(p, "elif")) {
        if (++p->depth > NESTING_MAX)
            return parse_fail(p, "nested too deep");
        t->c = if_of(p);
        p->depth--;
        return t->c ? t : NULL;
    }
    return parse_need(p, "else") && (t->c = parse_pipe(p)) && parse_need(p, "end") ? t : NULL;
}

static struct tree *
loop(struct parser *p, enum syntax is_a)
{
    struct tree *t = parse_make(p, is_a, NULL, NULL);
    if (!(t->a = parse_term(p)) || !parse_need(p, "as") || !(t->pattern = parse_pattern(p)) ||
        !parse_need(p, "(") || !(t->b = parse_pipe(p)) || !parse_need(p, ";") || !(t->c = parse_pipe(p)))
        return NULL;
    if (is_a == S_FOREACH && parse_take(p, ";") && !(t->d = parse_pipe(p)))
        return NULL;
    return parse_need(p, ")") ? t : NULL;
}

static bool
params(struct parser *p, struct tree *t)
{
    size_t cap = 0;
    do {
        if (t->nparams == cap) {
            struct slice *more = memory_take(p->m, (cap = 2 * cap + 4) * sizeof *more);
            if (t->nparams)
                memcpy(more, t->params, t->nparams * sizeof *more);
            t->params = more;
        }
        const char *from = p->l.text.p;
        bool dollar = parse_take(p, "$");
        if (p->l.token != T_WORD || (dollar && p->l.text.p != from + 1))
            return parse_fail(p, "not native syntax");
        t->params[t->nparams++] = (struct slice){p->l.text.p - dollar, p->l.text.n + dollar};
        lex_next(&p->l);
    } while (parse_take(p, ";"));
    return parse_need(p, ")");
}

/* `def f($a): body` is `def f(a): a as $a | body`. */
static struct tree *
bind_params(struct parser *p, const struct tree *def, struct tree *body)
{
    for (size_t i = def->nparams; i-- > 0;) {
        if (*def->params[i].p != '$')
            continue;
        struct tree *argument = parse_make(p, S_CALL, NULL, NULL);
        struct pattern *variable = memory_take(p->m, sizeof *variable);
        argument->name = (struct slice){def->params[i].p + 1, def->params[i].n - 1};
        *variable = (struct pattern){.name = argument->name};
        body = parse_make(p, S_AS, argument, body);
        body->pattern = variable;
    }
    return body;
}

/* From behind the word: up to the `;`. */
static struct tree *
one_def(struct parser *p)
{
    struct tree *t = parse_make(p, S_DEF, NULL, NULL), *body;
    t->name = p->l.text;
    if (p->l.token != T_WORD)
        return parse_fail(p, "not native syntax");
    lex_next(&p->l);
    if (parse_take(p, "(") && !params(p, t))
        return NULL;
    if (!parse_need(p, ":") || !(body = parse_pipe(p)) || !parse_need(p, ";"))
        return NULL;
    t->a = bind_params(p, t, body);
    return t;
}

/* One after the other, so that many do not nest, and what follows them. */
static struct tree *
def(struct parser *p)
{
    struct tree *first = one_def(p), *last = first;
    while (last && parse_take(p, "def")) {
        if (++p->chained > CHAINED_MAX)
            return parse_fail(p, "a program that is too long");
        last->b = one_def(p);
        last = last->b;
    }
    return last && (last->b = parse_pipe(p)) ? first : NULL;
}

static struct tree *
try_of(struct parser *p)
{
    struct tree *t = parse_make(p, S_TRY, NULL, NULL);
    if (!(t->a = postfix(p, false)))
        return NULL;
    if (parse_take(p, "catch") && !(t->b = postfix(p, false)))
        return NULL;
    return t;
}

static struct tree *
term_or_as(struct parser *p)
{
    struct tree *t = parse_term(p);
    if (!t || !parse_take(p, "as"))
        return t;
    t = parse_make(p, S_AS, t, NULL);
    return (t->pattern = parse_pattern(p)) && parse_need(p, "|") && (t->b = parse_pipe(p)) ? t : NULL;
}

/* What stands between operators; the kinds that end in a pipe take all that follows. */
static struct tree *
postfix_start(struct parser *p)
{
    struct tree *t;
    if (p->l.token != T_KEYWORD && p->l.token != T_SIGN)
        return term_or_as(p);
    if (parse_take(p, "if"))
        return if_of(p);
    if (parse_take(p, "try"))
        return try_of(p);
    if (parse_take(p, "reduce"))
        return loop(p, S_REDUCE);
    if (parse_take(p, "foreach"))
        return loop(p, S_FOREACH);
    if (parse_take(p, "def"))
        return def(p);
    if (parse_take(p, "label")) {
        t = parse_make(p, S_LABEL, NULL, NULL);
        return parse_variable(p, &t->name) && parse_need(p, "|") && (t->a = parse_pipe(p)) ? t : NULL;
    }
    if (parse_take(p, "-")) {
        t = binary(p, 5);
        return t ? parse_make(p, S_NEGATE, t, NULL) : NULL;
    }
    return term_or_as(p);
}

static struct tree *
postfix(struct parser *p, bool question)
{
    if (++p->depth > NESTING_MAX)
        return parse_fail(p, "nested too deep");
    struct tree *t = postfix_start(p);
    while (t && question && parse_take(p, "?"))
        t = ++p->chained > CHAINED_MAX ? parse_fail(p, "a program that is too long")
                                       : parse_make(p, S_TRY, t, NULL);
    p->depth--;
    return t;
}

/* How tightly the operator binds that the token is, loosest first; -1: it is none. */
static int
level_of(const struct parser *p)
{
    bool one = p->l.text.n == 1;
    if (!p->l.code)
        return -1;
    switch (*p->l.text.p) {
    case '|':
        return parse_is(p, "|=") ? 0 : -1;
    case 'o':
        return parse_is(p, "or") ? 1 : -1;
    case 'a':
        return parse_is(p, "and") ? 2 : -1;
    case '=':
        return one ? 0 : 3;
    case '!':
    case '<':
    case '>':
        return 3;
    case '+':
    case '-':
        return one ? 4 : 0;
    case '*':
    case '%':
        return one ? 5 : 0;
    case '/':
        return one ? 5 : parse_is(p, "//") ? -1 : 0;
    default:
        return -1;
    }
}

/* Operators of this level and tighter ones. Levels 0 and 3 do not chain. */
static struct tree *
binary(struct parser *p, int level)
{
    static const enum syntax kinds[] = {S_UPDATE, S_OR, S_AND, S_BINARY, S_BINARY, S_BINARY};
    struct tree *t = postfix(p, true);
    for (int is, last = TIGHTEST; t && (is = level_of(p)) >= level; last = is) {
        struct slice name = p->l.text;
        lex_next(&p->l);
        if (++p->chained > CHAINED_MAX || (is == last && (is == 0 || is == 3)))
            return parse_fail(p, "not native syntax");
        struct tree *right = is + 1 < TIGHTEST ? binary(p, is + 1) : postfix(p, true);
        t = right ? parse_make(p, kinds[is], t, right) : NULL;
        if (t)
            t->name = name;
    }
    return t;
}

static struct tree *
alternative(struct parser *p)
{
    struct tree *t = binary(p, 0);
    if (!t || !parse_take(p, "//"))
        return t;
    if (++p->depth > NESTING_MAX)
        return parse_fail(p, "nested too deep");
    struct tree *right = alternative(p);
    p->depth--;
    return right ? parse_make(p, S_ALTERNATIVE, t, right) : NULL;
}

struct tree *
parse_pipe(struct parser *p)
{
    if (++p->depth > NESTING_MAX)
        return parse_fail(p, "nested too deep");
    struct tree *t = alternative(p);
    while (t && parse_take(p, ",")) {
        struct tree *right = alternative(p);
        t = right ? parse_make(p, S_COMMA, t, right) : NULL;
    }
    if (t && parse_take(p, "|")) {
        struct tree *right = parse_pipe(p);
        t = right ? parse_make(p, S_PIPE, t, right) : NULL;
    }
    p->depth--;
    return t;
}

struct tree *
syntax_read(struct memory *m, struct memory *values, struct slice program, struct buf *why)
{
    struct parser p = {
        .l = {.p = program.p, .end = program.p + program.n}, .m = m, .values = values, .why = why};
    p.input = parse_make(&p, S_IDENTITY, NULL, NULL);
    lex_next(&p.l);
    struct tree *t = parse_pipe(&p);
    if (t && p.l.token != T_END)
        return parse_fail(&p, "not native syntax");
    return t;
}
