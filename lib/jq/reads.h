/* What a program reads of its input: told from its plan, never too little. */
#ifndef SM_JQ_READS_H
#define SM_JQ_READS_H

#include "../buf.h"
#include "../mem.h"

struct reads {              /* of one value; a scalar is always read */
    struct slice name;      /* of the member that it is */
    bool whole;             /* all that is in it */
    bool asked;             /* whether it is there at all, be it null */
    struct reads *members;  /* of an object: these, and no others */
    struct reads *elements; /* of an array: each of them, so far; NULL: an array is read whole */
    struct reads *next;     /* the next member of the object that this one is in */
};

/* In pool. variable: a name without $ that the program may use. NULL: the program is not native, so all is
 * read. */
struct reads *reads_of(struct pool *pool, struct slice program, const char *variable);
const struct reads *reads_member(const struct reads *r, struct slice name); /* NULL: not read */
/* Is a member that is null the same to it as one that is not there? r: of an object; NULL: not read. */
bool reads_by_name(const struct reads *r);
bool reads_within(const struct reads *a,
                  const struct reads *b); /* does a read nothing but what b reads? NULL: all */

#endif
