#define _GNU_SOURCE /* lseek under -std=c11 */
#include "spool.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "limits.h"
#include "mem.h"
#include "report.h"
#include "temporary.h"

void
spool_open(struct spool *s)
{
    if (s->spilled)
        return;
    s->fd = temporary_open();
    if (s->fd < 0)
        report_die("%s: no temporary file: %s", temporary_folder(), strerror(errno));
    s->spilled = true;
}

static void
spill(struct spool *s)
{
    spool_open(s);
    if (!s->error && !temporary_write(s->fd, s->waiting.p, s->waiting.n))
        s->error = errno;
    buf_reset(&s->waiting);
}

void
spool_add(struct spool *s, struct slice line, uint32_t form, const struct stencil_line *holes)
{
    if (form)
        thin_make(&s->waiting, form, line, holes);
    else
        buf_slice(&s->waiting, line);
    buf_byte(&s->waiting, '\n');
    if (s->waiting.n >= READ_BLOCK)
        spill(s);
}

void
spool_check(const struct spool *s)
{
    if (s->error)
        report_die("%s: temporary file: write error: %s", temporary_folder(), strerror(s->error));
}

void
spool_again(struct spool *s)
{
    s->at = 0;
    s->reading = true;
    if (!s->spilled)
        return;
    if (s->waiting.n)
        spill(s);
    spool_check(s);
    if (lseek(s->fd, 0, SEEK_SET) < 0)
        report_die("temporary file: %s", strerror(errno));
    s->lines.fd = -1; /* not the reader's to close */
    lines_free(&s->lines);
    s->lines = (struct lines){.fd = s->fd, .name = "temporary file"};
}

bool
spool_next(struct spool *s, struct slice *line)
{
    if (!s->reading)
        spool_again(s);
    if (s->spilled) {
        enum line_result got = lines_next(&s->lines, line);
        if (got == LINE_FAILED || got == LINE_TOO_LONG)
            report_die("temporary file: read error: %s", strerror(errno));
        return got == LINE_READ;
    }
    if (s->at == s->waiting.n)
        return false;
    const char *p = s->waiting.p + s->at, *end = memchr(p, '\n', s->waiting.n - s->at);
    *line = (struct slice){p, (size_t)(end - p)};
    s->at += line->n + 1;
    return true;
}

void
spool_free(struct spool *s)
{
    if (s->spilled)
        close(s->fd);
    s->lines.fd = -1;
    lines_free(&s->lines);
    buf_free(&s->waiting);
    *s = (struct spool){0};
}
