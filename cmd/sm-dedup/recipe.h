/* The key of a line without running the key program: what the program gave for a line of the same shape tells
 * which strings of the line stand where in its output, where the program only copies them (programs_copies).
 */
#ifndef DEDUP_RECIPE_H
#define DEDUP_RECIPE_H

#include "jq/programs.h"
#include "key_parts.h"
#include "plain.h"

struct recipes { /* zeroed before first use */
    struct recipe *at;
    size_t n, last;
    struct buf text;
};

/* The one of a line, and of all of its shape: the same strings in the same places, the same category. NULL:
 * the program has to be run, as it looks into the line's strings or gives no key. shown: those of
 * key_identity that the program may look at and the line has (bit i: key_identity[i]). Valid until
 * recipes_free. */
struct recipe *recipe_of(struct recipes *r, struct programs *program, unsigned shown,
                         const struct plain *line);
/* The parts of the line's key. Valid until the next call and as long as the line. */
const struct key_spec *recipe_follow(struct recipe *r, const struct plain *line);
void recipes_free(struct recipes *r);

#endif
