/* What findings teach: the components, the CWEs and the suppliers with the most open findings, for training
 * and for the supply chain. A supplier is a package's type and namespace: `deb/debian`, `maven/org.apache`,
 * `npm`. */
#ifndef DERIVE_FEEDBACK_H
#define DERIVE_FEEDBACK_H

#include "key.h"
#include "lists.h"

enum topic { TOPIC_COMPONENT, TOPIC_CWE, TOPIC_SUPPLIER, TOPICS };

struct feedback {
    size_t periods;
    struct topic_table *tables; /* one for each topic */
    uint32_t recent[KEY_SLOTS]; /* numbers of suppliers, by key_slot */
    uint32_t last;              /* … and the one asked for last; 0: none */
    struct tally_of *passing;   /* of a value that is not kept; one for each period */
    struct pool pool;
    struct json_doc doc;
};

void feedback_init(struct feedback *f, size_t periods);
struct supplied { /* of a finding */
    int rank;     /* of its severity */
    bool fixable; /* its component has a fixed version */
    bool named;   /* … and a name: else none is counted */
};
/* The values of a finding: a component by its JSON text or that of its name, a finding's supplier, absent:
 * none, and its number (as feedback_number; 0: none); an array of CWEs, how many, at most
 * DIMENSION_VALUES_MAX. Until the next call. */
struct slice feedback_component(struct feedback *f, struct slice json);
struct slice feedback_supplier(const struct subject *s);
uint32_t feedback_supplier_number(struct feedback *f, const struct subject *s);
size_t feedback_cwes(struct feedback *f, struct slice json, struct slice *names);
uint32_t feedback_number(struct feedback *f, enum topic topic,
                         struct slice name); /* from 1; made where there is none */
uint32_t feedback_find(const struct feedback *f, enum topic topic, struct slice name); /* 0: there is none */
struct slice feedback_name(const struct feedback *f, enum topic topic, uint32_t number);
void feedback_add(struct feedback *f, enum topic topic, uint32_t number, size_t period,
                  const struct supplied *x, uint32_t times); /* findings open in a period */
void feedback_forget(struct feedback *f, enum topic topic);  /* all numbers, as long as nothing is counted */
void feedback_list(const struct feedback *f, struct lists *l, size_t period);
/* Of a value that comes once, with all that is counted of it, and is not kept. */
void feedback_add_passing(struct feedback *f, size_t period, const struct supplied *x, uint32_t times);
void feedback_list_passing(struct feedback *f, enum topic topic, struct slice name, struct lists *l);
void feedback_free(struct feedback *f);

#endif
