/* Findings' histories: what happened when, in order of time. The text of a timeline is read once for all
 * findings in a row that have the same, and histories that no period can tell apart have one number. */
#ifndef DERIVE_TIMELINE_H
#define DERIVE_TIMELINE_H

#include "date.h"
#include "hash.h"
#include "json.h"
#include "mem.h"

enum state {
    STATE_NONE,
    STATE_OPEN,
    STATE_IN_PROGRESS,
    STATE_RESOLVED,
    STATE_ACCEPTED,
    STATE_FALSE_POSITIVE
};

struct event {
    int64_t at;
    enum state state;
    size_t order; /* in the record */
};

struct history {
    struct event *events; /* sorted by time, then order; until the next call */
    size_t n;
    uint32_t number; /* the same: the same days and states in the same order */
};

struct timelines { /* zeroed before first use */
    struct map texts, known;
    struct history *at; /* of the texts */
    size_t n, cap;
    struct pool pool; /* of `at` */
    struct event *events;
    size_t n_events, cap_events;
    size_t recent[32]; /* numbers in `at` + 1, by key_slot */
    struct slice *keys;
    size_t cap_keys;
    uint32_t numbers;
    struct buf key;
    struct json_doc doc;
};

/* What the JSON text of a timeline says; n is 0 where it says nothing. */
struct history timeline_read(struct timelines *t, struct slice text);
/* One made by the caller, of at most two events, in order. */
struct history timeline_make(struct timelines *t, const struct event *events, size_t n);
void timelines_free(struct timelines *t);

enum state state_of(struct slice word); /* STATE_NONE: not a state */
bool state_is_open(enum state s);
extern const char *const state_names[];

#endif
