/* Compressed bytes to bytes: gzip and zstd, several members or frames one after the other. */
#ifndef SM_INGEST_INFLATE_H
#define SM_INGEST_INFLATE_H

#include <stdbool.h>
#include <sys/types.h>

enum inflate_kind { INFLATE_NONE, INFLATE_GZIP, INFLATE_ZSTD };

typedef ssize_t inflate_input(void *arg, char *p, size_t n); /* as read(2) */

struct inflate; /* owned by the caller */

enum inflate_kind inflate_sniff(const char *p, size_t n);
/* NULL: *why, static text. */
struct inflate *inflate_new(enum inflate_kind kind, inflate_input *input, void *arg, const char **why);
void inflate_free(struct inflate *z); /* NULL: nothing */

/* Up to n bytes; 0 at the end. -1: the input failed (errno) or the data is damaged, cut off or expands without bound
 * (*why, static text); the bytes given before hold. */
ssize_t inflate_read(struct inflate *z, char *p, size_t n, const char **why);

#endif
