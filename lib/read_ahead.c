#define _GNU_SOURCE /* pthread_sigmask, pipe2 under -std=c11 */
#include "read_ahead.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include "limits.h"
#include "mem.h"

#define LONG_ROOM (4 * WINDOW_BLOCK)      /* bytes of a window beyond which it holds a long line */
#define FEW_LEFT (READ_AHEAD_BATCHES / 2) /* batches to take when the thread is woken, to read several */

struct batch {
    struct window window; /* in which the lines lie */
    struct read_line lines[READ_AHEAD_LINES];
    size_t n;
    struct pool pool;        /* of what was found */
    enum line_result result; /* why there are no lines: LINE_END or LINE_FAILED … */
    int error;               /* … and its errno */
    uint64_t bytes;          /* read for it */
};

struct read_ahead {
    int fd;
    int stop[2]; /* a pipe that is closed when nobody takes any more */
    const struct read_work *work;
    pthread_t thread;
    struct batch ring[READ_AHEAD_BATCHES];
    pthread_mutex_t lock;
    pthread_cond_t changed;
    /* under the lock: batches of the ring, counted from the start */
    uint64_t read, taken; /* handed over by the thread; given back by the taker */
    bool stopped;         /* nobody takes any more */
    /* the thread's, and behind its end the taker's */
    uint64_t left; /* batches that were taken, and left */
    /* the taker's */
    struct batch *now; /* NULL: the first one is still to come */
    size_t at;         /* lines of it that were taken */
};

static struct batch *
batch_of(struct read_ahead *a, uint64_t number)
{
    return &a->ring[number % READ_AHEAD_BATCHES];
}

/* ---- the thread ---- */

static bool
is_line(enum line_result got)
{
    return got == LINE_READ || got == LINE_TOO_LONG;
}

/* Waits until there is something to read; false: until nobody takes any more. */
static bool
wait_for_input(const struct read_ahead *a)
{
    struct pollfd fds[] = {{.fd = a->fd, .events = POLLIN}, {.fd = a->stop[0], .events = POLLIN}};
    while (poll(fds, 2, -1) < 0 && errno == EINTR)
        ;
    return !fds[1].revents;
}

static enum line_result
next_line(struct read_ahead *a, struct batch *b, struct slice *line)
{
    enum line_result got;
    while (!window_line(&b->window, line, &got)) {
        if (!wait_for_input(a))
            return LINE_END;
        if (!window_read(&b->window, a->fd, &b->bytes)) {
            b->error = errno;
            return LINE_FAILED;
        }
    }
    return got;
}

/* It has more than the batch that it is taking, and need not wait for this one. */
static bool
taker_is_busy(struct read_ahead *a)
{
    pthread_mutex_lock(&a->lock);
    bool busy = a->read - a->taken > 1;
    pthread_mutex_unlock(&a->lock);
    return busy;
}

/* The lines that are there once one is. */
static void
fill(struct read_ahead *a, struct batch *b)
{
    struct slice line;
    b->n = 0;
    b->bytes = 0;
    enum line_result got = next_line(a, b, &line);
    b->result = got;
    while (is_line(got)) {
        b->lines[b->n++] = (struct read_line){.text = line, .too_long = got == LINE_TOO_LONG};
        if (b->n == READ_AHEAD_LINES || !window_line(&b->window, &line, &got))
            break;
    }
    pool_reset(&b->pool);
    if (b->n && taker_is_busy(a))
        a->work->look(a->work->with, b->lines, b->n, &b->pool);
}

/* How many may be in the taker's hands when the thread goes on; behind the last one it waits for all others.
 */
static uint64_t
most_read(const struct batch *last)
{
    if (!last->n)
        return 1;
    return last->window.cap > LONG_ROOM ? 0 : READ_AHEAD_BATCHES - 1;
}

static void
leave(struct read_ahead *a, uint64_t taken)
{
    for (; a->left < taken; a->left++) {
        const struct batch *b = batch_of(a, a->left);
        a->work->leave(a->work->with, b->lines, b->n);
    }
}

/* Waits until that many batches or fewer are in the taker's hands, or nobody takes any more (false), and
 * leaves what has been taken. */
static bool
wait_for_taker(struct read_ahead *a, uint64_t most)
{
    pthread_mutex_lock(&a->lock);
    while (!a->stopped && a->read - a->taken > most)
        pthread_cond_wait(&a->changed, &a->lock);
    uint64_t taken = a->taken;
    bool stopped = a->stopped;
    pthread_mutex_unlock(&a->lock);
    leave(a, taken);
    return !stopped;
}

static void
hand_over(struct read_ahead *a)
{
    pthread_mutex_lock(&a->lock);
    a->read++;
    pthread_cond_signal(&a->changed);
    pthread_mutex_unlock(&a->lock);
}

static void *
read_all(void *with)
{
    struct read_ahead *a = with;
    for (;;) {
        struct batch *b = batch_of(a, a->read), *next = batch_of(a, a->read + 1);
        fill(a, b);
        uint64_t most = most_read(b);
        bool last = !b->n;
        hand_over(a);
        if (!wait_for_taker(a, most) || last)
            return NULL;
        window_go_on(&next->window, &b->window);
        if (!most)
            window_free(&b->window);
    }
}

/* ---- the taker ---- */

static void
free_all(struct read_ahead *a)
{
    for (size_t i = 0; i < READ_AHEAD_BATCHES; i++) {
        window_free(&a->ring[i].window);
        pool_free(&a->ring[i].pool);
    }
    close(a->stop[0]);
    pthread_cond_destroy(&a->changed);
    pthread_mutex_destroy(&a->lock);
    free(a);
}

/* Signals are for the thread that was there before. */
static bool
begin(struct read_ahead *a)
{
    sigset_t all, before;
    sigfillset(&all);
    if (pthread_sigmask(SIG_SETMASK, &all, &before) != 0)
        return false;
    bool begun = pthread_create(&a->thread, NULL, read_all, a) == 0;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return begun;
}

struct read_ahead *
read_ahead_new(int fd, const struct window *from, const struct read_work *work)
{
    struct read_ahead *a = xcalloc(1, sizeof *a);
    a->fd = fd;
    a->work = work;
    window_go_on(&a->ring[0].window, from);
    pthread_mutex_init(&a->lock, NULL);
    pthread_cond_init(&a->changed, NULL);
    if (pipe2(a->stop, O_CLOEXEC) != 0)
        a->stop[0] = a->stop[1] = -1;
    else if (begin(a))
        return a;
    close(a->stop[1]);
    free_all(a);
    return NULL;
}

/* The batch behind the one that has been taken, which goes back. */
static struct batch *
next_batch(struct read_ahead *a)
{
    pthread_mutex_lock(&a->lock);
    if (a->now)
        a->taken++;
    if (a->read - a->taken <= FEW_LEFT)
        pthread_cond_signal(&a->changed);
    while (a->read == a->taken)
        pthread_cond_wait(&a->changed, &a->lock);
    uint64_t next = a->taken;
    pthread_mutex_unlock(&a->lock);
    a->at = 0;
    return a->now = batch_of(a, next);
}

enum line_result
read_ahead_next(struct read_ahead *a, struct read_line **line, uint64_t *bytes)
{
    struct batch *b = a->now;
    if (!b || (a->at == b->n && b->n)) {
        b = next_batch(a);
        *bytes += b->bytes;
    }
    *line = b->n ? &b->lines[a->at++] : NULL;
    if (!b->n)
        errno = b->error;
    return !b->n ? b->result : (*line)->too_long ? LINE_TOO_LONG : LINE_READ;
}

struct pool *
read_ahead_pool(struct read_ahead *a)
{
    return &a->now->pool;
}

void
read_ahead_free(struct read_ahead *a)
{
    if (!a)
        return;
    pthread_mutex_lock(&a->lock);
    if (a->now)
        a->taken++;
    a->stopped = true;
    pthread_cond_signal(&a->changed);
    pthread_mutex_unlock(&a->lock);
    close(a->stop[1]);
    pthread_join(a->thread, NULL);
    leave(a, a->taken);
    free_all(a);
}
