/* The tree of forms. Only forms*.c include it. */
#ifndef DEDUP_FORMS_TREE_H
#define DEDUP_FORMS_TREE_H

#include "forms.h"

/* What stands in a hole; in a skeleton, where lines have no such bytes, the hole itself. */
enum form_how {
    HOW_TEXT = 1, /* between quotes */
    HOW_NUMBER,
    HOW_FIRST, /* a text: first_seen */
    HOW_AGAIN, /* the same time again */
    HOW_END    /* of the line: no hole */
};

#define HOLE_EXTRA 3 /* bytes that are kept for a hole beside its own */

struct form_node { /* a text, and what comes behind it */
    uint32_t text, n;
    uint32_t next;    /* behind a hole the next node; at the end the form; else the first branch */
    uint32_t sibling; /* the next branch of the node before; 0: none */
    unsigned char first;
    unsigned char how; /* enum form_how; 0: branches */
};

void forms_plant(struct forms *f, struct slice skeleton, uint32_t form); /* into the tree */
void forms_forget_places(struct forms *f);                               /* the memory of forms_learn.c */
/* The form's pieces, from its base and where its holes are there. */
void forms_write_pieces(struct form *f, const struct slice *holes);

#endif
