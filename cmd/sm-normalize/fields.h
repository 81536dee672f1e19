/* The kinds of records, their fields in the order in which they are written, and what makes each field's
 * value canonical. One table: records.md as data. */
#ifndef NORMALIZE_FIELDS_H
#define NORMALIZE_FIELDS_H

#include "finding.h"
#include "values.h"

enum field_mark {
    FIELD_OWN = 1,      /* made by the stages: no program may give it */
    FIELD_REQUIRED = 2, /* a record without it is a reject; written as null where the kind allows that */
};

struct field {
    const char *name;
    size_t length;             /* of the name */
    value_fn take;             /* NULL for FIELD_OWN */
    const struct words *words; /* for value_word */
    int marks;
};

#define FIELDS_MAX F_COUNT /* no kind has more fields than a finding */

struct kind {
    const char *name;
    const struct field *fields; /* of a finding: at the places of enum finding_field */
    size_t n;
    bool reference; /* joined as well as written */
};

const struct kind *kind_named(struct slice name);        /* NULL: none */
int kind_field(const struct kind *k, struct slice name); /* the field's place, or -1; FIELD_OWN ones too */
const char *kind_nearest(const struct kind *k, struct slice name); /* the settable field most like it */
const char *kind_nearest_kind(struct slice name);

/* Places of fields that normalizing itself looks at, in their kind's table. */
int
kind_at(const struct kind *k); /* the required time of activity, gate, release and action: `at`; else -1 */

enum intel_field {
    INTEL_CVE,
    INTEL_ALIASES,
    INTEL_KEV_ADDED,
    INTEL_KEV_DUE,
    INTEL_EPSS,
    INTEL_EPSS_DATE,
    INTEL_PUBLISHED,
    INTEL_PROVENANCE
};

extern const struct kind kind_finding, kind_activity, kind_exception, kind_ticket, kind_intel;

#endif
