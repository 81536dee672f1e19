/* A metric is one file, share/metrics/ID.jq: a directive that says what it is and a jq program that is run on
 * every record of its kinds. What a directive may hold: sm-metric(5). */
#ifndef DERIVE_METRIC_H
#define DERIVE_METRIC_H

#include "dictionary.h"
#include "kind.h"
#include "mem.h"

enum aggregate {
    AGGREGATE_COUNT,
    AGGREGATE_SUM,
    AGGREGATE_MEAN,
    AGGREGATE_MEDIAN,
    AGGREGATE_P90,
    AGGREGATE_MAX,
    AGGREGATE_RATIO,
    AGGREGATE_DISTINCT,
    AGGREGATE_KM_MEDIAN,
    AGGREGATE_RESTRICTED_MEAN,
    AGGREGATE_FORMULA
};

enum direction { DIRECTION_NONE, DIRECTION_LOWER, DIRECTION_HIGHER };

struct breakdown {        /* one key, or two */
    struct slice keys[2]; /* in the metrics' pool */
    size_t n;
};

struct metric {           /* its texts lie in the metrics' pool, but for those of the dictionary */
    const char *file;     /* for messages */
    struct slice program; /* directive blanked */
    struct slice id, title, unit, says, owner, why, caveat, cadence;
    struct slice none;                   /* what to say when there is no value */
    struct slice formula;                /* absent: not computed from other metrics */
    struct slice numerator, denominator; /* ids of the metrics whose quotient it is; then formula says so */
    bool quotient;                       /* there are these two */
    struct slice beside, beside_label;   /* predicate: what is shown beside the value */
    struct slice needs, needs_note; /* predicate that one counted record must meet, else there is no value */
    struct slice note_by;           /* expression whose values are counted in the note */
    struct slice audience;          /* JSON array */
    int level;                      /* of SAMM metrics: 1 to 3; 0: none of them */
    struct slice criterion, attach; /* … what it is about; what to attach where data can't say */
    unsigned kinds;                 /* bits 1 << KIND_… */
    enum aggregate aggregate;
    enum direction direction;
    bool has_target;
    double target, effort;
    char confidence;      /* never better than this */
    struct breakdown *by; /* owned, sorted by key */
    size_t n_by, cap_by;
    size_t *reads; /* formula: the metrics it is made of; of a quotient numerator and denominator */
    size_t n_reads, cap_reads;
    bool wanted; /* by the user; its records are written */
    bool needed; /* wanted, or read by one that is */
};

/* What it takes to read one metric after the other. */
struct metric_reader {
    json_val *owners, *targets, *confidence; /* what the dictionary says of metrics */
    struct pool *pool;                       /* where texts stay */
    struct buf text;                         /* of the file being read */
    struct buf directive;                    /* its JSON, … */
    struct json_doc doc;                     /* … as a tree */
};

void metric_reader_init(struct metric_reader *r, const struct dictionary *d, struct pool *pool);
/* r->text is the text of m->file. The dictionary's owner, target and confidence go before the file's. Any
 * error is exit 2. */
void metric_read(struct metric *m, struct metric_reader *r);
void metric_reader_free(struct metric_reader *r);
void metric_break_down(struct metric *m,
                       const char *by); /* also by these: "service,tier+control"; NULL: none. Then sorts */
bool metric_broken_down(const struct metric *m, const struct breakdown *b); /* has it such a breakdown */
void metric_free(struct metric *m);

struct metrics {
    struct metric *at; /* in order of id */
    size_t n, cap;
    struct pool pool;
};

/* Loads what there is: files `folder metrics on the path`, and those that `chosen` names as files. chosen:
 * ids and files as --metrics gives them, or NULL for all. by: breakdowns that every metric gets,
 * "service,tier+control", or NULL. Any error is exit 2. */
void metrics_load(struct metrics *m, const char *chosen, const char *by, const struct dictionary *d);
size_t metrics_find(const struct metrics *m, struct slice id); /* SIZE_MAX: none */
void metrics_need(struct metrics *m, size_t i); /* computes it, and what it reads, unless it is already */
void metrics_free(struct metrics *m);

#endif
