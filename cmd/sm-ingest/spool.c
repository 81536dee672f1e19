#define _GNU_SOURCE /* mkostemp under -std=c11 */
#include "spool.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "buf.h"

const char *
spool_folder(void)
{
    const char *dir = getenv("TMPDIR");
    return dir && *dir ? dir : "/tmp";
}

static bool
create(struct spool *s)
{
    struct buf path = {0};
    buf_format(&path, "%s/sm-ingest.XXXXXX", spool_folder());
    buf_byte(&path, 0);
    s->fd = mkostemp(path.p, O_CLOEXEC);
    if (s->fd >= 0)
        unlink(path.p);
    buf_free(&path);
    return s->fd >= 0;
}

bool
spool_put(struct spool *s, uint64_t at, const char *p, size_t n)
{
    if (s->fd < 0 && !create(s))
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
