/* Releases and what decides whether each passed: its own outcome, else a gate of its service, else whether a
 * finding that blocks releases was open at that instant. */
#ifndef DERIVE_RELEASES_H
#define DERIVE_RELEASES_H

#include "facts.h"
#include "judge.h"
#include "scans.h"

enum verdict { RESULT_NONE, RESULT_PASSED, RESULT_FAILED };

struct release {
    struct slice text;                  /* the record; the inventory's */
    struct slice service, version, tag; /* service: folded, so that it meets others whatever their capitals */
    int64_t at;
    bool counted;     /* by the dictionary */
    bool by_findings; /* RESULT_PASSED until a finding says otherwise */
    enum verdict result;
    enum provenance provenance; /* the worst of its own and its gate's */
};

struct releases { /* zeroed before first use */
    struct release *at;
    size_t n, cap;
    struct instants gates;   /* passed or failed, by service, and by service and ref */
    struct instants counted; /* counted releases by service */
    struct map waiting;      /* service → first of `next` that findings decide */
    size_t *next;
    struct pool pool;
    struct buf key, folded;
};

void releases_take_gate(struct releases *rs, struct record *gate); /* one that the dictionary counts */
void releases_take(struct releases *rs, struct record *r,
                   const struct judge *j); /* judge has been asked about it */
/* Decides what can be decided without findings; after the last release, gate and activity. */
void releases_ready(struct releases *rs, struct scans *scans, const struct periods *periods);
/* A finding that blocks releases while it is open fails the releases of its service at which it was. first:
 * what releases_waiting gave for its service. */
size_t releases_waiting(struct releases *rs, struct slice service);
void releases_see(struct releases *rs, size_t first, const struct subject *s);
size_t releases_list(struct releases *rs, struct slice service); /* of its counted releases */
/* Days that a finding was open to others in a period: from its first release on, where releases are known;
 * NO_DAYS: none. f: its facts there. */
int64_t releases_exposure(const struct releases *rs, size_t list, const struct subject *s,
                          const struct facts *f, const struct period *p);
void releases_free(struct releases *rs);

#endif
