/* Words that exports use, and the one that the stream uses instead. The tables are data; each knowledge has a
 * file. */
#ifndef NORMALIZE_WORDS_H
#define NORMALIZE_WORDS_H

#include "buf.h"

struct word {
    const char *from; /* squeezed: lower case, nothing but letters and digits */
    const char *to;   /* canonical; "" means that such an entry is no record (a gate that still runs) */
};

struct words {
    const char *what; /* for notes: "state" */
    const struct word *at;
    size_t n;
    const char *unknown; /* canonical for a word that is not in the table; NULL: none */
};

extern const struct words state_words, confidence_words, category_words, activity_category_words,
    gate_outcome_words, release_outcome_words, activity_outcome_words, environment_words,
    exception_state_words, disposition_words, scope_words, introduced_by_words, found_in_words,
    provenance_words, boolean_words, exposed_words, known_words, action_type_words, action_area_words;

/* Appends s as the tables have it: ASCII lower case, everything but letters, digits and other alphabets
 * dropped. */
void word_squeeze(struct buf *out, struct slice s);
const char *words_find(const struct words *w,
                       struct slice s); /* canonical, or NULL where the word is not known */

#endif
