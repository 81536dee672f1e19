/* Lines without the text that many have in common: as they wait in the spool. Such a text is the form of
 * those lines; what is left of one are its number and what stood in the holes. */
#ifndef DERIVE_THIN_H
#define DERIVE_THIN_H

#include "stencil.h"

struct thin { /* zeroed before first use */
    struct buf forms;
    struct thin_form {
        size_t at, n; /* in `forms` */
    } * at;
    size_t n, cap;
    struct buf line; /* that thin_line gave last */
};

/* The form of a line that matched a stencil: 1 and up; 0: there are too many. */
uint32_t thin_learn(struct thin *t, struct slice line, const struct stencil_line *holes);
/* Adds what is left of a line of that form: begins with no brace, and has no newline. */
void thin_make(struct buf *to, uint32_t form, struct slice line, const struct stencil_line *holes);
/* The line again, of what thin_make gave; any other text is a line itself. Until the next call. */
struct slice thin_line(struct thin *t, struct slice text);
void thin_free(struct thin *t);

#endif
