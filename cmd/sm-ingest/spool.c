#define _GNU_SOURCE /* pread, pwrite under -std=c11 */
#include "spool.h"

#include <errno.h>
#include <unistd.h>

#include "temporary.h"

const char *
spool_folder(void)
{
    return temporary_folder();
}

bool
spool_put(struct spool *s, uint64_t at, const char *p, size_t n)
{
    if (s->fd < 0 && (s->fd = temporary_open()) < 0)
        return false;
    if (s->from == s->to)
        s->from = s->to = at;
    while (n) {
        ssize_t k = pwrite(s->fd, p, n, (off_t)(s->to - s->from));
        if (k < 0 && errno == EINTR)
            continue;
        if (k < 0)
            return false;
        p += k;
        n -= (size_t)k;
        s->to += (uint64_t)k;
    }
    return true;
}

ssize_t
spool_get(struct spool *s, uint64_t at, char *p, size_t n)
{
    ssize_t k;
    if (n > s->to - at)
        n = (size_t)(s->to - at);
    do
        k = pread(s->fd, p, n, (off_t)(at - s->from));
    while (k < 0 && errno == EINTR);
    return k;
}

void
spool_empty(struct spool *s)
{
    if (s->from == s->to)
        return;
    s->from = s->to = 0;
    if (ftruncate(s->fd, 0) < 0)
        return; /* the bytes are written over next time */
}

void
spool_close(struct spool *s)
{
    if (s->fd >= 0)
        close(s->fd);
    *s = (struct spool){.fd = -1};
}
