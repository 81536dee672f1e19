/* The texts of findings: of most what their form leaves of them (forms.h), in memory as far as there is room;
 * the others, and what has no form, in the spool. */
#ifndef DEDUP_TEXTS_H
#define DEDUP_TEXTS_H

#include "forms.h"
#include "spool.h"

struct text_at { /* where a text is */
    uint64_t offset;
    uint32_t length, form; /* NO_FORM: it is whole */
};
#define TEXT_SPOOLED (UINT64_C(1) << 63) /* in its offset: it is in the spool */

struct texts {
    struct forms forms;
    struct spool *spool;
    char *kept;     /* in memory; NULL: there is no room */
    size_t n, room; /* bytes of it */
    bool spooled;   /* others are in the spool */
    struct buf text;
    struct buf ahead;            /* a part of the spool, for those who read on in it */
    uint64_t ahead_from, behind; /* where it begins; behind what was asked for last */
};

void texts_open(struct texts *t, struct spool *spool, size_t room); /* bytes of memory */
struct text_at texts_put_cut(struct texts *t, const struct form_cut *cut);
struct text_at texts_put_whole(struct texts *t, struct slice text);
void texts_read(struct texts *t, struct text_at at, struct buf *out); /* appends the whole text */
/* What its form left; valid until the next call. FORM_PAD bytes behind it may be read. */
struct slice texts_kept(struct texts *t, struct text_at at);
bool texts_same(const struct texts *t, struct text_at a, struct text_at b); /* false: perhaps not */
void texts_close(struct texts *t);

#endif
