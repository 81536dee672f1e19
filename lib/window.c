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
    w->p = xrealloc(w->p, w->cap + SLICE_SPARE);
}

bool
window_read(struct window *w, int fd, uint64_t *bytes)
{
    if (w->passing)
        w->searched = w->end = w->at + REJECT_TEXT_MAX;
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

bool
window_line(struct window *w, struct slice *line, enum line_result *got)
{
    const char *from = w->p + w->searched;
    const char *nl = w->end > w->searched ? memchr(from, '\n', w->end - w->searched) : NULL;
    size_t end = nl ? (size_t)(nl - w->p) : w->end;
    bool too_long = w->passing || end - w->at > LINE_MAX_BYTES;
    w->passing = too_long && !nl && !w->eof;
    w->searched = w->end;
    if (!nl && !w->eof)
        return false;
    *got = w->at == w->end ? LINE_END : too_long ? LINE_TOO_LONG : LINE_READ;
    *line = (struct slice){w->p + w->at, too_long ? REJECT_TEXT_MAX : end - w->at};
    w->at = w->searched = end + (nl != NULL);
    return true;
}

enum line_result
window_next(struct window *w, int fd, struct slice *line, uint64_t *bytes)
{
    enum line_result got;
    while (!window_line(w, line, &got))
        if (!window_read(w, fd, bytes))
            return LINE_FAILED;
    return got;
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
    w->eof = w->passing = false;
}

void
window_free(struct window *w)
{
    free(w->p);
    *w = (struct window){0};
}
