#define _GNU_SOURCE /* O_CLOEXEC under -std=c11 */
#include "source_live.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "limits.h"
#include "mem.h"

#define NOTHING UINT64_MAX

/* The next bytes of the text behind the window: from the spool where they were kept, else live. */
static size_t
read_text(struct source *s, char *p, size_t n)
{
    uint64_t next = s->base + s->n;
    if (next >= s->nul)
        return 0;
    if (s->spool.from < s->spool.to && next < s->spool.to) {
        ssize_t k = spool_get(&s->spool, next, p, n);
        if (k <= 0)
            source_fail(s, spool_folder());
        return k < 0 ? 0 : (size_t)k;
    }
    if (s->held == NOTHING)
        spool_empty(&s->spool);
    size_t k = live_read(s, p, n);
    s->live += k;
    return k;
}

/* Keeps held bytes of the window up to offset `to` that are not kept yet. */
static bool
keep_until(struct source *s, uint64_t to)
{
    uint64_t from = s->base;
    if (s->seekable || s->held == NOTHING)
        return true;
    if (from < s->held)
        from = s->held;
    if (s->spool.from < s->spool.to && from < s->spool.to)
        from = s->spool.to;
    if (from < to && s->out)
        output_check(s->out);
    if (from >= to || spool_put(&s->spool, from, s->p + (from - s->base), (size_t)(to - from)))
        return true;
    return source_fail(s, spool_folder());
}

static bool
drop(struct source *s, uint64_t keep)
{
    if (keep > s->base + s->n)
        keep = s->base + s->n;
    if (keep > s->audited)
        keep = s->audited; /* the start of a character stays until the rest is there */
    if (keep <= s->base)
        return true;
    if (!keep_until(s, keep))
        return false;
    size_t k = (size_t)(keep - s->base);
    s->base = keep;
    s->at += k;
    s->n -= k;
    return true;
}

static void
room(struct source *s)
{
    if (s->cap - s->at - s->n < WINDOW_BLOCK && s->at) {
        memmove(s->block, s->block + s->at, s->n);
        s->at = 0;
    }
    if (s->cap - s->at - s->n < WINDOW_BLOCK) {
        s->cap = s->cap ? s->cap * 2 : WINDOW_BLOCK + WINDOW_BLOCK / 2;
        s->block = xrealloc(s->block, s->cap);
    }
    s->p = s->block + s->at;
}

static void
check_binary(struct source *s, uint64_t at)
{
    if (s->binary == NOTHING && !s->utf16 && !s->xml && s->bad > at / 100)
        s->binary = at;
}

/* Looks once at every byte: is it UTF-8, is it a NUL. The text ends before a NUL. */
static void
audit(struct source *s)
{
    uint64_t end = s->base + s->n, from = s->audited > s->base ? s->audited : s->base;
    if (from >= end)
        return;
    const char *p = s->p + (from - s->base);
    uint64_t plain = from + decode_text(p, (size_t)(end - from));
    const char *nul = memchr(p + (plain - from), 0, (size_t)(end - plain));
    if (nul) {
        end = s->nul = s->base + (uint64_t)(nul - s->p);
        s->broken = "a NUL byte: it is binary";
        s->n = (size_t)(nul - s->p);
    }
    while (s->checked + SKETCH_BYTES <= end || s->audited < end) {
        size_t left;
        uint64_t stop = s->checked + SKETCH_BYTES;
        if (stop > end)
            stop = end;
        if (s->audited < plain)
            s->audited = plain < stop ? plain : stop;
        p = s->p + (s->audited - s->base);
        s->bad += decode_audit(p, (size_t)(stop - s->audited), &left);
        s->audited = stop - left;
        if (stop < s->checked + SKETCH_BYTES)
            break;
        s->checked = stop;
        check_binary(s, stop);
    }
}

bool
source_fill(struct source *s, uint64_t keep)
{
    if (s->eof || s->failed || !drop(s, keep)) {
        s->eof = true;
        return false;
    }
    room(s);
    size_t k = read_text(s, s->block + s->at + s->n, WINDOW_BLOCK);
    if (s->base + s->n + k > s->nul)
        k = (size_t)(s->nul - s->base - s->n);
    s->n += k;
    if (k) {
        audit(s);
    } else {
        s->eof = true;
        if (s->audited < s->base + s->n) { /* a character that is cut off */
            s->bad += s->base + s->n - s->audited;
            s->audited = s->base + s->n;
        }
        if (s->audited < SKETCH_BYTES)
            check_binary(s, s->audited);
    }
    return k > 0;
}

void
source_hold(struct source *s, uint64_t from)
{
    if (s->base + s->n >= s->spool.to)
        spool_empty(&s->spool); /* all of it has been given, the window holds the rest */
    s->held = from;
}

void
source_release(struct source *s)
{
    s->held = NOTHING;
}

bool
source_seek(struct source *s, uint64_t to)
{
    if (to >= s->base && to <= s->base + s->n)
        return true;
    if (s->seekable) {
        if (lseek(s->fd, (off_t)(s->start + to), SEEK_SET) < 0)
            return source_fail(s, "read error");
        s->fd_at = s->start + to;
        s->head_at = s->head.n;
        s->live = to;
        s->live_end = false;
    } else if (!keep_until(s, s->base + s->n)) {
        return false;
    }
    s->base = to;
    s->n = 0;
    s->eof = false;
    return true;
}

/* Reads until the window holds SKETCH_BYTES or all there is. */
static void
fill_first(struct source *s)
{
    while (s->n < SKETCH_BYTES && source_fill(s, 0))
        ;
}

static void
give_first(struct source *s)
{
    room(s);
    while (s->cap - s->at < s->converted.n) {
        s->cap *= 2;
        s->block = xrealloc(s->block, s->cap);
    }
    s->p = s->block + s->at;
    if (s->converted.n)
        memcpy(s->block + s->at, s->converted.p, s->converted.n);
    s->n = s->converted.n;
    s->converted.n = 0;
    s->live = s->n;
    if (s->n)
        audit(s);
    fill_first(s);
}

static bool
begin(struct source *s, const char *name, int fd)
{
    struct stat st;
    *s = (struct source){.name = name,
                         .fd = fd,
                         .held = NOTHING,
                         .nul = NOTHING,
                         .binary = NOTHING,
                         .broken_at = NOTHING,
                         .whole = {.fd = -1},
                         .spool = {.fd = -1}};
    if (s->fd < 0)
        return false;
    if (fstat(s->fd, &st) == 0 && S_ISDIR(st.st_mode)) {
        source_close(s);
        errno = EISDIR;
        return false;
    }
    s->regular = fstat(s->fd, &st) == 0 && S_ISREG(st.st_mode);
    off_t here = s->regular ? lseek(s->fd, 0, SEEK_CUR) : -1;
    s->start = here > 0 ? (uint64_t)here : 0;
    if (!live_open(s)) {
        int error = errno;
        source_close(s);
        errno = error;
        return false;
    }
    s->fd_at += s->start;
    s->seekable = here >= 0;
    live_begin(s);
    live_mark(s);
    give_first(s);
    return true;
}

bool
source_open(struct source *s, const char *path)
{
    bool standard = strcmp(path, "-") == 0;
    return begin(s, standard ? "standard input" : path,
                 standard ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC));
}

bool
source_take(struct source *s, const char *name, int fd)
{
    return lseek(fd, 0, SEEK_SET) == 0 && begin(s, name, fd);
}

void
source_as_xml(struct source *s)
{
    live_xml(s);
    s->seekable = s->eof = false;
    s->nul = s->binary = NOTHING;
    s->base = s->n = s->live = s->audited = s->checked = s->bad = 0;
    fill_first(s);
}

void
source_close(struct source *s)
{
    if (s->fd > STDIN_FILENO)
        close(s->fd);
    s->fd = -1;
    live_close(s);
    spool_close(&s->spool);
    free(s->block);
    s->block = NULL;
    s->p = NULL;
    s->n = s->cap = s->at = 0;
}
