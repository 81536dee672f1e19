/* The two processes talk over a socket: a length and a text there; back, for each program, how many outputs,
 * how many bytes of error (plus one; 0: none), the error, and each output's length and bytes. One asks, the
 * other answers. */
#define _DEFAULT_SOURCE /* MSG_NOSIGNAL, fork */
#include "sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../limits.h"
#include "input.h"

struct sandbox {
    struct program_source *src;
    size_t n;
    const struct plan_constant *vars;
    size_t nvars;
    pid_t child; /* 0: none */
    int fd;
};

/* All n bytes go out, or else come in. */
static bool
pass(int fd, bool out, void *bytes, size_t n)
{
    for (char *p = bytes; n;) {
        ssize_t got = out ? send(fd, p, n, MSG_NOSIGNAL) : recv(fd, p, n, MSG_WAITALL);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return false;
        p += got;
        n -= (size_t)got;
    }
    return true;
}

static bool
give_text(int fd, struct slice s)
{
    uint64_t n = s.n;
    return pass(fd, true, &n, sizeof n) && pass(fd, true, (void *)s.p, s.n);
}

/* Appended to b. */
static bool
take_text(int fd, struct buf *b, size_t *length)
{
    uint64_t n;
    if (!pass(fd, false, &n, sizeof n))
        return false;
    buf_room(b, n);
    if (!pass(fd, false, b->p + b->n, n))
        return false;
    b->n += n;
    *length = n;
    return true;
}

static void
put_number(struct buf *b, size_t n)
{
    uint64_t wide = n;
    buf_add(b, (const char *)&wide, sizeof wide);
}

static void
put_text(struct buf *b, struct slice s)
{
    put_number(b, s.n);
    buf_slice(b, s);
}

/* What this process has now, and LIBJQ_MEMORY_MAX more; no core file, nobody's standard streams. */
static void
confine(void)
{
    unsigned long pages = 0;
    FILE *f = fopen("/proc/self/statm", "r");
    int nowhere = open("/dev/null", O_RDWR);
    if (f && fscanf(f, "%lu", &pages) == 1) {
        rlim_t most = (rlim_t)pages * (rlim_t)sysconf(_SC_PAGESIZE) + LIBJQ_MEMORY_MAX;
        setrlimit(RLIMIT_AS, &(struct rlimit){most, most});
    }
    setrlimit(RLIMIT_CORE, &(struct rlimit){0, 0});
    for (int fd = 0; nowhere >= 0 && fd <= 2; fd++)
        dup2(nowhere, fd);
}

static void
put_outcome(struct buf *b, const struct outcomes *s, const struct outcome *r)
{
    put_number(b, r->count);
    put_number(b, r->error ? strlen(r->error) + 1 : 0);
    buf_text(b, r->error ? r->error : "");
    for (size_t i = r->first; i < r->first + r->count; i++)
        put_text(b, (struct slice){s->text.p + s->out[i].at, s->out[i].n});
}

static void
answer_all(struct libjq *jq, size_t n, int fd)
{
    struct outcomes s = {.n = n, .of = xcalloc(n + 1, sizeof *s.of)};
    struct input in = {0};
    struct buf text = {0}, answer = {0};
    size_t *which = xcalloc(n + 1, sizeof *which), length;
    const char *why;
    for (size_t i = 0; i < n; i++)
        which[i] = i;
    for (; text.n = 0, take_text(fd, &text, &length);) {
        struct val v;
        if (!input_read(&in, buf_as_slice(&text), &v, &why))
            return;
        outcome_reset(&s);
        libjq_run(jq, v, &s, which);
        answer.n = 0;
        for (size_t i = 0; i < n; i++)
            put_outcome(&answer, &s, &s.of[i]);
        if (!give_text(fd, buf_as_slice(&answer)))
            return;
        buf_reset(&answer);
        buf_reset(&text);
    }
}

_Noreturn static void
child(const struct sandbox *b, int fd)
{
    struct buf why = {0};
    confine();
    struct libjq *jq = libjq_compile(b->src, b->n, b->vars, b->nvars, &why);
    if (give_text(fd, buf_as_slice(&why)) && jq)
        answer_all(jq, b->n, fd);
    _exit(0);
}

static void
stop(struct sandbox *b)
{
    if (!b->child)
        return;
    kill(b->child, SIGKILL);
    waitpid(b->child, NULL, 0);
    close(b->fd);
    b->child = 0;
}

static bool
start(struct sandbox *b, struct buf *why)
{
    int ends[2];
    size_t n = 0;
    const char *missing;
    if (!libjq_load(&missing)) { /* here, not in each child */
        buf_format(why, "%s: %s", b->src[0].name, missing);
        return false;
    }
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0) {
        buf_text(why, "libjq can't be started");
        return false;
    }
    b->child = fork();
    if (b->child == 0) {
        close(ends[0]);
        child(b, ends[1]);
    }
    close(ends[1]);
    b->fd = ends[0];
    if (b->child < 0) {
        b->child = 0;
        close(b->fd);
        buf_text(why, "libjq can't be started");
        return false;
    }
    if (!take_text(b->fd, why, &n))
        buf_format(why, "%s: libjq ended while it compiled it", b->src[0].name);
    if (why->n)
        stop(b);
    return !why->n;
}

struct sandbox *
sandbox_start(const struct program_source *src, size_t n, const struct plan_constant *vars, size_t nvars,
              struct buf *why)
{
    struct sandbox *b = xcalloc(1, sizeof *b);
    *b = (struct sandbox){.src = xcalloc(n + 1, sizeof *src), .n = n, .vars = vars, .nvars = nvars};
    memcpy(b->src, src, n * sizeof *src);
    if (start(b, why))
        return b;
    sandbox_free(b);
    return NULL;
}

void
sandbox_free(struct sandbox *b)
{
    if (!b)
        return;
    stop(b);
    free(b->src);
    free(b);
}

static uint64_t
number_at(const char **p)
{
    uint64_t n;
    memcpy(&n, *p, sizeof n);
    *p += sizeof n;
    return n;
}

static void
read_outcome(const char **p, struct outcomes *s, struct outcome *r)
{
    uint64_t count = number_at(p), error = number_at(p);
    if (error) {
        outcome_fail(s, r, (struct slice){*p, error - 1});
        *p += error - 1;
    }
    while (count--) {
        size_t from = s->text.n, n = number_at(p);
        buf_add(&s->text, *p, n);
        *p += n;
        outcome_add(s, r, from);
    }
}

bool
sandbox_run(struct sandbox *b, struct slice json, struct outcomes *s, const size_t *which)
{
    struct buf answer = {0}, why = {0};
    size_t n;
    bool good = b->child || start(b, &why);
    good = good && give_text(b->fd, json) && take_text(b->fd, &answer, &n);
    if (good) {
        const char *p = answer.p;
        for (size_t i = 0; i < b->n; i++)
            read_outcome(&p, s, &s->of[which[i]]);
    } else {
        stop(b);
    }
    buf_free(&answer);
    buf_free(&why);
    return good;
}
