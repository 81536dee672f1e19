/* Findings alike: their lines are the same but for what is counted one by one or only named (title, id,
 * component, rule, weakness, …). Such a line is compared with a stencil (stencil.h) instead of being read,
 * and all that is known of the one that the stencil was made of holds for it: what the dictionary says, its
 * facts, its class, the lists that it stands in. What they are counted along in common is added up at the
 * end, or when there are many stencils. */
#ifndef DERIVE_ALIKE_H
#define DERIVE_ALIKE_H

#include "facts.h"
#include "looks.h"

struct count;
struct cut;
struct exception;
struct alikes;
struct stencil_found;
struct stencil_line;
struct stencils;

struct alikes *alikes_new(struct count *c); /* NULL: a question of the dictionary looks at anything */
/* What is known of the line that is asked about next; NULL: nothing. */
void alikes_know(struct alikes *a, const struct stencil_found *found);
const struct stencils *alikes_stencils(const struct alikes *a);
/* true: the finding is like others, and is counted. */
bool alikes_take(struct alikes *a, struct slice line, struct tally *notes);
/* Remembers the finding that subject_read gave last, which was counted by itself. exception: that it names.
 */
void alikes_learn(struct alikes *a, struct slice line, const struct subject *s, const struct contribution *x,
                  const struct look *look, struct exception *exception);
/* What the line asked about last is like, and its holes; NULL: there was none like it. Until it is asked
 * about another. */
struct cut *alikes_cut(const struct alikes *a, const struct stencil_line **holes);
bool alikes_are_full(const struct alikes *a);
void alikes_add_up(struct alikes *a); /* and forgets; before looks_add_up */
void alikes_free(struct alikes *a);

#endif
