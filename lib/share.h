/* Where formats, metrics, reports and dictionaries are: SM_PATH first, then the share folder that belongs to this
 * binary (installed: ../share/sm; built: the project's own share/). */
#ifndef SM_SHARE_H
#define SM_SHARE_H

#include "buf.h"

/* The path of `folder/file` (folder may be ""), allocated, or NULL where there is none. */
char *share_find(const char *folder, const char *file);
char *share_find_own(const char *folder, const char *file);  /* on SM_PATH only */
char *share_find_home(const char *folder, const char *file); /* in this binary's share folder only */

struct share_file {
    char *name;   /* without folder and ending */
    char *path;
    int folder;   /* open: where many are read, the way to it is gone once */
    bool regular; /* no link and no FIFO */
};
/* All files `folder/NAME.jq`-like with the given ending, in order of name, the first of a name on the path wins.
 * Allocated array, *n long. */
struct share_file *share_list(const char *folder, const char *ending, size_t *n);
void share_list_free(struct share_file *f, size_t n);

/* The whole of a file of at most PROGRAM_MAX bytes, appended to b. false: *why says why not (static or errno text). */
bool share_read(const char *path, struct buf *b, const char **why);
bool share_read_listed(const struct share_file *f, struct buf *b, const char **why); /* the same */

#endif
