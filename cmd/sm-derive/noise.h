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
    size_t n, cap, n_tools, cap_counts, cap_tools, cap_names;
    struct rule_counts *counts;         /* periods for each rule */
    uint64_t *totals;                   /* periods for each tool */
    size_t *names;                      /* of the tools: where they lie in the map */
    uint64_t *passed;                   /* rules with a finding that are not kept; one for each period */
    double share, false_share, minimum; /* of the dictionary */
    json_val *known;                    /* its globs */
    bool any_known;
    uint32_t last; /* number of the tool asked for last */
    bool counted;  /* anything, of any rule */
    struct buf key;
};

struct rule_counts { /* of a rule in a period */
    uint32_t all, false_positives;
};

struct noisy { /* what is said about a noisy rule */
    struct slice tool, rule;
    uint32_t findings, false_positives;
    double share; /* of its tool's findings */
    const char *why;
};

void noise_init(struct noise *n, size_t periods, const struct dictionary *d);
bool noise_counts(const struct facts *f);                /* false: it adds nothing */
uint32_t noise_tool(struct noise *n, struct slice tool); /* its number, made where there is none */
struct slice noise_tool_name(const struct noise *n, uint32_t tool);
/* A number for a tool and a rule of it, made where there is none; without a rule of the tool's findings. */
uint32_t noise_row(struct noise *n, struct slice tool, struct slice rule);
bool noise_row_names(const struct noise *n, uint32_t row, struct slice *tool,
                     struct slice *rule); /* false: of no rule */
struct rule_counts *noise_find(struct noise *n, struct slice tool,
                               struct slice rule); /* one for each period; NULL: it has no number */
void noise_add(struct noise *n, uint32_t row, size_t period, bool false_positive, uint32_t times);
void rule_counts_add(struct rule_counts *to, bool false_positive, uint32_t times);
void noise_add_tool(struct noise *n, uint32_t tool, size_t period, uint32_t times); /* the tool's only */
void noise_forget(struct noise *n); /* the numbers of rules, as long as nothing is counted of any */
void noise_pass(struct noise *n, size_t period, uint64_t rules); /* with a finding, that are not kept */
uint64_t noise_of_tool(const struct noise *n, struct slice tool, size_t period); /* its findings */
size_t noise_rules(const struct noise *n, size_t period);                        /* rules with a finding */
bool noise_judge(const struct noise *n, size_t i, size_t period,
                 struct noisy *out);                                        /* is rule i < n->n noisy */
bool noise_judges(const struct noise *n, const struct rule_counts *counts); /* false: never noisy */
bool noise_judge_counts(const struct noise *n, struct slice tool, struct slice rule, size_t period,
                        const struct rule_counts *counts, struct noisy *out);
void noise_list(const struct noisy *x, struct lists *l, size_t period);
void noise_free(struct noise *n);

#endif
