/* What the programs of a set gave for one record: output texts one behind the other, and errors. */
#ifndef SM_JQ_OUTCOME_H
#define SM_JQ_OUTCOME_H

#include "../buf.h"
#include "../mem.h"

struct outcome {         /* of one program */
    size_t first, count; /* outputs: from `first` in outcomes.out */
    char *error;         /* in the pool, or NULL */
};

struct outcomes {
    struct outcome *of;
    size_t n; /* programs */
    struct output_place {
        size_t at, n;          /* bytes in text */
        size_t member, members; /* of an object, in outcomes.member; 0: not known */
    } * out;
    struct member_place {
        size_t key, key_n, at, n; /* the key's bytes without quotes, the value's text */
    } * member;
    size_t members, members_cap;
    size_t outputs, cap;
    struct buf text;
    struct pool pool;
};

void outcome_reset(struct outcomes *s);
void outcome_free(struct outcomes *s);
bool outcome_full(struct outcomes *s,
                  struct outcome *r); /* the bounds on outputs are reached: the error is noted */
void outcome_add(struct outcomes *s, struct outcome *r,
                 size_t from, size_t members); /* an output was written to text, from there on; its members
                                                  are the last ones */
/* The output just begun at `from` is an object that has a member: key and value are written. */
void outcome_member(struct outcomes *s, struct member_place place);
void outcome_fail(struct outcomes *s, struct outcome *r, struct slice why);
void outcome_drop(struct outcomes *s, struct outcome *r); /* as if the program had not run */

#endif
