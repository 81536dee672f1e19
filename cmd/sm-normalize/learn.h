/* What is learned of lines of one look. */
#ifndef NORMALIZE_LEARN_H
#define NORMALIZE_LEARN_H

#include "jq/follow.h"
#include "line.h"
#include "memo.h"
#include "normalizer.h"
#include "skeleton.h"
#include "stencil.h"

struct varying { /* a field that follows from texts of the line */
    uint8_t field;
    bool unset; /* a tag stands in its place */
    bool must;  /* where it is missing something else stands in its place */
    struct followed_member *from;
    struct memo *memo;        /* NULL: it is made anew each time */
    uint8_t uses[MEMO_PARTS]; /* the places that it follows from, where it has a memo */
    uint8_t n_uses;
};

struct learned {
    struct followed *followed;
    size_t output; /* which of the program's outputs is the finding */
    struct stencil *stencil;
    struct seen *seen[FOLLOW_PLACES_MAX]; /* of the places that something follows from */
    uint8_t looked[FOLLOW_PLACES_MAX];    /* those places */
    size_t n_looked;
    uint8_t unread[FOLLOW_PLACES_MAX]; /* those that hold arrays and objects that nothing follows from */
    size_t n_unread;
    struct varying varying[FOLLOW_MEMBERS_MAX + 1]; /* those with a memo first */
    size_t n, n_known;
    struct finding finding; /* what does not vary; what varies is of the line at hand */
    struct skeleton *skeleton;
    int64_t at;
    bool finish; /* each finding has times or a target of its own */
    bool varying_time[FINISH_GIVES];
    struct slice times[FINISH_GIVES]; /* finish_gives before that, where they do not vary themselves */
    unsigned tried, missed;
    struct pool pool;
};

/* From a line that has gone the usual way as far as the program: n->built is its one finding. NULL: lines
 * like it can only go that way. */
struct learned *learn_line(struct normalizer *n, const struct format *f, const struct line *line,
                           const struct report *r);
void learn_free(struct learned *l);

/* A field's value, appended to out, without a note. true: nothing else is to be said about it. */
bool learn_take(struct values *v, int field, json_val *value, struct buf *out);

#endif
