/* What the files of the parser share. */
#ifndef SM_JQ_PARSER_H
#define SM_JQ_PARSER_H

#include "../limits.h"
#include "syntax.h"

struct parser {
    struct lexer l;
    struct memory *m, *values;
    struct tree *input; /* `.`: one for all places */
    struct buf *why;
    int depth;
    int chained; /* suffixes and operators so far */
};

void *parse_fail(struct parser *p, const char *what); /* notes the first reason; NULL */
struct tree *parse_make(struct parser *p, enum syntax is, struct tree *a, struct tree *b);
struct tree *parse_field(struct parser *p, struct tree *of, struct tree *key);

static inline bool /* the token is this sign or keyword */
parse_is(const struct parser *p, const char *text)
{
    return p->l.code == lex_code(text, strlen(text));
}

static inline bool /* the same, and goes on */
parse_take(struct parser *p, const char *text)
{
    if (!parse_is(p, text))
        return false;
    lex_next(&p->l);
    return true;
}

bool parse_need(struct parser *p, const char *text);              /* the same, or notes the reason */
bool parse_variable(struct parser *p, struct slice *name);        /* $name */
struct tree *parse_term(struct parser *p);
struct tree *parse_pipe(struct parser *p);
struct pattern *parse_pattern(struct parser *p);

#endif
