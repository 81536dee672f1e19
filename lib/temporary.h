/* Files without a name, in TMPDIR: what does not fit into memory. */
#ifndef SM_TEMPORARY_H
#define SM_TEMPORARY_H

#include <stdbool.h>
#include <stddef.h>

const char *temporary_folder(void); /* TMPDIR, or /tmp: also for messages */
int temporary_open(void);           /* a new file, unlinked already; -1: errno */
bool temporary_write(int fd, const char *p, size_t n); /* all of it, at the file's position; false: errno */

#endif
