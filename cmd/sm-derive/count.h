/* Counting: every record is looked at once for each period, and what its metrics, the checks and the lists
 * want to know of it is added up. References first, then findings, then the records that findings have
 * something to say about. */
#ifndef DERIVE_COUNT_H
#define DERIVE_COUNT_H

#include "actions.h"
#include "alike.h"
#include "checks.h"
#include "feedback.h"
#include "inventory.h"
#include "listed.h"
#include "looks.h"
#include "memo.h"
#include "previous.h"
#include "releases.h"
#include "results.h"
#include "served.h"
#include "sources.h"
#include "tickets.h"
#include "sla.h"
#include "unmatched.h"

struct count {
    const struct periods *periods;
    struct runner *runner;
    struct judge judge;
    struct sla sla;
    struct scans scans;
    struct assets assets;
    struct exceptions exceptions;
    struct actions actions;
    struct served served;
    struct feedback feedback;
    struct tickets tickets;
    struct sources sources;
    struct releases releases;
    struct instants gates; /* counted ones, by folded service */
    struct cells cells;
    struct results results;
    struct movement movement;
    struct noise noise;
    struct lists lists;
    struct checks checks;
    struct subject_reader reader;
    struct memo *memo; /* NULL: no metric counts findings */
    struct looks *looks;
    struct alikes *alikes;   /* NULL: every finding is looked at alone */
    struct buf service;      /* of the finding before … */
    size_t counted_releases; /* … the list of its service's counted releases */
    size_t waiting_releases; /* … the first of its service that findings decide */
    bool any_service, mapped;
    struct covered *covered;            /* one for each control */
    int64_t stale;                      /* seconds after which a finding is unverified */
    double epss_bound, events, minimum; /* events: entries for each finding that are far too many */
    bool *seen;                         /* one for each period: something was measured in it */
    struct buf text;                    /* scratch */
};

void count_init(struct count *c, const struct dictionary *d, const struct periods *p, const struct metrics *m,
                struct runner *r);
void count_references(struct count *c, struct inventory *v,
                      struct tally *notes); /* assets, exceptions, scans, gates, releases */
/* NULL, or why the line is no record (static text); *other_kind: it is one of another kind. */
const char *count_finding(struct count *c, struct slice line, bool *other_kind, struct tally *notes);
void count_findings_end(struct count *c); /* after the last one */
void count_items(struct count *c, struct inventory *v,
                 struct tally *notes); /* all other kinds, after the last finding */
void count_end(struct count *c,
               struct tally *notes); /* what is known only at the end: movement, noise, formulas */
/* What stands under values that are too many to be kept: after the last record, before count_compare.
 * every_cell: of a breakdown every cell will be asked for. */
void count_crowds(struct count *c, const struct previous *p, bool every_cell);
/* Against what was published before; after the last count_finding, before count_end. true: it differs
 * somewhere, so every finding should come once more, by count_past. */
bool count_compare(struct count *c, const struct previous *p, struct tally *notes);
void count_past(struct count *c, struct slice line);
/* For those that count findings: what the dictionary and the inventory say of one (false: of no other finding
 * is it known that they would say the same); its ticket, which may be an exception (else *exception stays),
 * and the places that it takes in lists and checks. */
bool count_judge(struct count *c, struct subject *s, struct slice line, struct tally *notes);
const struct ticket *count_ticket(struct count *c, const struct subject *s, struct exception **exception);
void count_rows(struct count *c, const struct subject *s, const struct facts *f, const struct ticket *ticket,
                struct exception *exception);
/* For those that count any record: what it contributes, that it came, and when it was. */
struct contribution contribution_of(enum provenance p);
void count_record(struct count *c, enum kind kind, const struct contribution *x, struct slice name);
void count_time(struct results *r, int64_t at);
void count_free(struct count *c);

#endif
