/* Zip archives by libzip: members by name, read from front to back. */
#ifndef SM_INGEST_ARCHIVE_H
#define SM_INGEST_ARCHIVE_H

#include <stdbool.h>
#include <sys/types.h>

struct archive;
struct member; /* being read; closed before its archive */

bool archive_sniff(const char *p, size_t n);
/* The archive that a regular file or a spool holds from its first byte on; fd stays the caller's and is not read by
 * others meanwhile. NULL: *why, static text. */
struct archive *archive_open(int fd, const char **why);
void archive_close(struct archive *a); /* NULL: nothing */
bool archive_has(const struct archive *a, const char *name);

struct member *member_open(struct archive *a, const char *name, const char **why); /* NULL: *why, static text */
/* Up to n bytes; 0 at the end. -1: damaged, or expands without bound (EXPANSION_MAX): *why, static text. */
ssize_t member_read(struct member *m, char *p, size_t n, const char **why);
void member_close(struct member *m); /* NULL: nothing */

#endif
