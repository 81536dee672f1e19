/* The rules by which two records are one finding, each with a name that --without, --list-rules and --explain
 * use. What a key is made of is not decided here but in dedup.jq. */
#ifndef DEDUP_RULE_H
#define DEDUP_RULE_H

#include "buf.h"

enum rule {
    RULE_ID, /* the next three are what a finding is: they can't be turned off */
    RULE_KEY,
    RULE_PLACE,
    RULE_NATIVE,
    RULE_LINE,
    RULE_NEAREST,
    RULE_RENAMED,
    RULE_SCOPE,
    RULE_ALIAS,
    RULE_TYPE,
    RULE_PACKAGE,
    RULE_RESOURCE,
    RULE_OTHER,
    RULE_WEAKNESS,
    RULE_COUNT
};

struct rules {
    bool off[RULE_COUNT]; /* zeroed: all hold */
};

const char *rule_name(enum rule r);
void rules_without(struct rules *r, const char *names); /* comma-separated; an unknown name is exit 2 */
void rules_list(struct buf *out);                       /* one a line: name, tab, what it says */
/* The rule by which findings of two tools with one key of that domain are the same. */
enum rule rule_of_domain(struct slice domain);

#endif
