/* Repositories and images that changed their owner: host/old/shop is host/new/shop now. Findings, sources and
 * coverage go by the new name from then on.
 *
 * One target that last month knew and nobody scanned since, one that nobody knew and that was scanned now,
 * later; the same host and last part of the name, no third one like them; and of the findings (tool and key)
 * of the side that has fewer at least half are on the other side too. Turned off with the rule moved-scope.
 */
#ifndef DEDUP_RENAMED_H
#define DEDUP_RENAMED_H

#include <stddef.h>
#include <stdint.h>

struct run;

struct renamed {  /* zeroed before first use */
    uint8_t *use; /* by name of a target: TARGET_WAS, TARGET_IS */
    size_t n;
    uint32_t *to; /* by name, after renamed_find: NO_NAME where it kept its name */
    size_t names;
};

enum { TARGET_WAS = 1, TARGET_IS = 2 };

void renamed_note(struct renamed *r, uint32_t target,
                  int use);         /* an activity or a finding of last month's output, or of this run */
void renamed_find(struct run *run); /* keys and times are settled, scopes are not */
uint32_t renamed_target(const struct renamed *r, uint32_t target); /* its name of today */
void renamed_free(struct renamed *r);

#endif
