/* One line of the stream as a record: its members as slices of the line, nothing built. */
#ifndef SM_RECORD_H
#define SM_RECORD_H

#include "json.h"

struct record_member {
    struct slice key;   /* decoded */
    struct slice value; /* JSON text */
};

struct record {
    struct slice text; /* the line */
    struct slice kind; /* decoded; absent where the record has none */
    struct record_member *m;
    size_t n, cap;
    struct pool pool; /* decoded keys and strings; reset by the next record_read */
};

/* Splits a line into members. NULL, or why it is no record (static text). The slices live as long as the line. */
const char *record_read(struct record *r, struct slice line);
struct slice record_get(const struct record *r, const char *key);  /* JSON text of a member, the last of its name; or absent */
struct slice record_str(struct record *r, const char *key);        /* decoded string; absent for null and other types */
void record_free(struct record *r);

#endif
