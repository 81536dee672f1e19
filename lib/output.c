#define _GNU_SOURCE /* realpath, mkstemp, fchmod under -std=c11 */
#include "output.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "limits.h"
#include "mem.h"
#include "report.h"

#define TEMPORARIES 4 /* -o and --rejects, and room */

static char *volatile temporaries[TEMPORARIES]; /* what a signal or report_die must remove */

static void
remove_temporaries(void)
{
    for (int i = 0; i < TEMPORARIES; i++)
        if (temporaries[i])
            unlink(temporaries[i]);
}

static void
on_signal(int number)
{
    remove_temporaries();
    signal(number, SIG_DFL);
    raise(number);
}

static void
remember(char *name)
{
    static const int signals[] = {SIGINT, SIGTERM, SIGHUP, SIGPIPE};
    for (int i = 0; i < TEMPORARIES; i++) {
        if (!temporaries[i]) {
            temporaries[i] = name;
            break;
        }
    }
    report_at_exit(remove_temporaries);
    for (size_t i = 0; i < sizeof signals / sizeof *signals; i++)
        signal(signals[i], on_signal);
}

static void
forget(const char *name)
{
    for (int i = 0; i < TEMPORARIES; i++)
        if (temporaries[i] == name)
            temporaries[i] = NULL;
}

static void
open_beside(struct output *o, const char *path)
{
    char *real = realpath(path, NULL);
    o->path = real ? real : xstrdup(path);
    size_t n = strlen(o->path);
    o->temporary = xmalloc(n + 8);
    memcpy(o->temporary, o->path, n);
    memcpy(o->temporary + n, ".XXXXXX", 8);
    o->fd = mkstemp(o->temporary);
    if (o->fd < 0)
        report_die("%s: can't be written: %s", path, strerror(errno));
    remember(o->temporary);
    mode_t mask = umask(0);
    umask(mask);
    (void)fchmod(o->fd, 0666 & ~mask);
}

void
output_open(struct output *o, const char *path)
{
    struct stat st;
    *o = (struct output){.fd = STDOUT_FILENO, .shown = "standard output"};
#ifdef F_SETPIPE_SZ /* stages wait for each other less; what is no pipe, or may not grow, stays as it is */
    (void)fcntl(o->fd, F_SETPIPE_SZ, (int)PIPE_SIZE);
#endif
    if (!path || strcmp(path, "-") == 0)
        return;
    o->shown = path;
    if (stat(path, &st) == 0 && !S_ISREG(st.st_mode)) {
        o->fd = open(path, O_WRONLY | O_CLOEXEC | (S_ISDIR(st.st_mode) ? 0 : O_TRUNC));
        if (o->fd < 0)
            report_die("%s: can't be written: %s", path, strerror(errno));
        return;
    }
    open_beside(o, path);
}

static void
write_failed(struct output *o, int error)
{
    if (error == EPIPE) {
        remove_temporaries();
        signal(SIGPIPE, SIG_DFL);
        raise(SIGPIPE);
        _exit(128 + SIGPIPE);
    }
    report_die("%s: write error: %s", o->shown, strerror(error));
}

void
output_flush(struct output *o)
{
    size_t done = 0;
    while (done < o->buf.n) {
        ssize_t n = write(o->fd, o->buf.p + done, o->buf.n - done);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            write_failed(o, errno);
        done += (size_t)n;
    }
    o->bytes += done;
    buf_reset(&o->buf);
}

void
output_check(struct output *o)
{
    struct pollfd closed = {.fd = o->fd};
    output_flush(o);
    if (poll(&closed, 1, 0) > 0 && closed.revents & POLLERR)
        write_failed(o, EPIPE);
    if (write(o->fd, "", 0) < 0 && errno != EINTR && errno != EAGAIN) /* a full device says so already */
        write_failed(o, errno);
}

void
output_flow(struct output *o)
{
    if (o->buf.n >= WRITE_BLOCK)
        output_flush(o);
}

void
output_line(struct output *o, const char *p, size_t n)
{
    buf_room(&o->buf, n + 1);
    buf_add(&o->buf, p, n);
    buf_byte(&o->buf, '\n');
    output_flow(o);
}

void
output_close(struct output *o, bool keep)
{
    if (o->fd < 0)
        return;
    if (!o->temporary)
        keep = true; /* nothing to take back */
    if (keep)
        output_flush(o);
    if (keep && o->temporary && fsync(o->fd) < 0)
        write_failed(o, errno);
    if (close(o->fd) < 0 && keep)
        write_failed(o, errno);
    o->fd = -1;
    if (o->temporary) {
        if (keep && rename(o->temporary, o->path) < 0)
            report_die("%s: can't be replaced: %s", o->shown, strerror(errno));
        if (!keep)
            unlink(o->temporary);
        forget(o->temporary);
    }
    free(o->temporary);
    free(o->path);
    buf_free(&o->buf);
}
