#define _GNU_SOURCE /* mremap, posix_fallocate, MAP_ANONYMOUS, madvise under -std=c11 */
#include "paged.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "report.h"
#include "temporary.h"

#define LARGE_PAGE ((size_t)2 << 20)
#define STEP ((size_t)64 << 20) /* a file grows by so many bytes */

static void
fail(int error)
{
    report_die("%s: temporary file: %s", temporary_folder(), strerror(error));
}

/* The room is reserved, so that a full disk is met here and not by a write into the mapping. */
static void
reserve(struct paged *m, size_t bytes)
{
    int error = posix_fallocate(m->fd, 0, (off_t)bytes);
    if (error)
        fail(error);
    m->bytes = bytes;
}

static void *
move_to_file(struct paged *m, void *p, size_t used, size_t bytes)
{
    m->fd = temporary_open();
    if (m->fd < 0)
        fail(errno);
    reserve(m, bytes);
    if (used && !temporary_write(m->fd, p, used)) /* a copy into the mapping would be in memory twice */
        fail(errno);
    void *to = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, m->fd, 0);
    if (to == MAP_FAILED)
        fail(errno);
    if (m->room)
        munmap(p, m->room);
    m->room = 0;
    m->mapped = true;
    return to;
}

void *
paged_memory(size_t room)
{
    void *p = mmap(NULL, room, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (p == MAP_FAILED)
        return NULL;
#ifdef MADV_HUGEPAGE
    size_t small = LARGE_PAGE + (LARGE_PAGE - (uintptr_t)p % LARGE_PAGE) % LARGE_PAGE;
    if (room > small) {
        (void)madvise(p, small, MADV_NOHUGEPAGE);
        (void)madvise((char *)p + small, room - small, MADV_HUGEPAGE);
    }
#endif
    return p;
}

void *
paged_grow(struct paged *m, void *p, size_t *cap, size_t need, size_t size, size_t most)
{
    if (need <= *cap)
        return p;
    if (!m->mapped && !m->room && need * size <= most && (p = paged_memory(most))) {
        m->room = most;
        *cap = most / size;
        return p;
    }
    size_t old = m->bytes, bytes = (need * size + STEP) / STEP * STEP;
    if (!m->mapped) {
        p = move_to_file(m, p, *cap * size, bytes);
    } else {
        reserve(m, bytes);
        p = mremap(p, old, bytes, MREMAP_MAYMOVE);
        if (p == MAP_FAILED)
            fail(errno);
    }
    *cap = bytes / size;
    return p;
}

void
paged_trim(const struct paged *m, void *p)
{
    if (m->mapped)
        (void)madvise(p, m->bytes, MADV_DONTNEED);
}

void
paged_free(struct paged *m, void *p)
{
    if (m->mapped) {
        munmap(p, m->bytes);
        close(m->fd);
    } else if (m->room) {
        munmap(p, m->room);
    }
    *m = (struct paged){0};
}
