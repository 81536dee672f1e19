/* Values while a program runs: sixteen bytes that point into the parsed record, into the program's constants
 * or into the memory of this run. Nobody changes a value once it is made, so parts are shared and nothing is
 * copied. */
#ifndef SM_JQ_VALUE_H
#define SM_JQ_VALUE_H

#include <setjmp.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <yyjson.h>

#include "../buf.h"
#include "../limits.h"

/* In jq's sort order. The high bit tells lib/json.c that it has a program's value before it and no
 * yyjson_val. */
#define KIND_BIT 0x80
enum kind { NONE, K_NULL = KIND_BIT + 1, K_FALSE, K_TRUE, K_NUMBER, K_STRING, K_ARRAY, K_OBJECT };
enum form {
    PLAIN, /* a double, bytes, items or members */
    TEXT,  /* a number as it was written */
    READ,  /* an array or object as it was read; an object has READ_HEADER bytes in front (shape.h) */
    CLEAN, /* a string with nothing to escape */
    ROOMY, /* bytes, items or members with a struct room in front and spare room behind */
    MADE,  /* an object with a struct made in front of its members */
    LINE,  /* a string that lib/json.h calls a line */
};

struct member;
struct val {
    uint8_t kind, form;
    uint16_t depth; /* of containers made by a program */
    uint32_t n;     /* bytes, items or members */
    union {
        double number;
        const char *text;
        const struct val *items;
        const struct member *members;
    };
};
struct member {
    struct val key, val;
};

/* The names of the objects that one place in a program makes, where all are constant and different. */
struct names {
    uint64_t number;   /* no other place's; not 0 */
    uint64_t constant; /* bits of members, by place: the same in all these objects */
    uint64_t kept;     /* the same in those of one run.same */
    struct val *keys;
};
struct made {
    const struct names *names;
    uint64_t same; /* run.same */
};

#define READ_HEADER 16
#define READ_SPARE 32 /* bytes behind text that may be looked at */

/* The memory of one run: taken piece by piece, given back all at once. */
struct memory {
    char *p, *end;
    struct memory_block *first, *now;
    size_t taken, most;
    jmp_buf *out; /* where to go when there is no more */
};

void *memory_more(struct memory *m, size_t n);
void memory_reset(struct memory *m);
void memory_free(struct memory *m);
_Noreturn void memory_out(struct memory *m); /* leaves the run: the program goes to libjq */

static inline void *
memory_take(struct memory *m, size_t n)
{
    n = n ? (n + 15) & ~(size_t)15 : 16;
    if ((size_t)(m->end - m->p) < n)
        return memory_more(m, n);
    void *r = m->p;
    m->p += n;
    return r;
}

static inline struct val
val_of(enum kind kind)
{
    return (struct val){.kind = (uint8_t)kind};
}

static inline struct val
val_bool(bool b)
{
    return val_of(b ? K_TRUE : K_FALSE);
}

static inline struct val
val_number(double d)
{
    return (struct val){.kind = K_NUMBER, .number = d};
}

static inline struct val
val_string(const char *s, size_t n)
{
    return (struct val){.kind = K_STRING, .n = (uint32_t)n, .text = s};
}

#define VAL_TEXT(literal) \
    ((struct val){.kind = K_STRING, .form = CLEAN, .n = sizeof(literal) - 1, .text = "" literal})

static inline bool
val_true(struct val v)
{
    return v.kind > K_FALSE;
}

double val_double(struct val v);                                /* of a number */
bool val_same_text(struct val a, struct val b);                 /* two strings, equal bytes */
/* Where k bytes, at least one, stand first among n; or NULL. */
const char *val_find(const char *in, size_t n, const char *bytes, size_t k);
struct val val_copy(struct memory *m, const char *s, size_t n); /* a string of these bytes */
char *val_room(struct memory *m, size_t n, struct val *string); /* a string of n bytes to be filled in */
struct val val_array(struct memory *m, const struct val *v, size_t n); /* copies the items */
struct val val_items(struct memory *m, const struct val *v,
                     size_t n); /* an array over items that stay where they are */
struct val val_members(struct memory *m, const struct member *v, size_t n);
struct val val_made(struct memory *m, const struct made *made, size_t n,
                    unsigned depth); /* of the n members behind it; depth: of the deepest */
/* Each key once: at its first place, with its last value. Gives how many remain; m only for what it needs to
 * work. */
size_t val_drop_repeated(struct memory *m, struct member *members, size_t n);
struct val val_get(struct val object, struct val key); /* NONE: no such member */
struct val val_at(struct val array, size_t i);         /* i in range */
struct val val_put(struct memory *m, struct val object, struct val key, struct val v);
struct val val_join(struct memory *m, struct val a, struct val b);  /* two strings or two arrays */
struct val val_merge(struct memory *m, struct val a, struct val b); /* two objects; b wins */
struct val val_deep_merge(struct memory *m, struct val a, struct val b);
const char *val_kind(struct val v);   /* "object" */
size_t val_length(struct val string); /* code points */

struct each { /* over items or members, in order */
    struct val v;
    uint32_t left;
    union {
        const struct val *items;
        const struct member *members;
    };
};

/* Nothing for scalars. */
static inline struct each
val_each(struct val v)
{
    struct each e = {.v = v};
    if (v.kind < K_ARRAY)
        return e;
    e.left = v.n;
    e.items = v.items; /* or members: the same place */
    return e;
}

/* key is untouched for arrays, and may be NULL there */
static inline bool
val_next(struct each *e, struct val *key, struct val *v)
{
    if (!e->left)
        return false;
    e->left--;
    if (e->v.kind == K_ARRAY) {
        *v = *e->items++;
    } else {
        *key = e->members->key;
        *v = e->members++->val;
    }
    return true;
}

/* numbers */
double val_number_read(const char *s, size_t n);
bool val_number_plain(const char *s, size_t n); /* printed as it is written */
void val_number_print(struct buf *b, double d);

/* printing, as jq prints */
bool val_print(struct memory *m, struct buf *b, struct val v); /* false: nested too deep */
void val_print_text(struct buf *b, struct val string);

/* order */
int val_order(struct memory *m, struct val a, struct val b);
bool val_equal(struct memory *m, struct val a, struct val b);
void val_sort(struct memory *m, const struct val *keys, size_t n,
              uint32_t *at); /* at: positions, sorted; stable */
const struct member **val_sorted_members(struct memory *m, struct val object, size_t *n); /* by key */

#endif
