/* What the parts of normalizing share: the programs and references of the run, and the line at hand. */
#ifndef NORMALIZE_NORMALIZER_H
#define NORMALIZE_NORMALIZER_H

#include "finish.h"
#include "join.h"
#include "judge.h"
#include "normalize.h"
#include "overrides.h"
#include "ticket.h"

struct normalizer {
    struct stage *stage;
    const struct options *options;
    struct dictionary dictionary;
    struct values values;
    struct formats formats;
    struct reports *reports;
    struct tags tags;
    struct overrides *overrides; /* NULL: no -m */
    struct judge *judge;
    struct ticket_kinds *ticket_kinds; /* NULL before the first ticket */
    struct references *refs;
    struct all_learned *learned; /* NULL: -m or --keep-raw look at each line as a whole */
    struct buf as_of_json;
    int64_t as_of;          /* DATE_NONE: not given */
    uint64_t before_assets; /* findings written while no asset was known */
    uint64_t unused;        /* records of -r files that are no references */
    bool references_only;   /* reading a -r file */
    struct buf unfinished;  /* the file whose last report was a page of more */
    bool told_incomplete;   /* an export that says so of itself was shown */
    /* of the line at hand */
    bool ran; /* the format's program, on this line */
    struct pool pool;
    struct json_doc doc;
    struct built *built;
    size_t n, cap;
    struct record again; /* a reference that was just made, for the join */
};

/* An entry that can't be used: message, reject, count. */
void normalizer_reject(struct normalizer *n, const struct line *l, const char *why);
/* The report's own, tag at, month, --as-of. */
int64_t normalizer_report_time(const struct normalizer *n, const struct report *r);
/* Service and product of what has a target (activity, gate, release) come from the inventory as a finding's
 * do. */
void normalizer_join(struct normalizer *n, struct built *b);
/* A reference goes into the join too. */
void normalizer_write(struct normalizer *n, const struct built *b);
/* A note where its report has no time. */
void normalizer_check_time(struct normalizer *n, const struct finding *f);
void normalizer_join_finding(struct normalizer *n, struct finding *f); /* references and exceptions */
void normalizer_wrote_finding(struct normalizer *n); /* its text and newline stand in the output */

/* One entry's records; one report's activities. */
void entry_normalize(struct normalizer *n, const struct format *f, const struct line *l);
void report_normalize(struct normalizer *n, const struct format *f, const struct line *l);
void report_tell_unfinished(struct normalizer *n); /* at the end of its file */

#endif
