/* The rows behind the numbers: one table of each list for each period. What a list is: the table in lists.c.
 */
#ifndef DERIVE_LISTS_H
#define DERIVE_LISTS_H

#include "assets.h"
#include "exceptions.h"
#include "rows.h"

enum list_id { /* in order of name */
               LIST_ACTIONS,
               LIST_CRITICAL_OLDER_THAN_SLA,
               LIST_EXCEPTIONS_EXPIRED_STILL_OPEN,
               LIST_EXCEPTIONS_MATCHING_NOTHING,
               LIST_EXCEPTIONS_WITHOUT_EXPIRY,
               LIST_FIXED,
               LIST_KEV_OPEN,
               LIST_METRIC_REVIEW,
               LIST_MISSING_OWNER,
               LIST_MOVEMENT,
               LIST_NEVER_SCANNED,
               LIST_NOISY_RULES,
               LIST_OWNERS,
               LIST_REMOVAL_CANDIDATES,
               LIST_SCORECARD_TALLY,
               LIST_SUPPLIERS,
               LIST_TICKETS_MATCHING_NOTHING,
               LIST_TOP_COMPONENTS,
               LIST_TOP_CWES,
               LIST_UNCOVERED_SERVICES,
               LIST_UNMAPPED,
               LIST_COUNT
};

struct lists_seen { /* zeroed before first use: the places of rows that lists_skip was asked about */
    struct place_in_rows *at;
    size_t n, cap;
    struct buf keys;
};

struct lists {
    struct rows *at; /* LIST_COUNT for each period */
    size_t periods;
    struct buf key, row;     /* of the row being made */
    struct lists_seen *seen; /* where lists_skip leaves what it is asked about; or NULL */
};

void lists_init(struct lists *l, size_t periods);
void lists_exception(struct lists *l, size_t period, const struct exception *x,
                     const struct exception_facts *f);
void lists_asset(struct lists *l, size_t period, const struct asset *a, const struct judge *j,
                 const struct covered *c);

void lists_action(struct lists *l, size_t period, struct record *action); /* one of the period */

/* A row made by the caller: l->key and l->row are filled between these two. */
void lists_begin(struct lists *l);
void lists_end(struct lists *l, enum list_id id, size_t period);
/* The same, where rows are many: with the key made, counts the row; false: it is not wanted. Then put it. */
bool
lists_skip(struct lists *l, enum list_id id, size_t period,
           struct slice text); /* the key has begun, and ends with the text; true: counted, and not wanted */
bool lists_take(struct lists *l, enum list_id id, size_t period);
/* What lists_skip is asked about from now on until lists_unwatch. */
void lists_watch(struct lists *l, struct lists_seen *seen);
void lists_unwatch(struct lists *l);
void lists_seen_free(struct lists_seen *seen);
void lists_put(struct lists *l, enum list_id id, size_t period);
/* Cells of a row. */
void cell_text(struct buf *row, struct slice s);
void cell_number(struct buf *row, double v);
void cell_days(struct buf *row, int64_t v); /* NO_DAYS: null */
void cell_date(struct buf *row, int64_t at);
void cell_null(struct buf *row);

void lists_write(struct lists *l, enum list_id id, size_t period, const struct period *p, struct buf *b);
void lists_free(struct lists *l);

#endif
