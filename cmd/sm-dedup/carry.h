/* Last month's output: its findings go on, nothing else of it does. */
#ifndef DEDUP_CARRY_H
#define DEDUP_CARRY_H

struct run;

void carry_read(struct run *run,
                const char *path); /* a file that is not whole is exit 2: history must not be lost silently */
void carry_check(
    struct run *run); /* exit 2 where last month's as-of is later than this run's, which is settled now */

#endif
