/* Successful activities: which of them cover a finding, an asset's control, a service. */
#ifndef DERIVE_SCANS_H
#define DERIVE_SCANS_H

#include "instants.h"
#include "mem.h"
#include "record.h"
#include "subject.h"

/* From the best to the worst; the last one is manual too, and nobody reviewed it. */
enum provenance { PROVENANCE_SYSTEM, PROVENANCE_PARTIAL, PROVENANCE_MANUAL, PROVENANCE_UNREVIEWED };

enum provenance provenance_of(struct slice word, struct slice reviewed_by); /* absent or unknown: system */
enum provenance provenance_of_record(struct record *r);

struct scans { /* zeroed before first use */
    struct instants at;
    struct buf key, folded;
    bool any;         /* an activity with a time */
    int64_t earliest; /* … the first of them */
    size_t *lists;    /* of the finding looked at */
    size_t n_lists, cap_lists;
    uint64_t version;  /* another one: other lists */
    struct buf before; /* what the lists were found by */
};

struct scan {
    int64_t at; /* DATE_NONE: none */
    enum provenance provenance;
};

void scans_take(struct scans *s, struct record *activity);
void scans_ready(struct scans *s); /* after the last scans_take */

/* The activities that cover a finding: same tool and category and, where both have a target, the same target;
 * where one of them has none, the same service. Any of its sources will do. Kept until the next call. */
void scans_of_finding(struct scans *s, const struct subject *f);
bool scans_covered(const struct scans *s, int64_t after,
                   int64_t before); /* by one later than `after` and before `before` */

/* The last one of a control before an instant: by service (folded) … */
struct scan scans_of_service(struct scans *s, struct slice control, struct slice service, int64_t before);
/* … by target (folded), of activities that name no service, or of any. */
struct scan scans_of_target(struct scans *s, struct slice control, struct slice target, bool any,
                            int64_t before);
int64_t scans_last_of_service(struct scans *s, struct slice service,
                              int64_t before); /* of any control; or DATE_NONE */
void scans_free(struct scans *s);

#endif
