/* A program as the native engine runs it: every definition put in place of its call, every variable a
 * numbered slot, constant parts worked out. Once it is packed, nodes never change. */
#ifndef SM_JQ_PLAN_H
#define SM_JQ_PLAN_H

#include "input.h"

enum step {
    P_INPUT,
    P_CONST,   /* value */
    P_SLOT,    /* the variable in slot */
    P_FIELD,   /* a[value]; optional */
    P_EACH,    /* a[]; optional */
    P_COLLECT, /* [a] */
    P_OBJECT,  /* list: key, value …; names: where all keys are constant and different, else NULL */
    P_CALL,    /* run(list…); the last argument is the outermost loop, as in jq */
    P_PIPE,    /* a | b */
    P_COMMA,   /* list */
    P_ALT,     /* a // b */
    P_AND,
    P_OR,
    P_IF,      /* a then b else c */
    P_TRY,     /* a catch b, or nothing */
    P_BIND,    /* a as slot | b */
    P_REDUCE,  /* reduce a as slot (b; c) */
    P_FOREACH, /* foreach a as slot (b; c; d) */
    P_LABEL,   /* slot: the label's number; a */
    P_BREAK,   /* out of the label in slot */
    P_EMPTY,
    P_RECURSE, /* .. */
    P_PATH,    /* path(a) */
    P_ANY_OF,  /* any(a; b), b with one output */
    P_ALL_OF,
    P_RANGE, /* list: from, below, by */
};

enum outputs {
    ONE,
    MAYBE,
    MANY
}; /* exactly one; one or none; any number, or a `try` that errors behind it come back to */

struct run;
struct plan;

/* One output for one input and one value of each argument. GO, FAIL or STOP; *out NONE: no output. */
typedef int builtin(struct run *r, const struct plan *p, struct val in, const struct val *args,
                    struct val *out);

/* The output of a plan that has at most one: GO, FAIL or STOP; *out NONE: no output. */
typedef int evaluator(struct run *r, const struct plan *p, struct val in, struct val *out);

#define PLAN_HINTS 4 /* by the last bits of the shape's number */
struct plan_hint {
    const struct shape *shape;
    uint32_t place; /* SHAPE_NONE: objects of that shape have no such member */
};

/* What a run looks at stands in the first cache line. */
struct plan {
    evaluator *one;  /* NULL: MANY */
    uint8_t is;      /* enum step */
    uint8_t outputs; /* enum outputs */
    bool optional;
    bool constant; /* depends on neither input nor variables */
    uint32_t n;    /* parts in list */
    struct plan *a, *b;
    struct val value;
    struct plan **list;
    builtin *run;
    struct plan_hint *hints; /* of a P_FIELD by name, PLAN_HINTS of them: where the member was found before */
    struct plan *c, *d;
    struct names *names;
    uint32_t slot;
    evaluator *usual; /* not NULL: `one` asks run.kept[kept] before it (keep.h) */
    uint32_t kept, varies;
};

struct names *plan_names(struct memory *m, struct val *keys); /* of another place */
void names_note(struct plan *object); /* which of its values are the same; once that is known of the parts */

struct plan_constant { /* a variable given from outside */
    struct slice name;
    struct val value;
};

struct plan_size {
    size_t slots; /* variables and labels */
    size_t nodes;
    size_t stack; /* C calls that can be open at once */
};

/* A plan to look at or to pack: its nodes live in m, their values in the memory of r. NULL: why says what is
 * not native. */
struct plan *plan_program(struct run *r, struct memory *m, struct slice program,
                          const struct plan_constant *vars, size_t nvars, struct plan_size *size,
                          struct buf *why);
struct plan_size plan_measure(const struct plan *p); /* slots apart */
/* The plan to run: a copy with its nodes side by side in the order of a run, each on cache lines of its own.
 */
struct plan *plan_packed(struct memory *m, const struct plan *p, size_t nodes);

struct builtin_entry {
    const char *name;
    size_t arity;
    builtin *run;
    bool pure; /* looks at its arguments only, not at the input */
};
const struct builtin_entry *builtin_find(struct slice name, size_t arity);
bool builtin_is_pure(builtin *run);
struct tree;
const struct tree *builtin_definition(struct slice name,
                                      size_t arity);    /* in jq, or NULL; read once for all programs */
bool builtin_is_there(struct slice name, size_t arity); /* either */

#endif
