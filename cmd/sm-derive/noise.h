/* Rules that make most of the noise: known ones, and those that are too large a share of their tool's
 * findings or are mostly false positives. Counted: findings open, accepted or false positive at B. */
#ifndef DERIVE_NOISE_H
#define DERIVE_NOISE_H

#include "dictionary.h"
#include "lists.h"

struct noise {
    size_t periods;
    struct map rules, tools;
    struct rule *at;
    size_t n, cap, n_tools, cap_counts, cap_tools;
    uint32_t *counts;                   /* all and false positives, for each period of each rule */
    uint64_t *totals;                   /* for each period of each tool */
    double share, false_share, minimum; /* of the dictionary */
    json_val *known;                    /* its globs */
    bool any_known;
    struct buf key;
};

struct noisy { /* what is said about a noisy rule */
    struct slice tool, rule;
    uint32_t findings, false_positives;
    double share; /* of its tool's findings */
    const char *why;
};

void noise_init(struct noise *n, size_t periods, const struct dictionary *d);
bool noise_counts(const struct facts *f); /* false: it adds nothing */
void noise_expect(struct noise *n, struct slice tool,
                  struct slice rule); /* noise_row will follow, of these */
uint32_t noise_row(struct noise *n, struct slice tool, struct slice rule); /* made where there is none */
void noise_add(struct noise *n, uint32_t row, size_t period, const struct facts *f, uint32_t times);
uint64_t noise_of_tool(const struct noise *n, struct slice tool, size_t period); /* its findings */
size_t noise_rules(const struct noise *n, size_t period);                        /* rules with a finding */
bool noise_find(const struct noise *n, size_t i, size_t period,
                struct noisy *out); /* is rule i < n->n noisy */
void noise_list(const struct noisy *x, struct lists *l, size_t period);
void noise_free(struct noise *n);

#endif
