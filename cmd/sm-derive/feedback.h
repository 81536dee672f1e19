/* What findings teach: the components, the CWEs and the suppliers with the most open findings, for training
 * and for the supply chain. A supplier is a package's type and namespace: `deb/debian`, `maven/org.apache`,
 * `npm`. */
#ifndef DERIVE_FEEDBACK_H
#define DERIVE_FEEDBACK_H

#include "lists.h"

enum topic { TOPIC_COMPONENT, TOPIC_CWE, TOPIC_SUPPLIER, TOPICS };

struct feedback {
    size_t periods;
    struct topic_table *tables; /* one for each topic */
    struct told *told;          /* what arrays of CWEs say: by their JSON text */
    struct map known;
    size_t n_told, cap_told;
    size_t recent_cwe[32];           /* numbers in `told` + 1, by key_slot */
    size_t recent[TOPICS][32];       /* numbers in the tables + 1 */
    size_t component, supplier, cwe; /* of the finding being counted; SIZE_MAX: not looked up */
    struct pool pool;
    struct json_doc doc;
};

void feedback_init(struct feedback *f, size_t periods);
void feedback_finding(struct feedback *f); /* another finding is counted from now on */
void feedback_count(struct feedback *f, const struct subject *s, size_t period, const struct facts *facts);
void feedback_list(struct feedback *f, struct lists *l, size_t period);
void feedback_free(struct feedback *f);

#endif
