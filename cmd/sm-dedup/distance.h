/* Which old line became which new line. */
#ifndef DEDUP_DISTANCE_H
#define DEDUP_DISTANCE_H

#include <stddef.h>
#include <stdint.h>

#define NOT_PAIRED SIZE_MAX

/* Pairs as many lines as the shorter side has, with the least total distance; of equally good ways the one
 * that takes the lower lines of the longer side. Both arrays ascend. to[j] receives the number of the old
 * line of new line j, or NOT_PAIRED. More than PAIRING_MAX ways to compare: pairs in order, lowest first. */
void distance_pair(const uint32_t *old, size_t n, const uint32_t *new, size_t m, size_t *to);

#endif
