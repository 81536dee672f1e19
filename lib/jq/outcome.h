/* What the programs of a set gave for one record: outputs, as texts one behind the other or as values that are printed
 * when somebody asks for their text; and errors. */
#ifndef SM_JQ_OUTCOME_H
#define SM_JQ_OUTCOME_H

#include "../mem.h"
#include "value.h"

struct outcome {         /* of one program */
    size_t first, count; /* outputs: from `first` in outcomes.out */
    char *error;         /* in the pool, or NULL */
};

struct outcomes {
    struct outcome *of;
    size_t n; /* programs */
    struct output_place {
        struct val v; /* NONE: it is given as text */
        size_t at, n; /* bytes in text; of one with a value once it is printed */
    } * out;
    size_t outputs, cap;
    size_t unprinted; /* how many of them have a value only */
    struct buf text;
    struct pool pool;
};

void outcome_reset(struct outcomes *s);
void outcome_free(struct outcomes *s);
bool outcome_full(struct outcomes *s,
                  struct outcome *r); /* the bounds on outputs are reached: the error is noted */
void outcome_add(struct outcomes *s, struct outcome *r,
                 size_t from); /* an output was written to text, from there on */
/* An output that lives in the memory of the run until outcome_print. false: it has to be written to text instead. */
bool outcome_add_value(struct outcomes *s, struct outcome *r, struct val v);
void outcome_print(struct outcomes *s, struct memory *m); /* all values to text; m, of the run, is not bounded by it */
void outcome_fail(struct outcomes *s, struct outcome *r, struct slice why);
void outcome_drop(struct outcomes *s, struct outcome *r); /* as if the program had not run */

#endif
