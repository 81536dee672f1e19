#define _GNU_SOURCE /* mkostemp, pread under -std=c11 */
#include "spool.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "limits.h"
#include "report.h"

void
spool_open(struct spool *s)
{
    struct buf name = {0};
    const char *folder = getenv("TMPDIR");
    *s = (struct spool){.folder = folder && *folder ? folder : "/tmp"};
    buf_format(&name, "%s/sm-dedup.XXXXXX", s->folder);
    (void)buf_string(&name);
    s->fd = mkostemp(name.p, O_CLOEXEC);
    if (s->fd < 0)
        report_die("%s: no temporary file: %s", s->folder, strerror(errno));
    unlink(name.p);
    buf_free(&name);
}

static void
flush(struct spool *s)
{
    size_t done = 0;
    while (done < s->waiting.n) {
        ssize_t n = write(s->fd, s->waiting.p + done, s->waiting.n - done);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            report_die("%s: temporary file: write error: %s", s->folder, strerror(errno));
        done += (size_t)n;
    }
    s->written += done;
    s->waiting.n = 0;
}

uint64_t
spool_add(struct spool *s, struct slice text)
{
    uint64_t at = s->written + s->waiting.n;
    buf_slice(&s->waiting, text);
    if (s->waiting.n >= WRITE_BLOCK)
        flush(s);
    return at;
}

void
spool_read(struct spool *s, uint64_t offset, size_t n, struct buf *out)
{
    size_t done = 0;
    if (offset + n > s->written)
        flush(s);
    out->n = 0;
    buf_room(out, n + 1);
    while (done < n) {
        ssize_t got = pread(s->fd, out->p + done, n - done, (off_t)(offset + done));
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            report_die("%s: temporary file: read error: %s", s->folder, got ? strerror(errno) : "cut off");
        done += (size_t)got;
    }
    out->n = n;
}

void
spool_close(struct spool *s)
{
    close(s->fd);
    buf_free(&s->waiting);
    s->fd = -1;
}
