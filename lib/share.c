#define _GNU_SOURCE /* readlink, d_type under -std=c11 */
#include "share.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "limits.h"
#include "mem.h"

#ifndef SM_SHARE
#define SM_SHARE "/usr/local/share/sm" /* make sets it from PREFIX */
#endif

#define MARK "dictionary.jq" /* what makes a folder the share folder */

static char *
join(const char *dir, size_t n, const char *folder, const char *file)
{
    size_t folder_n = strlen(folder), file_n = strlen(file);
    char *path = xmalloc(n + folder_n + file_n + 3), *p = mempcpy(path, dir, n);
    if (folder_n) {
        *p++ = '/';
        p = mempcpy(p, folder, folder_n);
    }
    if (file_n) {
        *p++ = '/';
        p = mempcpy(p, file, file_n);
    }
    *p = 0;
    return path;
}

static bool
readable(const char *path)
{
    return access(path, R_OK) == 0;
}

/* Where the name ends of the folder that is so many levels above that of the file at path; NULL: there is
 * none. */
static char *
above(char *path, size_t n, int levels)
{
    char *end = path + n;
    for (; end && levels >= 0; levels--)
        end = memrchr(path, '/', (size_t)(end - path));
    return end;
}

/* The folder that belongs to this binary; found once. Its name has no `..`: every file in it is opened by its
 * path. */
static const char *
home(void)
{
    static const struct {
        int levels;
        const char *folder;
    } beside[] = {{1, "share/sm"}, {2, "share"}, {3, "share"}};
    static char *found;
    char exe[4096], *end;
    if (found)
        return found;
    ssize_t n = readlink("/proc/self/exe", exe, sizeof exe - 1);
    for (size_t i = 0; n > 0 && i < sizeof beside / sizeof *beside; i++) {
        if (!(end = above(exe, (size_t)n, beside[i].levels)))
            break;
        char *dir = join(exe, (size_t)(end - exe), beside[i].folder, "");
        char *mark = join(dir, strlen(dir), "", MARK);
        bool here = readable(mark);
        free(mark);
        if (here)
            return found = dir;
        free(dir);
    }
    return found = xstrdup(SM_SHARE);
}

/* One folder of SM_PATH after the other; false at its end. */
static bool
next_own(const char **path, struct slice *dir)
{
    while (*path && **path) {
        size_t n = strcspn(*path, ":");
        *dir = (struct slice){*path, n};
        *path += n + ((*path)[n] == ':');
        if (n)
            return true;
    }
    return false;
}

char *
share_find_own(const char *folder, const char *file)
{
    const char *path = getenv("SM_PATH");
    struct slice dir;
    while (next_own(&path, &dir)) {
        char *p = join(dir.p, dir.n, folder, file);
        if (readable(p))
            return p;
        free(p);
    }
    return NULL;
}

char *
share_find(const char *folder, const char *file)
{
    char *p = share_find_own(folder, file);
    return p ? p : share_find_home(folder, file);
}

char *
share_find_home(const char *folder, const char *file)
{
    char *p = join(home(), strlen(home()), folder, file);
    if (readable(p))
        return p;
    free(p);
    return NULL;
}

struct list {
    struct share_file *at;
    size_t n, cap;
};

/* The folder at the descriptor stays open where a file of it is listed. */
static void
list_folder(struct list *l, char *dir, const char *ending)
{
    int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC), other = fcntl(fd, F_DUPFD_CLOEXEC, 0);
    DIR *d = other < 0 ? NULL : fdopendir(other);
    struct dirent *e;
    size_t before = l->n; /* a folder has no name twice */
    while (d && (e = readdir(d))) {
        struct slice name = slice_of(e->d_name);
        bool known = false;
        if (*name.p == '.' || !slice_ends(name, ending))
            continue;
        name.n -= strlen(ending);
        for (size_t i = 0; i < before; i++)
            known |= slice_is(name, l->at[i].name);
        if (known)
            continue;
        l->at = xgrow(l->at, &l->cap, l->n + 1, sizeof *l->at);
        l->at[l->n++] = (struct share_file){.name = xstrndup(name.p, name.n),
                                            .path = join(dir, strlen(dir), "", e->d_name),
                                            .folder = fd,
                                            .regular = e->d_type == DT_REG};
    }
    if (d)
        closedir(d);
    if (fd >= 0 && l->n == before)
        close(fd);
    free(dir);
}

static int
by_name(const void *a, const void *b)
{
    return strcmp(((const struct share_file *)a)->name, ((const struct share_file *)b)->name);
}

struct share_file *
share_list(const char *folder, const char *ending, size_t *n)
{
    const char *path = getenv("SM_PATH");
    struct list l = {0};
    struct slice dir;
    while (next_own(&path, &dir))
        list_folder(&l, join(dir.p, dir.n, folder, ""), ending);
    list_folder(&l, join(home(), strlen(home()), folder, ""), ending);
    if (l.n)
        qsort(l.at, l.n, sizeof *l.at, by_name);
    *n = l.n;
    return l.at;
}

void
share_list_free(struct share_file *f, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        int folder = f[i].folder;
        if (folder >= 0)
            close(folder);
        for (size_t k = i; folder >= 0 && k < n; k++)
            if (f[k].folder == folder)
                f[k].folder = -1;
        free(f[i].name);
        free(f[i].path);
    }
    free(f);
}

/* All that can be read from the file, which is closed; errno says why it is not open. regular: a read that
 * gives less than it could is the last. */
static bool
read_whole(int fd, bool regular, struct buf *b, const char **why)
{
    size_t room, from = b->n;
    ssize_t n = fd < 0 ? -1 : 0;
    while (fd >= 0) {
        buf_room(b, b->n == from ? 32768 : 4096); /* a program is mostly read at once */
        room = b->cap - b->n;
        n = read(fd, b->p + b->n, room);
        if (n < 0 && errno == EINTR)
            continue;
        b->n += n > 0 ? (size_t)n : 0;
        if (n <= 0 || b->n - from > PROGRAM_MAX || (regular && (size_t)n < room))
            break;
    }
    if (n < 0)
        *why = strerror(errno);
    else if (b->n - from > PROGRAM_MAX)
        *why = "larger than 1 MiB";
    if (fd >= 0)
        close(fd);
    return n >= 0 && b->n - from <= PROGRAM_MAX;
}

bool
share_read(const char *path, struct buf *b, const char **why)
{
    return read_whole(open(path, O_RDONLY | O_CLOEXEC), false, b, why);
}

bool
share_read_listed(const struct share_file *f, struct buf *b, const char **why)
{
    return read_whole(openat(f->folder, strrchr(f->path, '/') + 1, O_RDONLY | O_CLOEXEC), f->regular, b, why);
}
