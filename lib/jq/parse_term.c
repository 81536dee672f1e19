/* Terms, their suffixes, strings, objects, and the patterns of `as`. The grammar stands in parse.c. */
#include "parser.h"

void *
parse_fail(struct parser *p, const char *what)
{
    if (!p->why->n)
        buf_format(p->why, "%s at `%.*s`", what, (int)(p->l.text.n < 30 ? p->l.text.n : 30), p->l.text.p);
    return NULL;
}

struct tree *
parse_make(struct parser *p, enum syntax is, struct tree *a, struct tree *b)
{
    return syntax_new(p->m, is, a, b);
}

static struct tree *
literal(struct parser *p, struct val v)
{
    struct tree *t = parse_make(p, S_LITERAL, NULL, NULL);
    t->value = v;
    return t;
}

static struct val
name_value(struct slice name)
{
    struct val v = val_string(name.p, name.n);
    v.form = CLEAN;
    return v;
}

/* A string literal of it. */
static struct tree *
name_literal(struct parser *p, struct slice name)
{
    return literal(p, name_value(name));
}

struct tree *
parse_field(struct parser *p, struct tree *of, struct tree *key)
{
    struct tree *t = parse_make(p, S_FIELD, of, NULL);
    if (key->is == S_LITERAL)
        t->value = key->value;
    else
        t->b = key;
    return t;
}

static struct tree * /* of.name, the token */
named_field(struct parser *p, struct tree *of)
{
    struct tree *t = parse_make(p, S_FIELD, of, NULL);
    t->value = name_value(p->l.text);
    lex_next(&p->l);
    t->optional = parse_take(p, "?");
    return t;
}

bool
parse_need(struct parser *p, const char *text)
{
    return parse_take(p, text) || parse_fail(p, "not native syntax");
}

bool
parse_variable(struct parser *p, struct slice *name)
{
    if (!parse_need(p, "$"))
        return false;
    *name = p->l.text;
    if (p->l.token != T_WORD)
        return parse_fail(p, "a name is missing");
    lex_next(&p->l);
    return true;
}

/* From behind the opening quote; a string without interpolation becomes a literal. */
static struct tree *
string(struct parser *p, struct slice format)
{
    struct tree *t = NULL;
    struct val text;
    bool more = true;
    while (more) {
        if (!lex_string(&p->l, p->values, &text, &more))
            return parse_fail(p, "a string that is not native");
        if (!t && !more) {
            lex_next(&p->l);
            return literal(p, text);
        }
        if (!t)
            t = parse_make(p, S_STRING, NULL, NULL);
        t->name = format;
        if (text.n)
            syntax_add(p->m, &t->parts, literal(p, text));
        if (more) {
            lex_next(&p->l);
            struct tree *inside = parse_pipe(p);
            if (!inside || !parse_is(p, ")"))
                return parse_fail(p, "a bracket is missing");
            struct tree *formatted = parse_make(p, S_FORMAT, inside, NULL);
            formatted->name = format;
            syntax_add(p->m, &t->parts, formatted);
        }
    }
    lex_next(&p->l);
    return t;
}

static struct tree *
format(struct parser *p)
{
    struct slice name = p->l.text;
    if (!slice_is(name, "text") && !slice_is(name, "json"))
        return parse_fail(p, "a format that is not native");
    lex_next(&p->l);
    if (p->l.token == T_QUOTE)
        return string(p, name);
    struct tree *t = parse_make(p, S_FORMAT, p->input, NULL);
    t->name = name;
    return t;
}

static struct tree *
optional(struct parser *p, struct tree *t)
{
    if (t)
        t->optional = parse_take(p, "?");
    return t;
}

/* Behind `t[`. */
static struct tree *
subscript(struct parser *p, struct tree *t)
{
    struct tree *from = NULL, *to = NULL;
    if (parse_take(p, "]"))
        return optional(p, parse_make(p, S_EACH, t, NULL));
    if (!parse_is(p, ":") && !(from = parse_pipe(p)))
        return NULL;
    if (parse_take(p, "]"))
        return optional(p, parse_field(p, t, from));
    if (!parse_need(p, ":") || (!(from && parse_is(p, "]")) && !(to = parse_pipe(p))) || !parse_need(p, "]"))
        return NULL;
    t = parse_make(p, S_SLICE, t, from);
    t->c = to;
    return optional(p, t);
}

static struct tree *
value(struct parser *p)
{
    struct tree *t = NULL;
    if (++p->depth > NESTING_MAX)
        return parse_fail(p, "nested too deep");
    if (parse_take(p, "-")) {
        if ((t = value(p)))
            t = parse_make(p, S_NEGATE, t, NULL);
    } else {
        t = parse_term(p);
    }
    if (t && parse_take(p, "|")) {
        struct tree *rest = value(p);
        t = rest ? parse_make(p, S_PIPE, t, rest) : NULL;
    }
    p->depth--;
    return t;
}

static struct tree *
pair_value(struct parser *p)
{
    return parse_need(p, ":") ? value(p) : NULL;
}

static bool
pair(struct parser *p, struct tree *object)
{
    struct tree *key = NULL, *val = NULL;
    struct slice name = p->l.text;
    if (parse_is(p, "$")) {
        if (!parse_variable(p, &name))
            return false;
        key = name_literal(p, name);
        val = parse_make(p, S_VARIABLE, NULL, NULL);
        val->name = name;
    } else if (parse_take(p, "(")) {
        if (!(key = parse_pipe(p)) || !parse_need(p, ")") || !(val = pair_value(p)))
            return false;
    } else if (p->l.token == T_WORD || p->l.token == T_KEYWORD) {
        bool word = p->l.token == T_WORD;
        lex_next(&p->l);
        key = name_literal(p, name);
        val = word && !parse_is(p, ":") ? parse_field(p, p->input, key) : pair_value(p);
    } else if (p->l.token == T_QUOTE || p->l.token == T_FORMAT) {
        key = p->l.token == T_QUOTE ? string(p, (struct slice){"text", 4}) : format(p);
        if (!key || (key->is == S_FORMAT))
            return parse_fail(p, "an object key is missing");
        val = !parse_is(p, ":") ? parse_field(p, p->input, key) : pair_value(p);
    }
    if (!key || !val)
        return parse_fail(p, "an object key is missing");
    syntax_add(p->m, &object->parts, key);
    syntax_add(p->m, &object->parts, val);
    return true;
}

static struct tree *
object(struct parser *p)
{
    struct tree *t = parse_make(p, S_OBJECT, NULL, NULL);
    while (!parse_take(p, "}"))
        if (!pair(p, t) || (!parse_is(p, "}") && !parse_need(p, ",")))
            return NULL;
    return t;
}

static struct tree *
call(struct parser *p)
{
    struct tree *t = parse_make(p, S_CALL, NULL, NULL), *one;
    t->name = p->l.text;
    lex_next(&p->l);
    if (!parse_take(p, "("))
        return t;
    do {
        if (!(one = parse_pipe(p)))
            return NULL;
        syntax_add(p->m, &t->parts, one);
    } while (parse_take(p, ";"));
    return parse_need(p, ")") ? t : NULL;
}

static struct tree *
point(struct parser *p)
{
    struct tree *key;
    if (p->l.token != T_QUOTE && p->l.token != T_FORMAT)
        return p->input;
    key = p->l.token == T_QUOTE ? string(p, (struct slice){"text", 4}) : format(p);
    if (!key || key->is == S_FORMAT)
        return parse_fail(p, "not native syntax");
    return optional(p, parse_field(p, p->input, key));
}

static struct tree *
number(struct parser *p)
{
    struct val v = val_number(val_number_read(p->l.text.p, p->l.text.n));
    lex_next(&p->l);
    return literal(p, v);
}

static struct tree *
bracketed(struct parser *p)
{
    struct tree *t;
    if (parse_take(p, "(")) {
        t = parse_pipe(p);
        return t && parse_need(p, ")") ? t : NULL;
    }
    if (parse_take(p, "{"))
        return object(p);
    if (!parse_need(p, "["))
        return NULL;
    t = parse_make(p, S_COLLECT, NULL, NULL);
    if (parse_take(p, "]"))
        return t;
    t->a = parse_pipe(p);
    return t->a && parse_need(p, "]") ? t : NULL;
}

static struct tree *
primary(struct parser *p)
{
    struct tree *t;
    switch (p->l.token) {
    case T_NUMBER:
        return number(p);
    case T_QUOTE:
        return string(p, (struct slice){"text", 4});
    case T_FORMAT:
        return format(p);
    case T_WORD:
        return call(p);
    case T_FIELD:
        return named_field(p, p->input);
    case T_SIGN:
    case T_KEYWORD:
        if (parse_take(p, "."))
            return point(p);
        if (parse_take(p, ".."))
            return parse_make(p, S_RECURSE, NULL, NULL);
        t = parse_make(p, parse_is(p, "$") ? S_VARIABLE : S_BREAK, NULL, NULL);
        if (parse_is(p, "$") || parse_take(p, "break"))
            return parse_variable(p, &t->name) ? t : NULL;
        return bracketed(p);
    default:
        return parse_fail(p, "not native syntax");
    }
}

struct tree *
parse_term(struct parser *p)
{
    struct tree *t = primary(p);
    while (t) {
        if (p->chained > CHAINED_MAX)
            return parse_fail(p, "a program that is too long");
        if (p->l.token == T_FIELD) {
            t = named_field(p, t);
        } else if (parse_take(p, "[")) {
            t = subscript(p, t);
        } else if (parse_take(p, ".")) {
            if (p->l.token != T_QUOTE)
                return parse_fail(p, "not native syntax");
            struct tree *key = string(p, (struct slice){"text", 4});
            t = key ? optional(p, parse_field(p, t, key)) : NULL;
        } else {
            break;
        }
        p->chained++;
    }
    return t;
}

static bool
pattern_key(struct parser *p, struct pattern *object, struct pattern ***end)
{
    struct tree *key = NULL;
    struct pattern *one;
    struct slice name = p->l.text;
    if (parse_is(p, "$")) {
        if (!parse_variable(p, &name))
            return false;
        if (parse_is(p, ":"))
            return parse_fail(p, "not native syntax");
        one = memory_take(p->m, sizeof *one);
        *one = (struct pattern){.name = name};
        key = name_literal(p, name);
    } else {
        if (p->l.token == T_QUOTE)
            key = string(p, (struct slice){"text", 4});
        else if (p->l.token == T_WORD || p->l.token == T_KEYWORD)
            lex_next(&p->l), key = name_literal(p, name);
        if (!key || key->is != S_LITERAL)
            return parse_fail(p, "not native syntax");
        if (!parse_need(p, ":") || !(one = parse_pattern(p)))
            return false;
    }
    syntax_add(p->m, &object->keys, key);
    **end = one;
    *end = &one->next;
    return true;
}

struct pattern *
parse_pattern(struct parser *p)
{
    struct pattern *t = memory_take(p->m, sizeof *t), **end = &t->first;
    *t = (struct pattern){0};
    if (++p->depth > NESTING_MAX)
        return parse_fail(p, "nested too deep");
    if (parse_is(p, "$")) {
        p->depth--;
        return parse_variable(p, &t->name) ? t : NULL;
    }
    bool array = parse_is(p, "[");
    if (!parse_take(p, "[") && !parse_need(p, "{"))
        return NULL;
    do {
        if (array ? !(*end = parse_pattern(p)) : !pattern_key(p, t, &end))
            return NULL;
        if (array)
            end = &(*end)->next;
    } while (parse_take(p, ","));
    p->depth--;
    return parse_need(p, array ? "]" : "}") ? t : NULL;
}
