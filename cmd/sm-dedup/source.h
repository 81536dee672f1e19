/* One tool at one target: what its reports and the activities that cover it say, in order of time. */
#ifndef DEDUP_SOURCE_H
#define DEDUP_SOURCE_H

#include "cover.h"
#include "sighting.h"

enum cause {
    CAUSE_KNOWN, /* last month's record has it; told already */
    CAUSE_START,
    CAUSE_SEEN,
    CAUSE_EXPORT,
    CAUSE_ABSENT,
    CAUSE_COVER,
};

struct step { /* a change of what one source says, or the begin or end of an exception */
    int64_t at;
    uint32_t source, number; /* number: order within the source */
    enum state state;
    enum cause cause;
};

struct source {
    struct slice tool, category, target;                    /* decoded */
    struct slice rule, native, location, version, severity; /* JSON text, of the newest sighting */
    struct slice exception;                                 /* that the newest record states */
    struct slice own_exception; /* that last month's record states for this source alone */
    struct slice recorded;      /* … for the finding */
    struct slice
        beside; /* id of the exception that it stands under at the end, where the finding's is another */
    struct slice *locations, *versions; /* of the newest report; more than one: several */
    struct slice *cwes;                 /* of the newest report: JSON strings, in order */
    size_t nlocations, nversions, ncwes;
    int64_t first, last, resolved;
    enum state start, state; /* before the first step (STATE_NONE: it had not begun), and after the last */
    int64_t until;           /* until when last month's record knows it; DATE_NONE: not at all */
    struct place place;
    bool seen_now;       /* live in a report of this run, which is the newest */
    bool known;          /* last month's record has it */
    struct cover *cover; /* exceptions that cover it */
    size_t covers;
};

struct sources { /* of the finding at hand; zeroed before first use */
    struct source *at;
    size_t n, cap;
    struct step *step;
    size_t steps, step_cap;
    struct point *point;
    size_t points, point_cap;
};

/* From the sightings of m (which are sorted). service: folded, as places have it. */
void sources_find(struct run *run, struct sources *s, struct members *m, uint32_t service);
void sources_step(struct sources *s, struct step step); /* adds one more step */
void sources_write(struct buf *b, const struct sources *s, struct slice category,
                   struct slice cwe); /* the array `sources`; the finding's category and cwe */
int severity_rank(struct slice json); /* of a JSON string; critical is the highest */
void sources_free(struct sources *s);

#endif
