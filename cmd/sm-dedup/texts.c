#define _GNU_SOURCE /* MAP_ANONYMOUS, madvise under -std=c11 */
#include "texts.h"

#include <sys/mman.h>

void
texts_open(struct texts *t, struct spool *spool, size_t room)
{
    void *p = mmap(NULL, room, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    *t = (struct texts){.spool = spool};
    if (p == MAP_FAILED) /* then all is spooled */
        return;
    t->kept = p;
    t->room = room;
#ifdef MADV_HUGEPAGE
    (void)madvise(p, room, MADV_HUGEPAGE);
#endif
}

struct text_at
texts_put_cut(struct texts *t, const struct form_cut *cut)
{
    struct text_at at = {.form = cut->form};
    size_t most = 0;
    for (size_t i = 0; i < cut->n; i++)
        most += cut->hole[i].n + FORM_HOLE_EXTRA;
    if (t->room - t->n >= most + FORM_PAD) { /* whatever it is, it is written where it stays */
        struct buf b = {t->kept + t->n, 0, t->room - t->n};
        forms_keep(&t->forms, cut, &b);
        at.length = (uint32_t)b.n;
        at.offset = t->n;
        t->n += b.n;
        return at;
    }
    t->text.n = 0;
    forms_keep(&t->forms, cut, &t->text);
    at.length = (uint32_t)t->text.n;
    at.offset = spool_add(t->spool, buf_as_slice(&t->text)) | TEXT_SPOOLED;
    return at;
}

struct text_at
texts_put_whole(struct texts *t, struct slice text)
{
    return (struct text_at){spool_add(t->spool, text) | TEXT_SPOOLED, (uint32_t)text.n, NO_FORM};
}

struct slice
texts_kept(struct texts *t, struct text_at at)
{
    if (!(at.offset & TEXT_SPOOLED))
        return (struct slice){t->kept + at.offset, at.length};
    buf_room(&t->text, at.length + FORM_PAD);
    spool_read(t->spool, at.offset & ~TEXT_SPOOLED, at.length, &t->text);
    return buf_as_slice(&t->text);
}

bool
texts_same(const struct texts *t, struct text_at a, struct text_at b)
{
    if (a.form != b.form || a.length != b.length)
        return false;
    return a.offset == b.offset || (!((a.offset | b.offset) & TEXT_SPOOLED) &&
                                    memcmp(t->kept + a.offset, t->kept + b.offset, a.length) == 0);
}

void
texts_read(struct texts *t, struct text_at at, struct buf *out)
{
    if (at.form == NO_FORM)
        buf_slice(out, spool_view(t->spool, at.offset & ~TEXT_SPOOLED, at.length, &t->text));
    else
        forms_line(&t->forms, at.form, texts_kept(t, at), out);
}

void
texts_close(struct texts *t)
{
    if (t->kept)
        munmap(t->kept, t->room);
    forms_free(&t->forms);
    buf_free(&t->text);
}
