/* What the dictionary says about a record: its predicates and expressions, all those of one kind as one set.
 * They are asked once for each record, whatever the number of periods. */
#ifndef DERIVE_JUDGE_H
#define DERIVE_JUDGE_H

#include "dictionary.h"
#include "kind.h"
#include "tally.h"

enum question {
    ASK_CRITICAL,
    ASK_CLOCK,
    ASK_BLOCKING,
    ASK_INFRASTRUCTURE, /* finding */
    ASK_APPLICATION,    /* asset; then one for each control */
    ASK_GATE,
    ASK_GATE_CATEGORY, /* gate */
    ASK_RELEASE,       /* release */
    ASK_INCIDENT,      /* incident */
    ASK_COUNT
};

struct control { /* of the dictionary, in its order */
    struct slice name;
    int64_t window_days;
};

struct judge {
    struct control *controls; /* owned */
    size_t n_controls;
    struct programs *sets[KIND_COUNT]; /* NULL: nothing to ask of that kind */
    const char *names[KIND_COUNT][ASK_COUNT];
};

void judge_load(struct judge *j, const struct dictionary *d); /* a bad program is exit 2 */
/* Asks all questions of a kind about one record's text. A program that fails on it is a note that names the
 * record. */
void judge_ask(struct judge *j, enum kind kind, struct slice text, struct slice record, struct tally *notes);
bool judge_true(const struct judge *j, enum question q);
struct slice judge_value(const struct judge *j,
                         enum question q);                 /* JSON text of the first output; absent: none */
bool judge_applies(const struct judge *j, size_t control); /* of an asset */
void judge_free(struct judge *j);

#endif
