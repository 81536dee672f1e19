/* One finding as the metrics see it: its texts, its times, its history in order of time, and what the
 * dictionary says about it. Nothing here depends on a period. */
#ifndef DERIVE_SUBJECT_H
#define DERIVE_SUBJECT_H

#include "timeline.h"
#include "walk.h"

struct component { /* decoded, as far as it says */
    struct slice name, purl, fixed_version;
    struct slice name_json; /* as it is written; absent: no string */
    bool known;             /* its members are above; else it is no object, or has to be parsed */
};

struct subject {
    const struct finding *f; /* JSON texts, as read; the reader's */
    struct slice id, title, severity, tier, category, service, owner, tool, rule, target, product, exception;
    int64_t first_seen, last_seen, introduced, published, kev_added, kev_due; /* instants, or DATE_NONE */
    int64_t clock;                           /* by the dictionary; DATE_NONE: it has not started */
    bool kev;                                /* has a KEV entry */
    double epss;                             /* 0: not known */
    bool likely_exploited;                   /* EPSS above the dictionary's bound */
    bool critical, blocking, infrastructure; /* by the dictionary; blocking: were it open */
    int rank;                                /* of the severity: 0 is the highest */
    bool mapped, unmatched; /* its service is in the inventory; is in none, and there is one */
    size_t releases;        /* the list of its service's counted releases */
    int64_t sla_days, due;  /* sla.h; due: a day */
    struct event *events;   /* sorted by time, then order */
    size_t n_events;
    uint32_t history;       /* their number: timeline.h */
    size_t n_sources;       /* at least 1 */
    struct source *sources; /* as many as there are in the record; valid until the next subject_read */
    size_t n_in_record;
    struct component component;
};

struct source {
    struct slice tool, target;
};

#define DATES_BEFORE 128 /* a power of two */

struct subject_reader { /* zeroed before first use; what one call needs */
    struct pool pool;
    const struct finding *f; /* the finding that is read: `walked`, or where it was filled in */
    struct finding walked;
    struct json_doc sources, component;
    struct timelines timelines;
    struct source *found;
    size_t cap_found;
    struct walk walk;
    struct date_before { /* times that came before, by some of their digits */
        char text[24];
        int64_t at;
    } dates[DATES_BEFORE];
};

/* Reads a line that should be a record of kind finding; all but clock, critical, blocking, infrastructure,
 * mapped, sla_days, due, which are the caller's. Lives until the next call. NULL, or why it is none (static
 * text); *other_kind: it is a record of another kind. */
const char *subject_read(struct subject *s, struct subject_reader *reader, struct slice line,
                         bool *other_kind);
/* The same of a finding that is read: reader->f has its members, reader->walk what it says of them. */
void subject_fill(struct subject *s, struct subject_reader *reader);
/* Only what names it and what is counted one by one: id, rule, component, tool, service, epss, when it was
 * introduced and published. The rest of s stays. */
void subject_fill_names(struct subject *s, struct subject_reader *reader);
void subject_reader_free(struct subject_reader *reader);

int severity_rank(struct slice severity);                        /* 0 is the highest, 5 an unknown word */
enum state subject_state(const struct subject *s, int64_t when); /* of the last event before an instant */
const struct event *subject_resolution(const struct subject *s,
                                       int64_t when); /* the last change to resolved before it, or NULL */

#endif
