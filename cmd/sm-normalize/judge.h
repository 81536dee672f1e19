/* Predicates on the finished finding: the dictionary's release_blocking, and --filter. One run of jq gives
 * both. */
#ifndef NORMALIZE_JUDGE_H
#define NORMALIZE_JUDGE_H

#include "dictionary.h"
#include "finding.h"
#include "stage.h"

struct judge;

/* filter: NULL where there is none. A program that does not compile is exit 2. */
struct judge *judge_new(const struct dictionary *d, const char *filter, const struct program_variable *as_of);
void judge_free(struct judge *j);

/* Sets release_blocking; false: --filter drops the finding. A predicate that fails is a note and counts as
 * false. */
bool judge_finding(struct judge *j, struct finding *f, struct stage *s);

/* Do the predicates look at this field? */
bool judge_reads(const struct judge *j, enum finding_field field);

#endif
