/* One line of the stream as a record: its members as slices of the line, nothing built. */
#ifndef SM_RECORD_H
#define SM_RECORD_H

#include "json.h"

struct record_member {
    struct slice key;   /* decoded */
    struct slice value; /* JSON text */
};

/* What raw lines of one place in a report have in common: all but source.entry and, last, raw. */
struct record_head {
    uint64_t id;            /* another for every other text; 0: the line at hand stands alone */
    struct buf text;        /* a line with null for raw and an older number for the entry; has no escapes */
    size_t entry_at;        /* where that number stands */
    size_t entry_n;
    size_t source_at, source_n; /* where the member `source` stands */
    size_t source_place, n; /* which member it is, of how many */
};

struct record {
    struct slice text; /* the line */
    struct slice kind; /* decoded; absent where the record has none */
    struct record_member *m;
    size_t n, cap;
    struct pool pool; /* decoded keys and strings; reset by the next record_read */
    bool heads;       /* set before reading: a raw line like the one before is only compared with it. Then head.id
                         is not 0, and raw has not been looked at: who can't parse it calls record_read_whole */
    struct record_head head;
    struct slice entry; /* the digits of source.entry, where head.id is not 0 */
};

/* Splits a line into members. NULL, or why it is no record (static text). The slices live as long as the line. */
const char *record_read(struct record *r, struct slice line);
const char *record_read_whole(struct record *r, struct slice line); /* the same without a head */
struct slice record_get(const struct record *r, const char *key);  /* JSON text of a member, the last of its name; or absent */
struct slice record_str(struct record *r, const char *key);        /* decoded string; absent for null and other types */
void record_free(struct record *r);

#endif
