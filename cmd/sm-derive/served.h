/* What is known of a service's findings in each period: for the applications of the inventory. */
#ifndef DERIVE_SERVED_H
#define DERIVE_SERVED_H

#include "assets.h"
#include "facts.h"

struct served { /* zeroed but for periods */
    size_t periods;
    double most;      /* share of the open findings that is most of them: the dictionary's samm.most */
    struct map known; /* folded service → number */
    struct service_counts *at; /* periods for each service */
    size_t n, cap;
    size_t now; /* of the finding being counted; SIZE_MAX: it has no service */
    struct buf scratch;
};

struct service_counts {
    uint32_t seen, scanned, intel; /* findings first seen before B; those of them that a control found; with
                                      KEV or EPSS data */
    uint32_t open, classified, verified; /* open: with a CWE or a CVE; that a recent scan looked for */
};

void served_find(struct served *v, struct slice service); /* the service of the findings that follow */
bool served_counts(const struct facts *f);                /* false: it adds nothing */
void served_add(struct served *v, size_t row, size_t period, const struct facts *f, bool classified,
                bool intel, bool control,
                uint32_t times); /* control: it is of a category that is one: a scan found it */
bool served_classified(const struct subject *s); /* it has a CWE or a CVE */
bool served_intel(const struct subject *s);      /* it carries KEV or EPSS data */
/* Appends `findings` of an asset: all of its names together. scanned: a control looked at it in the 12 months
 * before B. */
void served_write(struct buf *b, const struct served *v, const struct asset *a, size_t period, bool scanned);
bool served_scanned(const struct served *v, const struct asset *a,
                    size_t period); /* a scan found something in it before B */
void served_free(struct served *v);

#endif
