/* Work in parts: --partial writes what a run would count of its records, and nothing else of them; --merge
 * takes any number of such parts for what was read. So whatever way the input was split, what is counted is
 * the same: nothing is added up before everything that decides it (an asset, a scan, a release) is there.
 * sm-record(5) has the records:
 *     {"kind":"partial","of":"run","period":…,"as_of":…,"dictionary":HASH,"metrics":HASH}   first, once for
 * each part
 *     {"kind":"partial","record":{…}}                                                       one record
 */
#ifndef DERIVE_PARTIAL_H
#define DERIVE_PARTIAL_H

#include "count.h"

struct partial {        /* zeroed before first use */
    bool all;           /* a program may look at anything: findings stay whole */
    bool keep[F_COUNT]; /* members of a finding that are looked at */
    bool whole_sources; /* … and more of its sources than tool and target */
    struct slice *others;
    size_t n_others, cap_others;
    struct buf run; /* the first line, without a newline */
};

/* What the programs of a run look at; what its parts say of themselves. period: as given. */
void partial_begin(struct partial *p, const struct count *c, const struct dictionary *d,
                   const struct metrics *m, const struct periods *periods);
void partial_finding(const struct partial *p, const struct subject *s,
                     struct buf *b); /* a line, with its newline */
void partial_record(struct slice text, struct buf *b);
/* The record in a line of a part; absent: it is the first one of a part. NULL, or why not (valid until the
 * next call). */
const char *partial_open(const struct partial *p, struct slice line, struct slice *record);
void partial_free(struct partial *p);

#endif
