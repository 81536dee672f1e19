/* Arrays of the index that move to a file of TMPDIR when they outgrow their share of --memory. They stay
 * where they are for the code that uses them; paged_trim gives back the memory of what was looked at. */
#ifndef DEDUP_PAGED_H
#define DEDUP_PAGED_H

#include <stdbool.h>
#include <stddef.h>

struct paged {    /* zeroed before first use */
    size_t bytes; /* there is room for in the file */
    size_t room;  /* bytes of memory that it may take; 0: none is reserved */
    int fd;       /* valid when `mapped` */
    bool mapped;
};

/* Bytes of memory, zeroed, that are taken as they are used; in large pages where the system has them, but for
 * the first few megabytes (a small input would have large pages cleared for a few lines). NULL: there is no
 * room. Given back by munmap. */
void *paged_memory(size_t room);
/* As xgrow, in memory that does not move. An array that would be larger than `most` bytes is moved to a file;
 * a full disk is exit 2 with a message. */
void *paged_grow(struct paged *m, void *p, size_t *cap, size_t need, size_t size, size_t most);
void paged_trim(const struct paged *m, void *p); /* what is not used now need not stay in memory */
void paged_free(struct paged *m, void *p);

#endif
