/* A finding in memory: one slice of JSON text for each field, unknown members kept as they were. Reading takes the
 * members of a record; writing gives records.md's order: the common schema always, other fields where they are set,
 * then unknown members. Field texts live as long as what they point into: the record's line, or the pool given. */
#ifndef SM_FINDING_H
#define SM_FINDING_H

#include "hash.h"
#include "record.h"

/* In the order in which they are written. The first F_COMMON are always present (null where absent). */
enum finding_field {
    F_SOURCE_TOOL, F_PRODUCT, F_SERVICE, F_FINDING_TITLE, F_SEVERITY, F_CONFIDENCE, F_STATE, F_FIRST_SEEN, F_LAST_SEEN,
    F_OWNER, F_EXCEPTION_ID, F_RELEASE_BLOCKING,
    F_COMMON,
    F_ID = F_COMMON, F_CATEGORY, F_TARGET, F_RULE_ID, F_NATIVE_ID, F_CVE, F_CWE, F_COMPONENT, F_LOCATION,
    F_SECRET_HASH, F_TIER,
    F_ENVIRONMENT, F_KEV, F_KEV_ADDED, F_KEV_DUE, F_EPSS, F_EPSS_DATE, F_INTRODUCED_AT, F_INTRODUCED_BY, F_PUBLISHED_AT,
    F_FOUND_IN, F_SOURCE_SEVERITY, F_CVSS, F_TIMELINE, F_RESOLVED_AT, F_UNCERTAIN_DAYS, F_UNVERIFIED, F_TICKET, F_FIX,
    F_PROVENANCE, F_REVIEWED_BY, F_REVIEWED_AT, F_REPORT, F_SOURCES, F_ALSO,
    F_COUNT
};

struct finding {
    struct slice f[F_COUNT];     /* JSON text; absent: not set */
    struct record_member *other; /* members that are no field, in their order; points into the record */
    size_t others;
};

extern const char *const finding_names[F_COUNT];
int finding_field(struct slice name); /* the field of that name, or -1 */

/* Takes a record of kind finding apart. other[] lies in pool. */
void finding_read(struct finding *f, const struct record *r, struct pool *pool);
void finding_write_name(struct buf *b, enum finding_field field); /* its name as a member that is not the first: ,"name": */
void finding_write(struct buf *b, const struct finding *f); /* one record's text, {"kind":"finding",…}, no newline */

/* What `report` says: which report a finding stood in. Values as JSON text, the time (RFC 3339) as plain text; absent
 * where not known. */
void finding_which_report(struct slice tool, struct slice target, struct slice at, struct slice category,
                          char hex[HASH_HEX + 1]);

struct slice finding_str(const struct finding *f, enum finding_field field, struct pool *pool); /* decoded; absent for null */
bool finding_has(const struct finding *f, enum finding_field field); /* set and not null */
void finding_set_str(struct finding *f, enum finding_field field, struct slice text, struct pool *pool); /* absent: null */
void finding_set_json(struct finding *f, enum finding_field field, struct slice json, struct pool *pool); /* copied */
void finding_set_bool(struct finding *f, enum finding_field field, bool v);
void finding_clear(struct finding *f, enum finding_field field);

#endif
