/* What one record says of a finding, tool by tool: a finding as normalized is one sighting, a merged one has
 * a sighting for each of its sources. Texts lie in the pool of the finding at hand. */
#ifndef DEDUP_SIGHTING_H
#define DEDUP_SIGHTING_H

#include "finding.h"
#include "group.h"
#include "history.h"
#include "run.h"

struct sighting {
    struct slice tool, category, target;                         /* decoded */
    struct slice rule, native, location, version, severity, cwe; /* JSON text; absent: null */
    struct slice locations, versions; /* of a source: JSON arrays, where it has several */
    struct slice exception;           /* id that the record states */
    struct slice own_exception;       /* id that a source states for itself: another one than the record's */
    int64_t first, last, resolved;    /* last: also its report's time, where it is live */
    int64_t made;                     /* its report's time */
    uint64_t report;
    enum state state;          /* as the tool says */
    const struct event *event; /* what the tool said, of a finding as normalized */
    size_t events;
    bool known; /* a source of a finding that has an id */
};

struct member { /* a record of the finding */
    const struct entry *entry;
    const struct row *row; /* its first */
    uint32_t number;       /* of its entry */
    struct slice text, tool, target;
    struct finding f;
    struct slice *ids, *cwes, *also; /* cve, cwe, also: decoded */
    size_t nids, ncwes, nalso;
    struct event *event; /* its whole timeline */
    size_t events;
    bool whole;                                    /* every event of the timeline was understood */
    int64_t first_seen, last_seen, resolved, seen; /* seen: of the tool that the record names */
    enum state state;
    size_t trust; /* place in the dictionary's list */
    bool unverified;
};

struct members { /* of the finding at hand; zeroed before first use */
    struct member *at;
    size_t n, cap;
    struct sighting *sighting;
    size_t sightings, sighting_cap;
    struct pool pool;
    struct record record;
    struct json_doc doc;
    struct buf text;
};

void members_load(struct run *run, struct members *m, const struct group *g); /* most telling first */
void members_free(struct members *m);

#endif
