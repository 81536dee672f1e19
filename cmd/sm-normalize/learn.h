/* What is learned of lines of one look: of the program, once; and from that for the lines of each head. */
#ifndef NORMALIZE_LEARN_H
#define NORMALIZE_LEARN_H

#include "heading.h"
#include "jq/follow.h"
#include "memo.h"
#include "skeleton.h"
#include "stencil.h"
#include "verbatim.h"

struct varying { /* a field that follows from texts of the line */
    uint8_t field;
    uint8_t name; /* bytes of its name, in front of what is kept of it */
    struct followed_member *from;
    /* under the head at hand */
    bool settled; /* it follows from the head alone */
    bool unset;   /* a tag stands in its place */
    bool must;    /* where it is missing something else stands in its place */
    /* of one that is not kept: how plain texts are written; NULL: it is always made */
    struct verbatim *verbatim;
};

struct known { /* fields that follow from the same texts, kept by these */
    struct memo *memo;
    uint8_t uses[MEMO_PARTS]; /* the places */
    uint8_t n_uses;
    bool head; /* all of them are the head's */
    uint8_t varying[FOLLOW_MEMBERS_MAX + 1];
    size_t n;
};

enum headed_state {
    HEAD_OTHER, /* nothing is known of lines with that head */
    HEAD_NEW,   /* what follows from its texts is to be learned */
    HEAD_FITS
};

struct headed { /* what is learned, under the head at hand */
    uint64_t id;
    enum headed_state state;
    unsigned tried;
    struct finding finding; /* what does not vary; what varies is of the line at hand */
    /* what is kept, for the line at hand; with the name of a field that may be missing */
    struct slice kept[F_COUNT];
    struct skeleton *skeleton;
    int64_t at;
    bool finish; /* each finding has times or a target of its own */
    bool varying_time[FINISH_GIVES];
    struct slice times[FINISH_GIVES]; /* finish_gives before that, where they do not vary themselves */
    struct pool pool;
};

struct learned {
    struct followed *followed;
    size_t output; /* which of the program's outputs is the finding */
    const struct format *format;
    struct buf rest, context;       /* of the head that it was learned under */
    struct stencil *stencil, *head; /* of raw and of the context; the latter NULL: it is always the same */
    struct place_text texts[FOLLOW_PLACES_MAX]; /* of the head and the line at hand */
    uint8_t numbers[FOLLOW_PLACES_MAX];         /* of those that something follows from */
    struct seen *seen[FOLLOW_PLACES_MAX];
    /* the places of these, of raw and the head */
    uint8_t looked[FOLLOW_PLACES_MAX], head_looked[FOLLOW_PLACES_MAX];
    size_t n_looked, n_head_looked;
    /* those of raw that hold arrays and objects that nothing follows from */
    uint8_t unread[FOLLOW_PLACES_MAX];
    size_t n_unread;
    struct varying varying[FOLLOW_MEMBERS_MAX + 1]; /* those that are kept first */
    size_t n, n_kept;
    struct known known[FOLLOW_MEMBERS_MAX + 1];
    size_t n_known;
    struct finding base; /* what does not vary, as the program gave it */
    struct headed now;
    unsigned tried, missed;
    struct pool pool;
};

/* From a line that has gone the usual way as far as the program: n->built is its one finding. NULL: lines
 * like it can only go that way. follow_head: lines with other contexts may be like it. */
struct learned *learn_line(struct normalizer *n, const struct heading *h, const struct line *line,
                           bool follow_head);
void learn_free(struct learned *l);

/* Sets l->now for the lines with this head. */
void learn_head(struct learned *l, struct normalizer *n, const struct heading *h);

/* Writes the finding of the line at hand, which fits l: its texts are in l->texts. false: nothing was
 * written, as a text is new, or says more than a field holds. Memory of scratch is used again. */
bool learn_write(struct learned *l, struct normalizer *n, struct buf *scratch);

/* A field's value, appended to out, without a note. true: nothing else is to be said about it. */
bool learn_take(struct values *v, int field, json_val *value, struct buf *out);

static inline uint64_t /* 0: a text is not known */
learn_number(const struct learned *l, const struct known *k)
{
    uint64_t number = 0;
    for (size_t i = 0; i < k->n_uses; i++) {
        if (!l->numbers[k->uses[i]])
            return 0;
        number = number << 8 | l->numbers[k->uses[i]];
    }
    return number;
}

#endif
