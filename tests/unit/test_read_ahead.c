/* lib/read_ahead: what another thread reads is what is read without it, whatever pieces it comes in; what is
 * found in a line comes with it, and lines are left in their order. */
#define _GNU_SOURCE
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "limits.h"
#include "lines.h"
#include "read_ahead.h"

static uint64_t seed = 1;

static uint64_t
roll(uint64_t below)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (seed >> 33) % below;
}

/* ---- what the thread does along with it ---- */

struct seen {
    struct buf left; /* lines that were left with a mark, a newline behind each */
    bool signals;    /* one could come to the thread */
    atomic_int looked;
};

static void
look(void *with, struct read_line *lines, size_t n, struct pool *pool)
{
    struct seen *seen = with;
    sigset_t blocked;
    pthread_sigmask(SIG_SETMASK, NULL, &blocked);
    seen->signals |= !sigismember(&blocked, SIGTERM) || !sigismember(&blocked, SIGINT);
    for (size_t i = 0; i < n; i++) {
        if (lines[i].text.n % 3 == 0)
            continue;
        size_t *found = pool_alloc(pool, sizeof *found);
        *found = lines[i].text.n;
        lines[i].found = found;
    }
    seen->looked++;
}

static void
leave(void *with, const struct read_line *lines, size_t n)
{
    struct seen *seen = with;
    for (size_t i = 0; i < n; i++) {
        if (!lines[i].mark)
            continue;
        assert_int_equal(lines[i].mark, lines[i].text.n + 1);
        buf_slice(&seen->left, lines[i].text);
        buf_byte(&seen->left, '\n');
    }
}

/* ---- what is read ---- */

struct writer {
    pthread_t thread;
    int fd;
    struct slice text;
    size_t most; /* bytes at once */
};

static void *
write_all(void *with)
{
    struct writer *w = with;
    uint64_t x = w->text.n;
    for (size_t at = 0; at < w->text.n;) {
        x = x * 6364136223846793005u + 1442695040888963407u;
        size_t n = 1 + (x >> 33) % w->most;
        n = n < w->text.n - at ? n : w->text.n - at;
        ssize_t done = write(w->fd, w->text.p + at, n);
        if (done < 0)
            break;
        at += (size_t)done;
    }
    close(w->fd);
    return NULL;
}

/* A pipe that the text comes out of. */
static int
begin_writing(struct writer *w, struct slice text, size_t most)
{
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    *w = (struct writer){.fd = ends[1], .text = text, .most = most};
    assert_int_equal(pthread_create(&w->thread, NULL, write_all, w), 0);
    return ends[0];
}

/* Every line of the text comes, in its order, with its length as what was found; the line too long as such.
 */
static void
read_text(struct slice text, size_t at_once, const struct window *from, size_t in_window)
{
    struct seen seen = {0};
    const struct read_work work = {&seen, look, leave};
    struct writer w;
    struct slice rest = {text.p + in_window, text.n - in_window};
    int fd = begin_writing(&w, rest, at_once);
    struct read_ahead *a = read_ahead_new(fd, from, &work);
    struct buf expected = {0};
    uint64_t bytes = 0;
    enum line_result got;
    struct read_line *line;
    assert_non_null(a);
    while (text.n) {
        const char *nl = memchr(text.p, '\n', text.n);
        size_t n = nl ? (size_t)(nl - text.p) : text.n;
        got = read_ahead_next(a, &line, &bytes);
        assert_int_equal(got, n > LINE_MAX_BYTES ? LINE_TOO_LONG : LINE_READ);
        size_t shown = got == LINE_READ ? n : REJECT_TEXT_MAX;
        assert_int_equal(line->text.n, shown);
        assert_memory_equal(line->text.p, text.p, shown);
        assert_int_equal(line->mark, 0);
        if (line->found)
            assert_int_equal(*(const size_t *)line->found, shown);
        if (n % 2) {
            line->mark = (uint32_t)shown + 1;
            buf_slice(&expected, line->text);
            buf_byte(&expected, '\n');
        }
        text = (struct slice){text.p + n + (nl != NULL), text.n - n - (nl != NULL)};
    }
    for (int i = 0; i < 2; i++) {
        assert_int_equal(read_ahead_next(a, &line, &bytes), LINE_END);
        assert_null(line);
    }
    read_ahead_free(a);
    assert_int_equal(bytes, rest.n);
    assert_int_equal(seen.left.n, expected.n);
    assert_memory_equal(seen.left.p, expected.p, expected.n);
    assert_false(seen.signals);
    pthread_join(w.thread, NULL);
    close(fd);
    buf_free(&seen.left);
    buf_free(&expected);
}

static void
add_line(struct buf *b, size_t n)
{
    buf_room(b, n + 1);
    for (size_t i = 0; i < n; i++)
        b->p[b->n++] = (char)('a' + (i + n) % 26);
    b->p[b->n++] = '\n';
}

static void
lines_come_whole(void **state)
{
    static const size_t lengths[] = {10, 1000, 5000, WINDOW_BLOCK + 10, 5 * WINDOW_BLOCK};
    static const size_t at_once[] = {7, 4000, 1u << 20};
    (void)state;
    for (size_t i = 0; i < sizeof at_once / sizeof *at_once; i++) {
        struct buf b = {0};
        size_t most = i ? (size_t)4 << 20 : (size_t)300 << 10;
        while (b.n < most)
            add_line(&b, roll(lengths[roll(i ? 40 : 400) ? roll(3) : 4 - roll(2)]));
        b.n -= roll(2); /* the last one without a newline */
        read_text(buf_as_slice(&b), at_once[i], &(struct window){0}, 0);
        buf_free(&b);
    }
}

/* Whoever takes nothing is busy: the thread looks into all lines but those of the first batch, and all of a
 * batch. */
static void
lines_are_looked_into(void **state)
{
    struct buf b = {0};
    struct seen seen = {0};
    const struct read_work work = {&seen, look, leave};
    struct writer w;
    struct read_line *line;
    uint64_t bytes = 0, before = 0;
    size_t found = 0;
    bool looked = false;
    (void)state;
    for (int i = 0; i < 20000; i++)
        add_line(&b, 100 + 3 * roll(10));
    int fd = begin_writing(&w, buf_as_slice(&b), 1u << 20);
    struct read_ahead *a = read_ahead_new(fd, &(struct window){0}, &work);
    for (int i = 0; i < 10000 && seen.looked < 2; i++)
        usleep(1000);
    while (read_ahead_next(a, &line, &bytes) == LINE_READ) {
        if (bytes != before)
            looked = line->found != NULL;
        before = bytes;
        assert_int_equal(line->found != NULL, looked);
        found += looked;
    }
    assert_in_range(found, 2, 19999);
    read_ahead_free(a);
    pthread_join(w.thread, NULL);
    close(fd);
    buf_free(&b);
}

static void
very_many_short_lines_come(void **state)
{
    struct buf b = {0};
    (void)state;
    for (int i = 0; i < 1000000; i++)
        add_line(&b, roll(20) ? 0 : 1);
    read_text(buf_as_slice(&b), 1u << 20, &(struct window){0}, 0);
    buf_free(&b);
}

static void
nothing_is_a_file_too(void **state)
{
    (void)state;
    read_text((struct slice){"", 0}, 1, &(struct window){0}, 0);
    read_text((struct slice){"\n", 1}, 1, &(struct window){0}, 0);
    read_text((struct slice){"x", 1}, 1, &(struct window){0}, 0);
}

static void
what_was_read_before_comes_first(void **state)
{
    struct buf b = {0};
    struct window from = {0};
    (void)state;
    for (int i = 0; i < 3000; i++)
        add_line(&b, roll(500));
    from.p = b.p;
    from.end = b.n / 3;
    from.at = 0;
    read_text(buf_as_slice(&b), 5000, &from, from.end);
    assert_int_equal(from.end, b.n / 3);
    buf_free(&b);
}

static void
a_line_too_long_is_passed_over(void **state)
{
    struct buf b = {0};
    (void)state;
    add_line(&b, 5);
    add_line(&b, LINE_MAX_BYTES + (3u << 20));
    add_line(&b, LINE_MAX_BYTES + 1);
    add_line(&b, LINE_MAX_BYTES);
    add_line(&b, 7);
    add_line(&b, (3u << 20) + 1);
    add_line(&b, 9);
    read_text(buf_as_slice(&b), 1u << 20, &(struct window){0}, 0);
    buf_free(&b);
}

static void
a_failed_read_comes_behind_the_lines_before(void **state)
{
    static char text[] = "one\ntwo\nhal";
    struct window from = {.p = text, .end = sizeof text - 1};
    struct seen seen = {0};
    const struct read_work work = {&seen, look, leave};
    uint64_t bytes = 0;
    struct read_line *line;
    int fd = open("/", O_RDONLY);
    (void)state;
    struct read_ahead *a = read_ahead_new(fd, &from, &work);
    assert_int_equal(read_ahead_next(a, &line, &bytes), LINE_READ);
    assert_true(slice_is(line->text, "one"));
    assert_int_equal(read_ahead_next(a, &line, &bytes), LINE_READ);
    assert_true(slice_is(line->text, "two"));
    errno = 0;
    assert_int_equal(read_ahead_next(a, &line, &bytes), LINE_FAILED);
    assert_int_equal(errno, EISDIR);
    read_ahead_free(a);
    close(fd);
}

/* The thread waits for a line, or has read all that it may: either way it ends, and what was taken is left.
 */
static void
it_can_be_stopped(void **state)
{
    struct buf b = {0};
    (void)state;
    for (int i = 0; i < 40000; i++)
        add_line(&b, 101);
    for (size_t taken = 0; taken < 30000; taken = 3 * taken + 1) {
        struct seen seen = {0};
        const struct read_work work = {&seen, look, leave};
        struct window from = {.p = b.p, .end = taken > 3000 ? b.n : 200000};
        uint64_t bytes = 0;
        struct read_line *line;
        int ends[2];
        assert_int_equal(pipe(ends), 0);
        struct read_ahead *a = read_ahead_new(ends[0], &from, &work);
        size_t most = taken < from.end / 102 ? taken : from.end / 102;
        for (size_t i = 0; i < most; i++) {
            assert_int_equal(read_ahead_next(a, &line, &bytes), LINE_READ);
            line->mark = (uint32_t)line->text.n + 1;
        }
        read_ahead_free(a);
        assert_int_equal(seen.left.n, 102 * most);
        close(ends[0]);
        close(ends[1]);
        buf_free(&seen.left);
    }
    buf_free(&b);
}

static void
there_may_be_no_thread(void **state)
{
    pthread_attr_t before, attr;
    const struct read_work work = {NULL, look, leave};
    (void)state;
    assert_int_equal(pthread_getattr_default_np(&before), 0);
    assert_int_equal(pthread_attr_init(&attr), 0);
    assert_int_equal(pthread_attr_setstacksize(&attr, (size_t)1 << 47), 0);
    assert_int_equal(pthread_setattr_default_np(&attr), 0);
    struct read_ahead *a = read_ahead_new(0, &(struct window){0}, &work);
    assert_int_equal(pthread_setattr_default_np(&before), 0);
    pthread_attr_destroy(&attr);
    pthread_attr_destroy(&before);
    assert_null(a);
}

/* ---- lib/lines ---- */

static void
only_large_files_get_a_thread(void **state)
{
    char path[] = "/tmp/sm-ahead-XXXXXX";
    struct seen seen = {0};
    const struct read_work work = {&seen, look, leave};
    struct buf b = {0};
    int fd = mkstemp(path);
    cpu_set_t set;
    bool may = sched_getaffinity(0, sizeof set, &set) == 0 && CPU_COUNT(&set) > 1;
    (void)state;
    while (b.n < 3 * READ_AHEAD_FROM)
        add_line(&b, roll(3000));
    assert_int_equal(write(fd, b.p, b.n), b.n);
    close(fd);
    for (int with = 0; with < 2; with++) {
        struct lines l = {.fd = -1, .work = with ? &work : NULL};
        struct slice line, left = buf_as_slice(&b);
        uint64_t number = 0;
        assert_true(lines_open(&l, path));
        while (lines_next(&l, &line) == LINE_READ) {
            assert_int_equal(l.number, ++number);
            assert_memory_equal(line.p, left.p, line.n);
            assert_int_equal(left.p[line.n], '\n');
            left = (struct slice){left.p + line.n + 1, left.n - line.n - 1};
            if (b.n - left.n < READ_AHEAD_FROM - WINDOW_BLOCK)
                assert_null(l.now);
        }
        assert_int_equal(left.n, 0);
        assert_int_equal(l.bytes, b.n);
        assert_int_equal(l.ahead != NULL, with && may);
        lines_close(&l);
        assert_null(l.ahead);
        lines_free(&l);
    }
    unlink(path);
    buf_free(&b);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_come_whole),
        cmocka_unit_test(lines_are_looked_into),
        cmocka_unit_test(very_many_short_lines_come),
        cmocka_unit_test(nothing_is_a_file_too),
        cmocka_unit_test(what_was_read_before_comes_first),
        cmocka_unit_test(a_line_too_long_is_passed_over),
        cmocka_unit_test(a_failed_read_comes_behind_the_lines_before),
        cmocka_unit_test(it_can_be_stopped),
        cmocka_unit_test(there_may_be_no_thread),
        cmocka_unit_test(only_large_files_get_a_thread),
    };
    signal(SIGPIPE, SIG_IGN);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
