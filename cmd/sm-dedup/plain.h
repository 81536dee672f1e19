/* A finding's line as sm-normalize writes it, read in one pass: open, seen first by its report, no blank, no
 * escape, fields in the order of records.md. Any other line takes the long way, which reads all JSON. */
#ifndef DEDUP_PLAIN_H
#define DEDUP_PLAIN_H

#include "finding.h"

/* What stands in a field that is an array or an object. */
enum plain_container { PLAIN_CVE, PLAIN_CWE, PLAIN_COMPONENT, PLAIN_LOCATION, PLAIN_CONTAINERS };
#define PLAIN_LEAVES 32 /* values in all of them together */
struct plain_inside {
    uint64_t
        layout; /* what is there: equal numbers are the same names and kinds of values in the same order */
    uint8_t first, n; /* its values: leaf[first … first + n) */
    bool unknown;     /* too much for a layout: the rest says nothing */
};

#define PLAIN_WHY "first seen" /* of the only event of its timeline */

struct plain { /* slices of the line */
    struct finding f;
    uint64_t set;         /* bits: fields with a value that is not null */
    int64_t first, last;  /* first_seen, last_seen */
    struct slice version; /* of the component, JSON text */
    struct slice file;    /* of the location, without quotes */
    uint32_t line;
    bool several_ids;
    struct plain_inside inside[PLAIN_CONTAINERS];
    size_t leaves;
    struct slice leaf[PLAIN_LEAVES]; /* JSON text */
};

bool plain_read(struct plain *p, struct slice line); /* false: the long way */
int plain_container(int field);                      /* -1: not one of them */
bool plain_is_severity(struct slice json);           /* of a finding as sm-normalize writes it */
bool plain_read_time(struct slice json, int64_t *t); /* the same */
/* Bytes between the quotes; absent for anything but a string. */
static inline struct slice
plain_string(struct slice json)
{
    return json.n < 2 || *json.p != '"' ? (struct slice){0} : (struct slice){json.p + 1, json.n - 2};
}

#endif
