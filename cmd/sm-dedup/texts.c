#include "texts.h"

#include <sys/mman.h>

#include "paged.h"

void
texts_open(struct texts *t, struct spool *spool, size_t room)
{
    *t = (struct texts){.spool = spool, .kept = paged_memory(room), .forms.room = room / 4};
    t->room = t->kept ? room : 0; /* without it all is spooled */
}

struct text_at
texts_put_cut(struct texts *t, const struct form_cut *cut)
{
    struct text_at at = {.form = cut->form};
    if (t->room - t->n >= cut->most + FORM_PAD) { /* whatever it is, it is written where it stays */
        struct buf b = {t->kept + t->n, 0, t->room - t->n};
        forms_keep(&t->forms, cut, &b);
        at.length = (uint32_t)b.n;
        at.offset = t->n;
        t->n += b.n;
        return at;
    }
    t->spooled = true;
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

#define NEAR ((uint64_t)64 << 10) /* whoever asks for what lies so near behind reads on … */
#define AHEAD ((size_t)256 << 10) /* … and gets so many bytes at a time */

static struct slice
from_spool(struct texts *t, uint64_t offset, size_t n)
{
    bool on = offset >= t->behind && offset - t->behind < NEAR;
    t->behind = offset + n;
    if (offset < t->ahead_from || offset + n > t->ahead_from + t->ahead.n) {
        uint64_t rest = spool_size(t->spool) - offset;
        size_t many = on && n < AHEAD ? AHEAD : n;
        t->ahead.n = 0;
        buf_room(&t->ahead, many + FORM_PAD);
        spool_append(t->spool, offset, many < rest ? many : (size_t)rest, &t->ahead);
        t->ahead_from = offset;
    }
    return (struct slice){t->ahead.p + (offset - t->ahead_from), n};
}

struct slice
texts_kept(struct texts *t, struct text_at at)
{
    if (at.offset & TEXT_SPOOLED)
        return from_spool(t, at.offset & ~TEXT_SPOOLED, at.length);
    return (struct slice){t->kept + at.offset, at.length};
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
    buf_free(&t->ahead);
}
