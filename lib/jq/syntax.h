/* The text of a jq program as a tree. What this parser refuses is either wrong or outside what the native
 * engine runs: libjq then says which. */
#ifndef SM_JQ_SYNTAX_H
#define SM_JQ_SYNTAX_H

#include "value.h"

enum syntax {
    S_IDENTITY,
    S_RECURSE,  /* .. */
    S_LITERAL,  /* value */
    S_STRING,   /* parts; name: the format */
    S_FORMAT,   /* name, applied to the input */
    S_FIELD,    /* a[b], or a[value] where b is absent; optional */
    S_SLICE,    /* a[b:c], either may be absent; optional */
    S_EACH,     /* a[]; optional */
    S_COLLECT,  /* [a]; a may be absent */
    S_OBJECT,   /* parts: key, value, key, value … */
    S_VARIABLE, /* name */
    S_CALL,     /* name, parts */
    S_PIPE,     /* a | b */
    S_COMMA,
    S_BINARY, /* a name b: arithmetic or comparison */
    S_UPDATE, /* a name b: `=` `|=` `+=` … */
    S_ALTERNATIVE,
    S_AND,
    S_OR,
    S_NEGATE,  /* a */
    S_IF,      /* a then b else c */
    S_TRY,     /* a catch b; b may be absent */
    S_AS,      /* a as pattern | b */
    S_REDUCE,  /* reduce a as pattern (b; c) */
    S_FOREACH, /* foreach a as pattern (b; c; d); d may be absent */
    S_DEF,     /* def name(params): a; b */
    S_LABEL,   /* label name | a */
    S_BREAK,   /* name */
};

struct syntax_list {
    struct tree **at;
    uint32_t n, cap;
};

struct pattern { /* of `as`: a variable, an array of patterns, or an object of key and pattern */
    struct slice name;
    struct syntax_list keys; /* of an object */
    struct pattern *first, *next;
};

struct tree {   /* one cache line: no kind has both of what shares a place */
    uint8_t is; /* enum syntax */
    bool optional;
    bool planned;     /* once at least, where it stands */
    uint32_t nparams; /* of a def */
    union {
        struct slice name;
        struct val value;
    };
    struct tree *a, *b;
    union {
        struct {
            struct tree *c, *d;
        };
        struct syntax_list parts;
    };
    union {
        struct slice *params; /* of a def; `$name` for a value, which the body binds itself */
        struct pattern *pattern;
    };
};

/* The tree lives in m; what values it has that do not stand in the program, in values. NULL: why says what
 * was met that is not native. */
struct tree *syntax_read(struct memory *m, struct memory *values, struct slice program, struct buf *why);
struct tree *syntax_new(struct memory *m, enum syntax is, struct tree *a, struct tree *b);
void syntax_add(struct memory *m, struct syntax_list *list, struct tree *t);

enum token { T_END, T_BAD, T_WORD, T_KEYWORD, T_FIELD, T_FORMAT, T_NUMBER, T_QUOTE, T_SIGN };

struct lexer {
    const char *p, *end; /* p: behind the token */
    enum token token;
    uint64_t code;     /* of a sign or keyword: lex_code of it; else 0 */
    struct slice text; /* the token: a word, a sign, a field without its point, a format without its at */
};

void lex_next(struct lexer *l);

/* The text of a sign or keyword, up to eight bytes, as a number; worked out by the compiler where the text is
 * a literal. */
static inline uint64_t
lex_code(const char *text, size_t n)
{
    uint64_t code = 0;
    memcpy(&code, text, n < sizeof code ? n : sizeof code);
    return code;
}

/* The bytes of a string up to its closing quote, or to a `\(` (*more): where they stand in the program, or in
 * m where there are escapes. false: an escape that libjq would refuse. */
bool lex_string(struct lexer *l, struct memory *m, struct val *out, bool *more);

#endif
