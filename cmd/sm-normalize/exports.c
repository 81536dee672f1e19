#define _GNU_SOURCE /* readlink, fork, pipe2 under -std=c11 */
#include "exports.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "fields.h"
#include "limits.h"

#define INGEST "sm-ingest"

/* Is it a stream of ours: is its first line a record of a kind that we know? */
static bool
is_stream(const char *path)
{
    struct lines l = {.fd = -1};
    struct record r = {0};
    struct slice line = {0};
    bool ours = false;
    if (!lines_open(&l, path))
        return false;
    while (lines_next(&l, &line) == LINE_READ && !slice_trim(line).n)
        ;
    if (slice_trim(line).n && !record_read(&r, line))
        ours = kind_named(r.kind) || slice_is(r.kind, "raw") || slice_is(r.kind, "tally");
    record_free(&r);
    lines_free(&l);
    return ours;
}

static void
take_line(struct normalizer *n, struct stage *s, const struct lines *l, struct slice line, struct record *r)
{
    if (!slice_trim(line).n)
        return;
    s->tally.lines++;
    const char *why = record_read(r, line);
    if (why)
        stage_reject(s, l->name, l->number, line, "%s", why);
    else if (!slice_is(r->kind, "tally"))
        normalizer_reference(n, r);
    else
        buf_add(&s->tallies, line.p, line.n), buf_byte(&s->tallies, '\n');
}

static void
read_all(struct normalizer *n, struct stage *s, struct lines *l)
{
    struct record r = {.heads = true};
    struct slice line;
    for (;;) {
        enum line_result got = lines_next(l, &line);
        if (got == LINE_END)
            break;
        if (got == LINE_FAILED) {
            report_error("%s: read error: %s", l->name, strerror(errno));
            break;
        }
        if (got == LINE_TOO_LONG)
            stage_reject(s, l->name, l->number, line, "line longer than %u MiB", LINE_MAX_BYTES >> 20);
        else
            take_line(n, s, l, line, &r);
    }
    s->tally.bytes += l->bytes;
    record_free(&r);
}

/* The sm-ingest in the folder of this program, else the one on PATH. */
static void
exec_ingest(const char *path)
{
    char exe[4096];
    ssize_t n = readlink("/proc/self/exe", exe, sizeof exe - sizeof INGEST);
    char *slash = n > 0 ? memrchr(exe, '/', (size_t)n) : NULL;
    char *argv[] = {INGEST, "--progress=never", "--", (char *)(uintptr_t)path, NULL};
    if (slash) {
        memcpy(slash + 1, INGEST, sizeof INGEST);
        execv(exe, argv);
    }
    execvp(INGEST, argv);
    fprintf(stderr, "%s: %s: sm-ingest can't be run: %s\n", report_prog(), path, strerror(errno));
    _exit(EXIT_CANNOT);
}

static void
read_export(struct normalizer *n, struct stage *s, const char *path)
{
    struct lines l = {.name = path};
    int ends[2], status;
    if (access(path, R_OK) != 0) {
        report_error("%s: %s", path, strerror(errno));
        return;
    }
    if (pipe2(ends, O_CLOEXEC) < 0)
        report_die("%s: no pipe: %s", path, strerror(errno));
    pid_t child = fork();
    if (child < 0)
        report_die("%s: sm-ingest can't be run: %s", path, strerror(errno));
    if (child == 0) {
        dup2(ends[1], STDOUT_FILENO);
        exec_ingest(path);
    }
    close(ends[1]);
    l.fd = ends[0];
    read_all(n, s, &l);
    lines_free(&l);
    while (waitpid(child, &status, 0) < 0 && errno == EINTR)
        ;
    if (WIFEXITED(status) && WEXITSTATUS(status) == EXIT_DOUBT)
        report_doubt();
    else if (!WIFEXITED(status) || WEXITSTATUS(status) != EXIT_DONE)
        report_error("%s: sm-ingest could not read it", path);
}

void
exports_read(struct normalizer *n, struct stage *s, const char *path)
{
    struct lines l = {.fd = -1};
    if (strcmp(path, "-") != 0 && !is_stream(path)) {
        read_export(n, s, path);
        return;
    }
    if (!lines_open(&l, path)) {
        report_error("%s: %s", path, strerror(errno));
        return;
    }
    read_all(n, s, &l);
    lines_free(&l);
}
