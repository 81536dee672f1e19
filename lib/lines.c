#define _GNU_SOURCE /* O_CLOEXEC, posix_fadvise under -std=c11 */
#include "lines.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "limits.h"
#include "mem.h"

bool
lines_open(struct lines *l, const char *path)
{
    struct stat st;
    bool standard = !path || strcmp(path, "-") == 0;
    l->fd = standard ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
    if (l->fd < 0)
        return false;
    if (fstat(l->fd, &st) == 0 && S_ISDIR(st.st_mode)) {
        lines_close(l);
        errno = EISDIR;
        return false;
    }
    l->name = standard ? "standard input" : path;
    l->number = 0;
    l->size = fstat(l->fd, &st) == 0 && S_ISREG(st.st_mode) ? (uint64_t)st.st_size : 0;
    l->at = l->end = l->searched = 0;
    l->eof = false;
    if (l->size)
        (void)posix_fadvise(l->fd, 0, 0, POSIX_FADV_SEQUENTIAL);
    return true;
}

/* One more read behind the unread bytes. false: error. */
static bool
fill(struct lines *l)
{
    if (l->at && l->at == l->end) {
        l->at = l->end = l->searched = 0;
    } else if (l->at && l->cap - l->end < WINDOW_BLOCK) {
        memmove(l->p, l->p + l->at, l->end - l->at);
        l->end -= l->at;
        l->searched -= l->at;
        l->at = 0;
    }
    if (l->cap - l->end < WINDOW_BLOCK) {
        l->cap = l->cap ? l->cap * 2 : 2 * WINDOW_BLOCK;
        l->p = xrealloc(l->p, l->cap);
    }
    ssize_t n;
    do
        n = read(l->fd, l->p + l->end, WINDOW_BLOCK);
    while (n < 0 && errno == EINTR);
    if (n < 0)
        return false;
    l->eof = n == 0;
    l->end += (size_t)n;
    l->bytes += (uint64_t)n;
    return true;
}

/* Drops bytes up to the next newline; the first ones stay for the caller's message. */
static enum line_result
pass_over(struct lines *l, struct slice *line)
{
    const size_t shown = REJECT_TEXT_MAX;
    for (;;) {
        l->end = l->at + shown;
        l->searched = l->end;
        if (!fill(l))
            return LINE_FAILED;
        char *from = l->p + l->at + shown;
        char *nl = memchr(from, '\n', l->end - l->at - shown);
        if (!nl && !l->eof)
            continue;
        *line = (struct slice){l->p + l->at, shown};
        l->at = nl ? (size_t)(nl + 1 - l->p) : l->end;
        l->searched = l->at;
        return LINE_TOO_LONG;
    }
}

enum line_result
lines_next(struct lines *l, struct slice *line)
{
    l->number++;
    for (;;) {
        char *from = l->p + l->searched;
        char *nl = l->end > l->searched ? memchr(from, '\n', l->end - l->searched) : NULL;
        if (nl) {
            *line = (struct slice){l->p + l->at, (size_t)(nl - (l->p + l->at))};
            l->at = l->searched = (size_t)(nl + 1 - l->p);
            return LINE_READ;
        }
        l->searched = l->end;
        if (l->eof)
            break;
        if (l->end - l->at > LINE_MAX_BYTES)
            return pass_over(l, line);
        if (!fill(l))
            return LINE_FAILED;
    }
    if (l->at == l->end)
        return LINE_END;
    *line = (struct slice){l->p + l->at, l->end - l->at};
    l->at = l->searched = l->end;
    return LINE_READ;
}

void
lines_close(struct lines *l)
{
    if (l->fd > STDIN_FILENO)
        close(l->fd);
    l->fd = -1;
}

void
lines_free(struct lines *l)
{
    lines_close(l);
    free(l->p);
    *l = (struct lines){.fd = -1};
}
