/* What the files of the planner share: from a syntax tree and a scope to the nodes of a plan. NULL:
 * planner.why says what is not native. */
#ifndef SM_JQ_PLANNER_H
#define SM_JQ_PLANNER_H

#include "eval.h"
#include "syntax.h"

enum binding { B_VALUE, B_CONST, B_DEF, B_PARAM, B_INSIDE, B_LABEL };

struct scope {
    const struct scope *up;
    enum binding is;
    struct slice name;
    size_t arity;
    uint32_t slot;
    struct val value;
    const struct tree *tree;   /* of a def */
    struct tree *argument;     /* what a parameter stands for … */
    const struct scope *where; /* … and where that was written */
};

struct planner {
    struct run *r;      /* its memory: of the values that a plan has */
    struct memory *m;   /* of nodes and scopes */
    struct plan *input; /* `.`: one for all places */
    struct buf *why;
    uint32_t slots;
    size_t nodes;
    int depth;
};

/* plan_node.c: nodes. A list's parts are added one by one; a node that is constant by then is worked out by
 * plan_fold. */
struct plan *plan_refuse(struct planner *p, const char *what,
                         struct slice name); /* notes the first reason; NULL */
struct plan *plan_node(struct planner *p, enum step is, enum outputs outputs);
struct plan *plan_const(struct planner *p, struct val v);
struct plan *plan_input(struct planner *p);
struct plan *plan_list(struct planner *p, enum step is, size_t n); /* room for n parts */
void plan_add(struct plan *list, struct plan *one);
struct plan *plan_fold(struct planner *p, struct plan *n);
enum outputs plan_most(enum outputs a, enum outputs b);
struct plan *plan_call(struct planner *p, builtin *run, bool pure, struct plan *a, struct plan *b,
                       struct plan *c);
struct plan *plan_pipe(struct planner *p, struct plan *a, struct plan *b);
struct plan *plan_field(struct planner *p, struct plan *target, struct plan *key, bool optional);
struct plan *plan_at(struct planner *p, struct plan *target, struct val key, bool optional);
struct plan *plan_each(struct planner *p, struct plan *target, bool optional);

/* plan_bind.c: what a name stands for, and the syntax that gives names */
struct scope *scope_add(struct planner *p, const struct scope *up, enum binding is, struct slice name);
struct scope *scope_slot(struct planner *p, const struct scope *up, enum binding is, struct slice name,
                         uint32_t slot);
struct scope *scope_const(struct planner *p, const struct scope *up, struct slice name, struct val v);
struct plan *plan_as(struct planner *p, const struct tree *t, const struct scope *s);
struct plan *plan_loop(struct planner *p, const struct tree *t, const struct scope *s); /* reduce, foreach */
struct plan *plan_variable(struct planner *p, struct slice name, const struct scope *s);
struct plan *plan_label(struct planner *p, const struct tree *t, const struct scope *s);
struct plan *plan_break(struct planner *p, const struct tree *t, const struct scope *s);

/* plan_call.c: definitions and calls */
struct plan *plan_defs(struct planner *p, const struct tree *t,
                       const struct scope *s); /* and what follows them */
struct plan *plan_call_of(struct planner *p, const struct tree *t, const struct scope *s);
struct plan *plan_update(struct planner *p, const struct tree *t,
                         const struct scope *s); /* `=` `|=` `+=` … */

/* plan.c: everything */
struct plan *plan_of(struct planner *p, const struct tree *t, const struct scope *s);

#endif
