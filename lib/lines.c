#define _GNU_SOURCE /* O_CLOEXEC, posix_fadvise, sched_getaffinity under -std=c11 */
#include "lines.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "limits.h"
#include "read_ahead.h"

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
    l->began = l->bytes;
    l->size = fstat(l->fd, &st) == 0 && S_ISREG(st.st_mode) ? (uint64_t)st.st_size : 0;
    window_clear(&l->window);
    if (l->size)
        (void)posix_fadvise(l->fd, 0, 0, POSIX_FADV_SEQUENTIAL);
    return true;
}

/* A system with more processors than the set has room for has two. */
static bool
has_another_processor(void)
{
    cpu_set_t set;
    return sched_getaffinity(0, sizeof set, &set) != 0 || CPU_COUNT(&set) > 1;
}

/* A thread costs as much as reading a small file does. */
static bool
begin_thread(struct lines *l)
{
    if (!l->work || l->bytes - l->began < READ_AHEAD_FROM)
        return false;
    if (has_another_processor())
        l->ahead = read_ahead_new(l->fd, &l->window, l->work);
    if (!l->ahead)
        l->work = NULL;
    return l->ahead != NULL;
}

enum line_result
lines_next(struct lines *l, struct slice *line)
{
    l->number++;
    if (!l->ahead && !begin_thread(l))
        return window_next(&l->window, l->fd, line, &l->bytes);
    enum line_result got = read_ahead_next(l->ahead, &l->now, &l->bytes);
    if (l->now) {
        *line = l->now->text;
        l->pool = read_ahead_pool(l->ahead);
    }
    return got;
}

void
lines_close(struct lines *l)
{
    read_ahead_free(l->ahead);
    l->ahead = NULL;
    l->now = NULL;
    if (l->fd > STDIN_FILENO)
        close(l->fd);
    l->fd = -1;
}

void
lines_free(struct lines *l)
{
    lines_close(l);
    window_free(&l->window);
    *l = (struct lines){.fd = -1};
}
