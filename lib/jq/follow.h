/* How what a program gives for a line comes from the texts of the line. A program is followed on a line with
 * a head as it would run: which texts are copied into what it gives, which it looks at, and what stays the
 * same whatever they are. What was found holds for every line whose raw, and whose head's context if that was
 * followed too, has the same bytes but at the places, there values of the same kind, and at pinned places the
 * same bytes. What else stands in the head is the same, but for `source`, which no such program reads. */
#ifndef SM_JQ_FOLLOW_H
#define SM_JQ_FOLLOW_H

#include "programs.h"

#define FOLLOW_PLACES_MAX 128
#define FOLLOW_OUTPUTS_MAX 4
#define FOLLOW_MEMBERS_MAX 64

enum place_kind {
    PLACE_STRING, /* not empty; at and n without its quotes */
    PLACE_NUMBER,
    PLACE_BLOCK /* an array or an object, not empty */
};

struct place { /* of raw and then of the context, each in the order of its text */
    uint32_t at, n;
    uint8_t kind;
    bool head;   /* of the context */
    bool pinned; /* the program goes another way with another text */
};

struct place_set {
    uint64_t bits[FOLLOW_PLACES_MAX / 64];
};

struct place_text {    /* what a line has at a place */
    struct slice text; /* of a string: decoded */
    bool line;         /* a string: as json_line has it */
};

enum followed_kind {
    FOLLOWED_FIXED,  /* the same value for all these lines */
    FOLLOWED_COPIES, /* followed_value makes it from the texts */
    FOLLOWED_OTHER   /* it follows from the texts at the places that it uses, and from nothing else */
};

struct followed_piece { /* of a string or number in a copy */
    struct slice fixed; /* where its place is FOLLOW_PLACES_MAX */
    uint32_t place;
    bool number;
    bool line; /* a fixed one may stand in a line */
};

struct followed_member { /* of an object that the program gives */
    struct slice name;
    uint8_t kind;
    struct place_set uses;
    json_val *value;                /* on the line that was followed; of a copy: the texts given last */
    struct followed_copies *copies; /* of FOLLOWED_COPIES */
};

struct followed_output {
    json_val *fixed; /* an output that is the same for all these lines; NULL: an object of members */
    struct followed_member *members;
    size_t n;
};

struct followed {
    struct place *places;
    size_t n_places;
    struct followed_output outputs[FOLLOW_OUTPUTS_MAX];
    size_t n_outputs;
    struct followed_memory *memory; /* all of it lies there */
};

/* Of the line that programs_run_headed was given last, of which raw is the text of that member, and context
 * that of this one; absent: it stays as it is. varies: is a member with this name one whose texts are mostly
 * other ones in each line? NULL: it can't be told, or a program failed. */
struct followed *programs_follow(struct programs *set, size_t program, struct slice raw, struct slice context,
                                 bool (*varies)(struct slice name));
void followed_free(struct followed *f); /* NULL is nothing */

/* Is it JSON? Asked of the text at a place of PLACE_BLOCK that nothing follows from; deep nesting is none. */
bool followed_is_value(struct slice text);

/* A copy with these texts, by place; valid until the next one of this member. NULL: a number
 * that is written another way in a string. */
json_val *followed_value(struct followed_member *m, const struct place_text *texts);

/* A string or number in the value of a copy: the pieces that stand in it one behind the other. NULL: it is
 * the same for all these lines. */
const struct followed_piece *followed_pieces(const struct followed_member *m, json_val *in, size_t *n);

static inline bool
place_set_has(const struct place_set *s, size_t place)
{
    return s->bits[place / 64] >> place % 64 & 1;
}

#endif
