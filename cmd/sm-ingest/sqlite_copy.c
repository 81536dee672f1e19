#define _GNU_SOURCE /* mkdtemp, st_mtim under -std=c11 */
#include "sqlite_copy.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "limits.h"
#include "mem.h"
#include "spool.h"
#include "temporary.h"

/* The bytes that SQLite locks, by its file format: writers lock one of them for themselves. */
#define PENDING_BYTE 0x40000000
#define LOCK_BYTES 512

static void
name(struct buf *b, const char *path, const char *suffix)
{
    b->n = 0;
    buf_format(b, "%s%s", path, suffix);
    buf_byte(b, 0);
}

static bool
is_filled(const char *path, const char *suffix)
{
    struct buf b = {0};
    struct stat st;
    name(&b, path, suffix);
    bool filled = stat(b.p, &st) == 0 && st.st_size > 0;
    buf_free(&b);
    return filled;
}

static bool
is_locked(const char *path)
{
    struct flock lock = {
        .l_type = F_RDLCK, .l_whence = SEEK_SET, .l_start = PENDING_BYTE, .l_len = LOCK_BYTES};
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    bool locked = fd >= 0 && fcntl(fd, F_GETLK, &lock) == 0 && lock.l_type != F_UNLCK;
    if (fd >= 0)
        close(fd);
    return locked;
}

static bool
same_state(const struct stat *a, const struct stat *b)
{
    return a->st_size == b->st_size && a->st_mtim.tv_sec == b->st_mtim.tv_sec &&
           a->st_mtim.tv_nsec == b->st_mtim.tv_nsec;
}

/* false: errno, 0 where the file has changed meanwhile. */
static bool
copy_open(int in, const char *to)
{
    struct stat before, after;
    char *block = NULL;
    bool good = false;
    off_t at = 0;
    ssize_t k;
    int out = -1;
    if (in < 0 || fstat(in, &before) < 0)
        goto out;
    out = open(to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (out < 0)
        goto out;
    block = xmalloc(READ_BLOCK);
    for (; (k = pread(in, block, READ_BLOCK, at)) > 0; at += k)
        if (!temporary_write(out, block, (size_t)k))
            goto out;
    if (k < 0 || fstat(in, &after) < 0)
        goto out;
    errno = 0;
    good = same_state(&before, &after);
out:
    free(block);
    if (out >= 0)
        close(out);
    return good;
}

static bool
copy_file(const char *from, const char *to)
{
    int in = open(from, O_RDONLY | O_CLOEXEC);
    bool good = copy_open(in, to);
    if (in >= 0)
        close(in);
    return good;
}

static bool
make_folder(struct sqlite_copy *c, struct buf *why)
{
    name(&c->folder, spool_folder(), "/sm-ingest.XXXXXX");
    if (!mkdtemp(c->folder.p)) {
        buf_format(why, "%s: %s", spool_folder(), strerror(errno));
        c->folder.n = 0;
        return false;
    }
    name(&c->file, c->folder.p, "/copy");
    return true;
}

bool
sqlite_copy_file(struct sqlite_copy *c, int fd, struct buf *why)
{
    if (!make_folder(c, why))
        return false;
    if (copy_open(fd, c->file.p))
        return true;
    buf_format(why, "copying it to %s: %s", spool_folder(), strerror(errno));
    return false;
}

static bool
copy(struct sqlite_copy *c, const char *path, struct buf *why)
{
    struct buf from = {0}, to = {0};
    if (!make_folder(c, why))
        return false;
    name(&from, path, "-wal");
    name(&to, c->file.p, "-wal");
    bool good = copy_file(path, c->file.p) && copy_file(from.p, to.p);
    if (!good && errno)
        buf_format(why, "copying it with its write-ahead log to %s: %s", spool_folder(), strerror(errno));
    else if (!good)
        buf_text(why, "it is being written to");
    buf_free(&from);
    buf_free(&to);
    return good;
}

bool
sqlite_copy_make(struct sqlite_copy *c, const char *path, struct buf *why)
{
    if (is_locked(path))
        buf_text(why, "an SQLite database that is being written to (it is locked)");
    else if (is_filled(path, "-journal"))
        buf_text(why, "an SQLite database with a journal beside it: somebody writes to it, or broke off; "
                      "opening it once with sqlite3 settles that");
    else
        return !is_filled(path, "-wal") || copy(c, path, why);
    return false;
}

void
sqlite_copy_remove(struct sqlite_copy *c)
{
    static const char *const files[] = {"", "-wal", "-shm"};
    struct buf b = {0};
    for (size_t i = 0; c->file.n && i < sizeof files / sizeof *files; i++) {
        name(&b, c->file.p, files[i]);
        unlink(b.p);
    }
    if (c->folder.n)
        rmdir(c->folder.p);
    buf_free(&b);
    buf_free(&c->folder);
    buf_free(&c->file);
}
