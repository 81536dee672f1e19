/* What sm-derive said, in memory: metrics and checks whole, of each list the newest and its first rows. Every
 * text in it is clean (clean.h) and lives as long as the model. The model does not judge: it finds what a
 * page asks for. */
#ifndef RENDER_MODEL_H
#define RENDER_MODEL_H

#include "hash.h"
#include "json.h"
#include "number.h"
#include "period.h"
#include "stage.h"

#define SPAN_MAX 36 /* periods on one axis, the newest */
#define LIST_COLUMNS_MAX 64

enum direction { DIRECTION_NONE, DIRECTION_LOWER, DIRECTION_HIGHER };
enum status { STATUS_UNKNOWN, STATUS_MET, STATUS_MISSED };

struct dimension {
    struct slice key, value; /* value absent: null */
    struct slice raw;        /* the value as it was before it was cleaned */
};

struct metric { /* one record of kind metric; members as in records.md */
    struct slice id, title, unit_word, note, says, owner, why, caveat, as_of, period_text;
    struct period period;
    enum unit unit;
    enum direction direction;
    enum status status;
    char confidence; /* A, B, C or 0 */
    struct number value, numerator, denominator, target, n, beside, effort;
    struct number evidence[3]; /* system, partial, manual */
    struct slice beside_label;
    struct slice criterion, answer, attach; /* of SAMM */
    int level;                              /* … 1 to 3; 0: no metric of SAMM */
    struct dimension *dimensions;           /* in the record's order */
    size_t n_dimensions;
};

struct series {      /* one metric and one cell of its breakdowns, over the periods of the axis */
    struct slice id; /* of the metric */
    const struct dimension *dimensions;
    size_t n_dimensions;
    const struct metric *at[SPAN_MAX]; /* NULL: no record of that period */
    const struct metric *last;         /* the newest there is: titles, units, owner */
};

struct check {
    struct slice id, title, advice, period_text;
    struct period period;
    char status; /* 'o'k, 'w'arn, 'f'ail, or 0 */
    struct number count, of;
    struct slice *examples;
    size_t n_examples;
};

enum column_type { COLUMN_TEXT, COLUMN_NUMBER, COLUMN_DATE, COLUMN_ID };

struct list_column {
    struct slice name;
    enum column_type type;
};

struct list {
    struct slice id, title;
    struct period period;
    struct list_column *columns;
    size_t n_columns;
    struct slice *rows; /* JSON text of each kept row, owned */
    size_t n_rows;
    struct number total;
};

struct model {
    struct metric **metrics; /* in the order read; a repeated one stands where the first stood */
    size_t n_metrics, cap_metrics;
    struct check *checks;
    size_t n_checks, cap_checks;
    struct list *lists;
    size_t n_lists, cap_lists;
    struct series *series; /* after model_view, in the order of the newest period's records */
    size_t n_series;
    struct json_doc definitions; /* of the newest period */
    json_val *defined;           /* … NULL: none in the input */
    struct period defined_period;
    /* the axis, after model_view */
    struct period first; /* of span periods; the last one is the report's */
    size_t span, now;    /* now = span − 1 */
    bool first_said;     /* the page says that nothing came before: sentences need not */
    struct slice as_of;  /* of the report's period; absent where no record says */
    int64_t partial_day; /* civil day of as_of when it lies before the period's end, else DATE_NONE */
    double few, none, flat_points, flat_items, flat_days, flat_days_share;
    unsigned char rank[GRAINS]; /* of lists and definitions of several grains, the lowest rank is kept */
    size_t rows_max;            /* rows kept of each list */
    struct slice only_list;     /* when set: keep this list whole and no other */
    /* memory */
    struct pool pool;
    struct map texts, places, series_places;
    struct slice *kept;
    size_t n_kept, cap_kept;
    struct json_doc scratch;
    struct buf text;
};

/* Takes a record of kind definitions, metric, check or list. NULL, or why it can't be used (static text).
 * *known is false for other kinds. */
const char *model_take(struct model *m, struct record *r, bool *known);
bool model_newest(const struct model *m, enum grain grain,
                  struct period *newest);                               /* false: no metric of that grain */
void model_prefer(struct model *m, const enum grain *grains, size_t n); /* ranks; before the first record */
void model_view(struct model *m, enum grain grain); /* lays the axis up to the newest period */
/* The same metrics over the months that the report's period ends with, at most `months` of them: a model of
 * its own, for charts and values; model_free frees it. *within is empty (span 0) where no month is known. */
void model_within(const struct model *m, size_t months, struct model *within);
void model_free(struct model *m);

struct slice model_keep(struct model *m,
                        struct slice text); /* text, cleaned, one copy for equal texts; absent stays absent */
struct slice model_json_text(struct model *m,
                             json_val *v); /* a scalar as text; absent for null, arrays, objects */
struct period model_period(const struct model *m, size_t at);
/* The series of a metric whose dimensions are exactly these; NULL: none. */
const struct series *model_series(const struct model *m, struct slice id, const struct dimension *d,
                                  size_t n);
const struct list *model_list(const struct model *m, struct slice id); /* of the report's period */

#endif
