#define _GNU_SOURCE /* mkostemp, pread under -std=c11 */
#include "parts.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "limits.h"
#include "mem.h"
#include "report.h"

size_t
parts_new(struct parts *p)
{
    p->part = xgrow(p->part, &p->cap, p->n + 1, sizeof *p->part);
    p->part[p->n] = (struct part){0};
    return p->n++;
}

static void
open_file(struct parts *p)
{
    struct buf name = {0};
    const char *folder = getenv("TMPDIR");
    p->folder = folder && *folder ? folder : "/tmp";
    buf_format(&name, "%s/sm-render.XXXXXX", p->folder);
    (void)buf_string(&name);
    p->fd = mkostemp(name.p, O_CLOEXEC);
    if (p->fd < 0)
        report_die("%s: no temporary file: %s", p->folder, strerror(errno));
    unlink(name.p);
    buf_free(&name);
    p->open = true;
}

static void
write_out(struct parts *p, struct part *part)
{
    size_t done = 0;
    while (done < part->waiting.n) {
        ssize_t n = write(p->fd, part->waiting.p + done, part->waiting.n - done);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            report_die("%s: temporary file: write error: %s", p->folder, strerror(errno));
        done += (size_t)n;
    }
    if (part->n && part->extents[part->n - 1].at + part->extents[part->n - 1].n == p->written) {
        part->extents[part->n - 1].n += done;
    } else {
        part->extents = xgrow(part->extents, &part->cap, part->n + 1, sizeof *part->extents);
        part->extents[part->n++] = (struct extent){p->written, done};
    }
    p->written += done;
    buf_free(&part->waiting);
}

void
parts_add(struct parts *p, size_t part, struct slice text)
{
    buf_slice(&p->part[part].waiting, text);
    p->waiting += text.n;
    if (p->waiting < PARTS_MEMORY)
        return;
    if (!p->open)
        open_file(p);
    for (size_t i = 0; i < p->n; i++)
        if (p->part[i].waiting.n)
            write_out(p, &p->part[i]);
    p->waiting = 0;
}

static void
copy_extent(struct parts *p, struct extent e, struct output *out)
{
    while (e.n) {
        size_t want = e.n < WRITE_BLOCK ? (size_t)e.n : WRITE_BLOCK;
        buf_room(&out->buf, want);
        ssize_t got = pread(p->fd, out->buf.p + out->buf.n, want, (off_t)e.at);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            report_die("%s: temporary file: read error: %s", p->folder, got ? strerror(errno) : "cut off");
        out->buf.n += (size_t)got;
        e.at += (uint64_t)got;
        e.n -= (uint64_t)got;
        output_flow(out);
    }
}

void
parts_copy(struct parts *p, size_t part, struct output *out)
{
    for (size_t i = 0; i < p->part[part].n; i++)
        copy_extent(p, p->part[part].extents[i], out);
    buf_slice(&out->buf, buf_as_slice(&p->part[part].waiting));
    output_flow(out);
}

void
parts_free(struct parts *p)
{
    for (size_t i = 0; i < p->n; i++) {
        free(p->part[i].extents);
        buf_free(&p->part[i].waiting);
    }
    free(p->part);
    if (p->open)
        close(p->fd);
    *p = (struct parts){0};
}
