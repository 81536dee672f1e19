#define _GNU_SOURCE /* pread under -std=c11 */
#include "spool.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "limits.h"
#include "report.h"
#include "temporary.h"

void
spool_open(struct spool *s)
{
    *s = (struct spool){.fd = temporary_open()};
    if (s->fd < 0)
        report_die("%s: no temporary file: %s", temporary_folder(), strerror(errno));
}

static void
flush(struct spool *s)
{
    if (!temporary_write(s->fd, s->waiting.p, s->waiting.n))
        report_die("%s: temporary file: write error: %s", temporary_folder(), strerror(errno));
    s->written += s->waiting.n;
    s->waiting.n = 0;
}

uint64_t
spool_size(const struct spool *s)
{
    return s->written + s->waiting.n;
}

uint64_t
spool_add(struct spool *s, struct slice text)
{
    uint64_t at = spool_size(s);
    buf_slice(&s->waiting, text);
    if (s->waiting.n >= WRITE_BLOCK)
        flush(s);
    return at;
}

void
spool_append(struct spool *s, uint64_t offset, size_t n, struct buf *out)
{
    size_t done = 0;
    if (offset + n > s->written)
        flush(s);
    buf_room(out, n + 1);
    while (done < n) {
        ssize_t got = pread(s->fd, out->p + out->n + done, n - done, (off_t)(offset + done));
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            report_die("%s: temporary file: read error: %s", temporary_folder(),
                       got ? strerror(errno) : "cut off");
        done += (size_t)got;
    }
    out->n += n;
}

void
spool_read(struct spool *s, uint64_t offset, size_t n, struct buf *out)
{
    out->n = 0;
    spool_append(s, offset, n, out);
}

void
spool_map(struct spool *s, size_t most)
{
    flush(s);
    if (!s->written || s->written > most)
        return;
    void *p = mmap(NULL, (size_t)s->written, PROT_READ, MAP_SHARED, s->fd, 0);
    s->map = p == MAP_FAILED ? NULL : p; /* then it is read */
}

struct slice
spool_view(struct spool *s, uint64_t offset, size_t n, struct buf *b)
{
    if (s->map)
        return (struct slice){s->map + offset, n};
    spool_read(s, offset, n, b);
    return buf_as_slice(b);
}

void
spool_close(struct spool *s)
{
    if (s->map)
        munmap((void *)(uintptr_t)s->map, (size_t)s->written);
    s->map = NULL;
    close(s->fd);
    buf_free(&s->waiting);
    s->fd = -1;
}
