/* Running a plan on one input. A generator hands its outputs, one after the other, to a sink. */
#ifndef SM_JQ_EVAL_H
#define SM_JQ_EVAL_H

#include "plan.h"

enum { GO, FAIL, STOP }; /* FAIL: run.error says why; STOP: nobody wants more, out of everything */

struct sink { /* first member of what it needs to know */
    int (*take)(struct run *r, struct sink *k, struct val v);
};

struct regex;
struct kept;
struct run {
    struct memory m;
    struct val *slots; /* variables */
    size_t nslots;
    struct val error;
    uint64_t same; /* see keep.h; 0: nothing is kept */
    struct kept *kept;
    struct memory *keep; /* of what is kept */
    uint32_t labels;
    struct val *stack; /* items of arrays that are being collected, one array on top of the other */
    size_t top, cap;
    struct buf scratch;
    struct regex *regexes;
    jmp_buf out;
};

int eval_all(struct run *r, const struct plan *p, struct val in, struct sink *k);
extern evaluator *const eval_steps[]; /* by step, for plans of ONE or MAYBE output */
extern evaluator eval_collect, eval_list, eval_map, eval_first; /* collect.c */
int eval_call(struct run *r, const struct plan *p, struct val in, const struct val *args,
              struct val *out);      /* with `?` */
void eval_tune_node(struct plan *p); /* of one node, whose parts are done; it changes none of them */
void eval_tune(struct plan *p);      /* a faster evaluator where one fits; the whole plan is there */
int eval_each(struct run *r, const struct plan *p, struct val target, struct sink *k);
bool eval_is_break(const struct run *r, struct val label);
struct val eval_new_label(struct run *r);
void eval_push_more(struct run *r, struct val v);
void eval_free(struct run *r);

struct path { /* how a value was reached, last step first */
    const struct path *up;
    struct val key;
    uint32_t n;
};
bool plan_is_path(const struct plan *p);
int eval_paths(struct run *r, const struct plan *p, struct val in, struct sink *k); /* the paths as arrays */

static inline void
eval_push(struct run *r, struct val v)
{
    if (r->top < r->cap)
        r->stack[r->top++] = v;
    else
        eval_push_more(r, v);
}

static inline int
eval_one(struct run *r, const struct plan *p, struct val in, struct val *out)
{
    return p->one(r, p, in, out);
}

int eval_fail(struct run *r, struct val error);
int eval_fail_format(struct run *r, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* A library is not there: no fault of the value, so the run says so, once, and ends with 2. why: static text. */
int eval_fail_missing(struct run *r, const char *why);
int eval_fail_type(struct run *r, struct val v, const char *what); /* "number (1) WHAT" */
int eval_fail_types(struct run *r, struct val a, struct val b,
                    const char *what); /* "number (1) and null (null) WHAT" */

/* What several files call of the builtins. */
builtin builtin_index, builtin_slice, builtin_concat, builtin_plus, builtin_minus, builtin_error,
    builtin_getpath, builtin_range, builtin_equal, builtin_other, builtin_less, builtin_least,
    builtin_greater, builtin_most, builtin_type, builtin_not;
struct val eval_text(struct run *r, struct val v);                          /* tostring */
struct val eval_json(struct run *r, struct val v);                          /* tojson */
int eval_get(struct run *r, struct val v, struct val key, struct val *out); /* v[key] */
bool eval_bounds(struct val from, struct val to, size_t n, size_t *start, size_t *end);
int eval_fail_each(struct run *r, struct val v);
int eval_fail_key(struct run *r, struct val key); /* "Cannot use … as object key" */
void regex_free(struct run *r);

#endif
