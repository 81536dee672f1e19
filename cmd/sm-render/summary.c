/* A few words to paste in a chat: one line, plain text. What a chat would take for a mention or for markup is
 * written with the full-width sign that looks alike, as a metric's words are anyone's. */
#include "clean.h"
#include "render.h"

#define WORDS_MAX 200

static const char *
harmless(char c)
{
    static const struct {
        char sign;
        const char *wide;
    } signs[] = {{'@', "\xef\xbc\xa0"}, {'*', "\xef\xbc\x8a"}, {'_', "\xef\xbc\xbf"}, {'`', "\xef\xbd\x80"},
                 {'~', "\xef\xbd\x9e"}, {'<', "\xef\xbc\x9c"}, {'>', "\xef\xbc\x9e"}, {'#', "\xef\xbc\x83"},
                 {'[', "\xef\xbc\xbb"}, {'!', "\xef\xbc\x81"}, {':', "\xef\xbc\x9a"}, {'|', "\xef\xbd\x9c"},
                 {'$', "\xef\xbc\x84"}};
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (signs[i].sign == c)
            return signs[i].wide;
    return NULL;
}

/* Our own words: "> 99 %" would be a quotation in a chat. */
static void
write_own(struct buf *out, struct slice s)
{
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '<' || s.p[i] == '>')
            buf_text(out, s.p[i] == '<' ? "under" : "over");
        else
            buf_byte(out, s.p[i]);
    }
}

static void
write_run(struct buf *out, const struct run *r)
{
    size_t all;
    if (r->kind == RUN_OWN) {
        write_own(out, r->s);
        return;
    }
    struct slice s = clean_cut(r->s, WORDS_MAX, &all);
    for (size_t i = 0; i < s.n; i++) {
        const char *wide = harmless(s.p[i]);
        if (wide)
            buf_text(out, wide);
        else
            buf_byte(out, s.p[i]);
    }
    if (all)
        buf_text(out, "\xe2\x80\xa6");
}

/* The strong part of a sentence: value and change. Nothing of one that only has a label. */
static void
write_headline(struct buf *out, const struct prose *p)
{
    size_t n = 0;
    while (n < p->n && p->run[n].style & STYLE_STRONG)
        n++;
    if (!n || slice_ends(p->run[n - 1].s, ":"))
        return;
    for (size_t i = 0; i < n; i++)
        write_run(out, &p->run[i]);
    buf_byte(out, ' ');
}

/* The sentences that the page opens with; the tally is said before them. */
static void
write_sentences(struct buf *out, const struct page *p)
{
    for (size_t i = 0; i < p->n_blocks; i++) {
        const struct block *b = &p->blocks[i];
        if (b->kind != BLOCK_BULLETS)
            continue;
        for (size_t k = 0; k < b->n_items; k++)
            if (!b->items[k].n || !slice_starts(b->items[k].run->s, "Of "))
                write_headline(out, &b->items[k]);
        return;
    }
}

/* The line on the checks, without its link. */
static void
write_data(struct buf *out, const struct prose *p)
{
    for (size_t i = 0; i < p->n && p->run[i].kind != RUN_LINK; i++)
        if (i + 1 == p->n || p->run[i + 1].kind != RUN_LINK)
            write_run(out, &p->run[i]);
}

void
summary_write(struct buf *out, struct render *r)
{
    struct page *p = &r->page;
    struct run title = {.kind = RUN_NAME, .s = p->title};
    struct prose tally = prose_new(&p->pool);
    write_run(out, &title);
    buf_text(out, ": ");
    if (page_tally_sentence(p, &tally))
        write_headline(out, &tally);
    write_sentences(out, p);
    for (size_t i = 0; i < p->n_blocks; i++)
        if (p->blocks[i].is_data)
            write_data(out, &p->blocks[i].text);
    while (out->n && out->p[out->n - 1] == ' ')
        out->n--;
    buf_text(out, ".\n");
}
