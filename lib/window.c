#include "window.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "limits.h"
#include "mem.h"

#define FIRST_ROOM (2 * WINDOW_BLOCK)

static void
make_room(struct window *w, size_t n)
{
    if (w->cap - w->end >= n)
        return;
    w->cap = w->cap ? w->cap * 2 : FIRST_ROOM;
    w->p = xrealloc(w->p, w->cap);
}

/* One more read behind the unread bytes. false: error. */
static bool
fill(struct window *w, int fd, uint64_t *bytes)
{
    if (w->at && w->at == w->end) {
        w->at = w->end = w->searched = 0;
    } else if (w->at && w->cap - w->end < WINDOW_BLOCK) {
        memmove(w->p, w->p + w->at, w->end - w->at);
        w->end -= w->at;
        w->searched -= w->at;
        w->at = 0;
    }
    make_room(w, WINDOW_BLOCK);
    ssize_t n;
    do
        n = read(fd, w->p + w->end, WINDOW_BLOCK);
    while (n < 0 && errno == EINTR);
    if (n < 0)
        return false;
    w->eof = n == 0;
    w->end += (size_t)n;
    *bytes += (uint64_t)n;
    return true;
}

/* Drops bytes up to the next newline; the first ones stay for the caller's message. */
static enum line_result
pass_over(struct window *w, int fd, struct slice *line, uint64_t *bytes)
{
    const size_t shown = REJECT_TEXT_MAX;
    for (;;) {
        w->end = w->at + shown;
        w->searched = w->end;
        if (!fill(w, fd, bytes))
            return LINE_FAILED;
        char *from = w->p + w->at + shown;
        char *nl = memchr(from, '\n', w->end - w->at - shown);
        if (!nl && !w->eof)
            continue;
        *line = (struct slice){w->p + w->at, shown};
        w->at = nl ? (size_t)(nl + 1 - w->p) : w->end;
        w->searched = w->at;
        return LINE_TOO_LONG;
    }
}

bool
window_line(struct window *w, struct slice *line)
{
    const char *from = w->p + w->searched;
    const char *nl = w->end > w->searched ? memchr(from, '\n', w->end - w->searched) : NULL;
    w->searched = w->end;
    if (!nl && (!w->eof || w->at == w->end))
        return false;
    const char *end = nl ? nl : w->p + w->end;
    *line = (struct slice){w->p + w->at, (size_t)(end - (w->p + w->at))};
    w->at = w->searched = (size_t)(end - w->p) + (nl != NULL);
    return true;
}

enum line_result
window_next(struct window *w, int fd, struct slice *line, uint64_t *bytes)
{
    while (!window_line(w, line)) {
        if (w->eof)
            return LINE_END;
        if (w->end - w->at > LINE_MAX_BYTES)
            return pass_over(w, fd, line, bytes);
        if (!fill(w, fd, bytes))
            return LINE_FAILED;
    }
    return LINE_READ;
}

void
window_go_on(struct window *w, const struct window *from)
{
    size_t n = from->end - from->at;
    window_clear(w);
    while (w->cap < n)
        make_room(w, w->cap + 1);
    if (n)
        memcpy(w->p, from->p + from->at, n);
    w->end = n;
    w->searched = from->searched - from->at;
    w->eof = from->eof;
}

void
window_clear(struct window *w)
{
    w->at = w->end = w->searched = 0;
    w->eof = false;
}

void
window_free(struct window *w)
{
    free(w->p);
    *w = (struct window){0};
}
