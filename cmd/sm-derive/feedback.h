/* What findings teach: the components, the CWEs and the suppliers with the most open findings, for training
 * and for the supply chain. A supplier is a package's type and namespace: `deb/debian`, `maven/org.apache`,
 * `npm`. */
#ifndef DERIVE_FEEDBACK_H
#define DERIVE_FEEDBACK_H

#include "dimensions.h"
#include "lists.h"

enum topic { TOPIC_COMPONENT, TOPIC_CWE, TOPIC_SUPPLIER, TOPICS };

struct feedback {
    size_t periods;
    struct topic_table *tables; /* one for each topic */
    size_t recent[32];          /* numbers of suppliers + 1, by key_slot */
    struct pool pool;
    struct json_doc doc;
};

void feedback_init(struct feedback *f, size_t periods);
struct supplied { /* of a finding */
    int rank;     /* of its severity */
    bool fixable; /* its component has a fixed version */
    bool named;   /* … and a name: else none is counted */
};
/* Numbers of values: of a component by its JSON text or that of its name, of a finding's supplier; each + 1,
 * 0: none. Of an array of CWEs: how many, at most DIMENSION_VALUES_MAX. */
uint32_t feedback_component(struct feedback *f, struct cells *c, const struct field *field,
                            struct slice json);
uint32_t feedback_supplier(struct feedback *f, const struct subject *s);
size_t feedback_cwes(struct feedback *f, struct slice json, uint32_t *numbers);
void feedback_add(struct feedback *f, enum topic topic, uint32_t number, size_t period,
                  const struct supplied *x, uint32_t times); /* findings open in a period */
void feedback_list(struct feedback *f, struct lists *l, size_t period);
void feedback_free(struct feedback *f);

#endif
