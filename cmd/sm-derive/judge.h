/* What the dictionary says about a record: its predicates and expressions, all those of one kind as one set.
 * They are asked once for each record, whatever the number of periods. */
#ifndef DERIVE_JUDGE_H
#define DERIVE_JUDGE_H

#include "dictionary.h"
#include "finding.h"
#include "hash.h"
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
    char *place; /* for messages; owned */
};

struct judgement {                           /* of a finding */
    bool critical, blocking, infrastructure; /* blocking: were it open */
    struct slice clock;                      /* decoded text; absent: none */
    bool alone; /* of no other finding is it known that it would be judged so: a question looks at anything,
                   or failed */
};

struct judge {
    struct asked *asked;      /* the findings' questions, and what was answered to what they look at */
    struct control *controls; /* owned */
    size_t n_controls;
    struct programs *sets[KIND_COUNT]; /* NULL: nothing to ask of that kind */
    const char *names[KIND_COUNT][ASK_COUNT];
    struct programs *blocking_alone; /* without the state that it is asked with */
    struct buf key;                  /* scratch */
};

void judge_load(struct judge *j, const struct dictionary *d); /* a bad program is exit 2 */
/* Asks all questions of a kind about one record's text. A program that fails on it is a note that names the
 * record. */
void judge_ask(struct judge *j, enum kind kind, struct slice text, struct slice record, struct tally *notes);
/* The same of a finding, asking only where what the questions look at has not been seen before. Texts lie in
 * the line or in the pool. */
void judge_finding(struct judge *j, const struct finding *f, struct slice line, struct slice id,
                   struct pool *pool, struct judgement *out, struct tally *notes);
bool judge_true(const struct judge *j, enum question q);
struct slice judge_value(const struct judge *j,
                         enum question q);                 /* JSON text of the first output; absent: none */
bool judge_applies(const struct judge *j, size_t control); /* of an asset */
bool judge_is_control(const struct judge *j, struct slice category);
bool judge_reads(const struct judge *j, size_t i, struct slice *name, int *field,
                 bool *whole); /* as memo_reads */
void judge_free(struct judge *j);

#endif
