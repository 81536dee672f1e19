/* Forms: what the lines of one tool have in common is kept once, and of each line only what it has of its
 * own. A form is a line with holes in it; a line that it cuts is as valid as the one it was made of, as far
 * as what stands in its holes is, and that is checked. So most lines are compared, not read, and are small in
 * memory.
 *
 * What a hole is, is decided for a place in all lines (a field, a member of the component): it stands open as
 * soon as its value changes often. The forms that are in use are a tree of texts and holes. */
#ifndef DEDUP_FORMS_H
#define DEDUP_FORMS_H

#include "plain.h"

#define FORM_HOLES 40      /* in one line */
#define NO_FORM UINT32_MAX /* the text is kept whole */
#define FORM_PAD 32        /* bytes behind what was kept, and behind an id, that may be read */

struct form_hole {
    unsigned char how;  /* enum form_how: forms_tree.h */
    unsigned char kept; /* which of those that are kept it is */
    struct slice *to;   /* what of `plain` it is; NULL: nothing by itself */
};

struct form_span { /* an array or object of the line with holes in it */
    struct slice *to;
    unsigned char first, last;     /* holes */
    unsigned short before, behind; /* bytes from its begin to the first hole, from the last hole to its end */
};

struct form_piece { /* of an output: a text, then what stands in a hole */
    uint32_t at, n; /* in `text` of the form */
    uint8_t hole;   /* that is kept, or one of the others */
};

/* Behind the holes that are kept: nothing, the finding's id, whether it blocks a release. */
enum { PIECE_END = FORM_HOLES, PIECE_ID, PIECE_BLOCKS, PIECE_HOLES };

struct form {
    struct plain plain; /* of the line that was cut last: everything but the holes lies in base */
    char *base;         /* a line of the form; owned */
    size_t base_n;
    size_t n, kept; /* holes; those of them that are kept */
    struct form_hole hole[FORM_HOLES];
    struct form_span span[PLAIN_CONTAINERS + 1];
    size_t spans;
    int severity, first, last, line, file, version; /* which holes they are; -1: none */
    bool ids;                                       /* holes in lists of ids: in order? */
    bool numbers;                                   /* holes that are numbers: exact? */
    bool used;                                      /* it stands in the tree */
    struct form_piece *piece;                       /* of the line, then of the finding */
    size_t pieces, piece_cap, of_finding;
    size_t most;     /* how often a hole stands in an output */
    struct buf text; /* of the pieces */
    void *with;      /* the caller's, for lines of this form; freed with it */
};

struct forms {          /* zeroed but for room before first use */
    size_t bytes, room; /* of memory that they take, and may take */
    struct form **at;
    size_t n, cap;
    struct form_node *node; /* the tree; the root is the first */
    size_t nodes, node_cap;
    struct buf text;  /* of the nodes */
    struct map known; /* skeletons (forms_learn.c) → numbers of forms */
    struct form_place *place;
    struct buf skeleton;
    uint64_t lines;
};

struct form_cut {
    uint32_t form;
    size_t n;
    const char *end;               /* of the line */
    size_t most;                   /* bytes that are kept of it */
    struct slice hole[FORM_HOLES]; /* without quotes; valid as long as the line */
};

/* Which form cuts the line, and its holes. false: none, or what stands in a hole needs the long way. Then the
 * form's `plain` is that of the line. */
bool forms_cut(struct forms *f, struct slice line, struct form_cut *cut);
/* The same of a line that was read (plain.h): a form is made where there is none. false: it has none. */
bool forms_learn(struct forms *f, struct plain *p, struct slice line, struct form_cut *cut);
/* Appends what is kept of a line: cut->most bytes at most. */
void forms_keep(const struct forms *f, const struct form_cut *cut, struct buf *out);
/* Appends, from what was kept, the line; or the finding that is written (intact.h), with its newline. */
void forms_line(const struct forms *f, uint32_t form, struct slice kept, struct buf *out);
void forms_finding(const struct forms *f, uint32_t form, struct slice kept, const char id[FORM_PAD],
                   bool blocks, struct buf *out);
bool form_is_same(const struct form *f, enum finding_field field); /* does the field stand in no hole? */
void forms_free(struct forms *f);

#endif
