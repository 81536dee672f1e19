/* The reconciliation: open(A), the changes, open(B), for everything and by severity, tier, category, product,
 * service, owner, component, cwe; and the owners' tables. */
#ifndef DERIVE_MOVEMENT_H
#define DERIVE_MOVEMENT_H

#include "lists.h"

struct flow { /* numbers of findings and of changes; small, for there is one for each place and period */
    uint32_t open_at_start, first, resolved, reopened, accepted, returned, open_at_end;
};

struct burden {                      /* of an owner */
    int64_t open, overdue, due_next; /* due_next: open, and due in the calendar period that follows */
    int64_t oldest;                  /* NO_DAYS: no age is known */
};

#define MOVEMENT_PARTS 9
#define MOVEMENT_SINGLE 7 /* of them: those in which a finding has one place */

struct movement {
    size_t periods;
    struct map places, owners;
    struct flow *flows; /* periods for each place */
    int64_t *most;      /* residuals, of the places that are not kept; one for each period */
    double *published; /* … open at the start, as it was published for the period before; NAN: it was not */
    size_t n_published;     /* places that it has */
    struct burden *burdens; /* periods for each owner */
    struct place *at;
    struct slice *names;            /* of the owners */
    size_t of_part[MOVEMENT_PARTS]; /* places of each */
    size_t n, cap, cap_flows, n_owners, cap_owners, cap_burdens;
    struct pool pool;
    struct buf key;
    size_t now[MOVEMENT_SINGLE]; /* places of the finding looked at */
};

void movement_init(struct movement *m, size_t periods);
void movement_finding(struct movement *m, const struct subject *s); /* the finding looked at from now on */
const char *movement_part_name(int part);                           /* from 1 */
bool movement_moves(const struct facts *f);                         /* false: it adds nothing */
struct flow movement_flow(const struct facts *f);                   /* of one finding */
void flow_add(struct flow *to, const struct flow *f, uint32_t times);
struct burden movement_burden(const struct facts *f); /* of one finding that is open at B */
void burden_add(struct burden *to, const struct burden *b, uint32_t times);
size_t movement_row(struct movement *m, int part, struct slice value);  /* made where there is none */
size_t movement_find(struct movement *m, int part, struct slice value); /* MAP_NONE: there is none */
struct flow *movement_at(struct movement *m, size_t row, size_t period);
size_t movement_owner(struct movement *m, struct slice owner); /* as movement_row */
size_t movement_find_owner(struct movement *m, struct slice owner);
struct burden *movement_burden_of(struct movement *m, size_t owner, size_t period);
/* Of a place or an owner that is not kept: what is said of it in a period, of which nothing more will come.
 * published: NAN: it was not. */
void movement_pass(struct movement *m, struct lists *l, int part, struct slice value, size_t period,
                   const struct flow *f, double published);
void movement_pass_owner(struct lists *l, struct slice owner, size_t period, const struct burden *b);
int64_t movement_residual(const struct movement *m, size_t period); /* 0: reconciled, whole and every part */
/* The place of a part, made where there is none; dimensions that are no part are passed over. */
void movement_make_place(struct movement *m, struct slice dimension, struct slice value);
/* dimension: NULL for the whole. */
const struct flow *movement_place(const struct movement *m, size_t i, size_t period, const char **dimension,
                                  struct slice *value);
void movement_publish(struct movement *m, size_t i, size_t period, double open);
bool movement_published(const struct movement *m, size_t i, size_t period,
                        double *open); /* false: it was not */
bool movement_differs(const struct movement *m, int part,
                      size_t period);                           /* any value of it, from what was published */
int64_t movement_open(const struct movement *m, size_t period); /* open(B) */
void movement_list(struct movement *m, struct lists *l,
                   size_t period); /* fills the lists movement and owners */
void movement_free(struct movement *m);

#endif
