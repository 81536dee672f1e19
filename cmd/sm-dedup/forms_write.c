/* From what was kept of a line: the line, or the finding that is written. Both are a row of pieces. */
#include "forms_tree.h"
#include "intact.h"

/* ---- the pieces of a form ---- */

struct writer {
    struct form *form;
    const struct slice *holes; /* in base */
    struct buf *text;
    size_t from; /* of the piece that is written */
    size_t times[FORM_HOLES];
};

static void
end_piece(struct writer *w, uint8_t hole)
{
    struct form *f = w->form;
    f->piece = xgrow(f->piece, &f->piece_cap, f->pieces + 1, sizeof *f->piece);
    f->piece[f->pieces++] = (struct form_piece){(uint32_t)w->from, (uint32_t)(w->text->n - w->from), hole};
    w->from = w->text->n;
}

/* A part of base, with its holes. */
static void
write_part(struct writer *w, const char *from, const char *to)
{
    for (size_t i = 0; i < w->form->n; i++) {
        const struct slice *hole = &w->holes[i];
        if (hole->p < from || hole->p + hole->n > to)
            continue;
        uint8_t kept = w->form->hole[i].kept;
        buf_add(w->text, from, (size_t)(hole->p - from));
        end_piece(w, kept);
        if (++w->times[kept] > w->form->most)
            w->form->most = w->times[kept];
        from = hole->p + hole->n;
    }
    buf_add(w->text, from, (size_t)(to - from));
}

static void
write_value(void *with, struct slice part)
{
    struct writer *w = with;
    const char *base = w->form->base;
    if (part.p >= base && part.p < base + w->form->base_n)
        write_part(w, part.p, part.p + part.n);
    else
        buf_slice(w->text, part);
}

void
forms_write_pieces(struct form *f, const struct slice *holes)
{
    struct writer w = {.form = f, .holes = holes, .text = &f->text};
    struct slice blocks = f->plain.f.f[F_RELEASE_BLOCKING];
    const char *end = f->base + f->base_n;
    write_part(&w, f->base, end);
    end_piece(&w, PIECE_END);
    f->of_finding = f->pieces;
    memset(w.times, 0, sizeof w.times);
    write_part(&w, f->base, blocks.p);
    end_piece(&w, PIECE_BLOCKS);
    buf_text(w.text, ",\"id\":\"");
    end_piece(&w, PIECE_ID);
    buf_byte(w.text, '"');
    write_part(&w, blocks.p + blocks.n, end - 1);
    buf_text(w.text, ",\"sources\":");
    intact_source_parts(&f->plain, f->plain.f.f[F_LAST_SEEN], write_value, &w);
    buf_text(w.text, "}\n");
    end_piece(&w, PIECE_END);
    buf_room(w.text, FORM_PAD);
}

/* ---- what is kept: the lengths of the holes, a byte each, then their texts ---- */

#define LONG 255 /* its length stands in two bytes before its text */

/* Behind both texts there are FORM_PAD bytes more: whole blocks are copied. */
static inline char *
put(char *to, const char *from, size_t n)
{
    memcpy(to, from, FORM_PAD);
    for (size_t i = FORM_PAD; i < n; i += FORM_PAD)
        memcpy(to + i, from + i, FORM_PAD);
    return to + n;
}

void
forms_keep(const struct forms *f, const struct form_cut *cut, struct buf *out)
{
    const struct form *form = f->at[cut->form];
    buf_room(out, cut->most + FORM_PAD);
    unsigned char *length = (unsigned char *)out->p + out->n;
    char *p = out->p + out->n + form->kept;
    for (size_t i = 0; i < cut->n; i++) {
        struct slice s = cut->hole[i];
        if (form->hole[i].how == HOW_AGAIN)
            continue;
        *length++ = (unsigned char)(s.n < LONG ? s.n : LONG);
        if (s.n >= LONG) {
            *p++ = (char)(s.n & 255);
            *p++ = (char)(s.n >> 8);
        }
        if (cut->end - (s.p + s.n) >= FORM_PAD) {
            p = put(p, s.p, s.n);
        } else {
            memcpy(p, s.p, s.n);
            p += s.n;
        }
    }
    out->n = (size_t)(p - out->p);
}

static inline void
find_kept(const struct form *form, const char *kept, struct slice *hole)
{
    const char *p = kept + form->kept;
    for (size_t i = 0; i < form->kept; i++) {
        size_t n = (unsigned char)kept[i];
        if (n == LONG) {
            n = (unsigned char)p[0] | (size_t)(unsigned char)p[1] << 8;
            p += 2;
        }
        hole[i] = (struct slice){p, n};
        p += n;
    }
}

static void
write_pieces(const struct form *form, size_t from, size_t to, struct slice kept, struct slice *hole,
             struct buf *out)
{
    buf_room(out, form->text.n + form->most * kept.n + 64 + FORM_PAD);
    find_kept(form, kept.p, hole);
    char *p = out->p + out->n;
    for (size_t i = from; i < to; i++) {
        const struct form_piece *piece = &form->piece[i];
        p = put(p, form->text.p + piece->at, piece->n);
        p = put(p, hole[piece->hole].p, hole[piece->hole].n);
    }
    out->n = (size_t)(p - out->p);
}

static const char words[3][FORM_PAD] = {"", "false", "true"};

void
forms_line(const struct forms *f, uint32_t form, struct slice kept, struct buf *out)
{
    struct slice hole[PIECE_HOLES];
    hole[PIECE_END] = (struct slice){words[0], 0};
    write_pieces(f->at[form], 0, f->at[form]->of_finding, kept, hole, out);
}

void
forms_finding(const struct forms *f, uint32_t form, struct slice kept, const char id[FORM_PAD], bool blocks,
              struct buf *out)
{
    const struct form *of = f->at[form];
    struct slice hole[PIECE_HOLES];
    hole[PIECE_END] = (struct slice){words[0], 0};
    hole[PIECE_ID] = (struct slice){id, HASH_HEX};
    hole[PIECE_BLOCKS] = blocks ? (struct slice){words[2], 4} : (struct slice){words[1], 5};
    write_pieces(of, of->of_finding, of->pieces, kept, hole, out);
}
