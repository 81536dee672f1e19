/* Markdown in its portable core: headings, pipe tables, bullets. No HTML, no link, no image. What was scanned
 * stands in code spans; a metric's own words stand plain while they hold nothing that any Markdown reads. */
#include <string.h>

#include "clean.h"
#include "render.h"

#define DATA_MAX 120
#define WORDS_MAX 600

/* Our own words: the blanks that do not break become plain ones. */
static void
write_own(struct buf *b, struct slice s)
{
    for (size_t i = 0; i < s.n; i++) {
        struct slice rest = {s.p + i, s.n - i};
        if (slice_starts(rest, NBSP) || slice_starts(rest, THIN)) {
            buf_byte(b, ' ');
            i += slice_starts(rest, NBSP) ? 1 : 2;
        } else {
            if (s.p[i] == '<' || s.p[i] == '|')
                buf_byte(b, '\\');
            buf_byte(b, s.p[i]);
        }
    }
}

/* "1. " and "1) " begin a list. */
static bool
is_numbered(struct slice s)
{
    size_t i = 0;
    while (i < s.n && s.p[i] >= '0' && s.p[i] <= '9')
        i++;
    return i && i < s.n && (s.p[i] == '.' || s.p[i] == ')') && (i + 1 == s.n || s.p[i + 1] == ' ');
}

static bool
is_harmless(struct slice s)
{
    for (size_t i = 0; i < s.n; i++) {
        struct slice rest = {s.p + i, s.n - i};
        if (memchr("\\`*_{}[]<>#|!@$~^&", s.p[i], 18) || slice_starts(rest, "://") ||
            slice_starts(rest, ":+") ||
            (rest.n >= 4 && (*rest.p | 32) == 'w' && (rest.p[1] | 32) == 'w' && (rest.p[2] | 32) == 'w' &&
             rest.p[3] == '.') ||
            (s.p[i] == ':' && i + 1 < s.n && s.p[i + 1] != ' '))
            return false;
    }
    return s.n && *s.p != ' ' && s.p[s.n - 1] != ' ' && *s.p != '-' && *s.p != '+' && *s.p != '=' &&
           !is_numbered(s);
}

static size_t
longest_ticks(struct slice s)
{
    size_t longest = 0, run = 0;
    for (size_t i = 0; i < s.n; i++) {
        run = s.p[i] == '`' ? run + 1 : 0;
        longest = run > longest ? run : longest;
    }
    return longest;
}

static void
write_code(struct buf *b, struct slice s, size_t max, bool cell)
{
    size_t all;
    struct slice cut = clean_cut(s, max, &all);
    size_t fence = longest_ticks(cut) + 1;
    bool pad =
        cut.n && (*cut.p == '`' || cut.p[cut.n - 1] == '`' || *cut.p == ' ' || cut.p[cut.n - 1] == ' ');
    if (!cut.n)
        return;
    for (size_t i = 0; i < fence; i++)
        buf_byte(b, '`');
    buf_text(b, pad ? " " : "");
    for (size_t i = 0; i < cut.n; i++) {
        if (cell && cut.p[i] == '|')
            buf_byte(b, '\\');
        buf_byte(b, cut.p[i]);
    }
    buf_text(b, pad ? " " : "");
    for (size_t i = 0; i < fence; i++)
        buf_byte(b, '`');
    if (all) {
        buf_text(b, " \xe2\x80\xa6 (");
        struct buf n = {0};
        number_write_whole(&n, (int64_t)all);
        write_own(b, buf_as_slice(&n));
        buf_text(b, " characters)");
        buf_free(&n);
    }
}

static void
write_run(struct buf *b, const struct run *r, bool cell)
{
    size_t all;
    switch (r->kind) {
    case RUN_OWN:
    case RUN_LINK:
        write_own(b, r->s);
        break;
    case RUN_NAME:
        clean_cut(r->s, WORDS_MAX, &all);
        if (is_harmless(r->s) && !all)
            buf_slice(b, r->s);
        else
            write_code(b, r->s, WORDS_MAX, cell);
        break;
    case RUN_DATA:
        write_code(b, r->s, DATA_MAX, cell);
        break;
    case RUN_CODE:
        write_code(b, r->s, WORDS_MAX, cell);
        break;
    }
}

static void
write_prose(struct buf *b, const struct prose *p, bool cell)
{
    bool strong = false;
    for (size_t i = 0; i < p->n; i++) {
        bool next = p->run[i].style & (STYLE_STRONG | STYLE_ALARM);
        if (next != strong && !cell)
            buf_text(b, "**");
        strong = next;
        write_run(b, &p->run[i], cell);
    }
    if (strong && !cell)
        buf_text(b, "**");
}

static void
write_words(struct buf *b, struct slice s, bool cell)
{
    struct run r = {.kind = RUN_NAME, .s = s};
    write_run(b, &r, cell);
}

/* ---- scorecard and detail */

static void
write_scores(struct buf *b, const struct page *p, const struct block *block)
{
    bool owners = !p->layout->unnamed, changes = page_compares(p);
    buf_format(b, "| Metric | Now |%s Target | n | Conf. |%s\n", changes ? " Change |" : "",
               owners ? " Owner |" : "");
    buf_format(b, "| :-- | --: |%s :-- | --: | :-- |%s\n", changes ? " --: |" : "", owners ? " :-- |" : "");
    for (size_t i = 0; i < block->n_scores; i++) {
        const struct score *s = block->scores[i];
        buf_text(b, "| ");
        write_prose(b, &s->name, true);
        buf_text(b, " | ");
        write_own(b, s->value);
        if (s->beside.n) {
            buf_text(b, " (");
            write_prose(b, &s->beside, true);
            buf_byte(b, ')');
        }
        if (changes) {
            buf_text(b, " | ");
            write_own(b, s->change);
            buf_text(b, s->word.n ? " " : "");
            write_own(b, s->word);
        }
        buf_text(b, s->status == STATUS_MISSED ? " | \xe2\x9c\x97 missed ("
                    : s->status == STATUS_MET  ? " | met ("
                                               : " | ");
        write_own(b, s->target);
        buf_text(b, s->status != STATUS_UNKNOWN ? ") | " : " | ");
        write_own(b, s->n);
        buf_text(b, s->few ? " few | " : " | ");
        if (s->confidence)
            buf_byte(b, s->confidence);
        buf_text(b, owners ? " | " : "");
        write_words(b, s->owner, true);
        buf_text(b, " |\n");
    }
    buf_byte(b, '\n');
}

static void
fact(struct buf *b, const char *name, struct slice text, const char *otherwise)
{
    if (!text.n && !otherwise)
        return;
    buf_format(b, "- %s: ", name);
    if (text.n)
        write_words(b, text, false);
    else
        buf_text(b, otherwise);
    buf_byte(b, '\n');
}

static void
write_detail(struct buf *b, const struct score *s, bool owners)
{
    buf_text(b, "### ");
    write_prose(b, &s->name, false);
    buf_text(b, "\n\n");
    write_prose(b, &s->sentence, false);
    buf_text(b, "\n\n");
    fact(b, "Why", s->why, NULL);
    fact(b, "Caveat", s->last->caveat, NULL);
    fact(b, "Note", s->last->note, NULL);
    fact(b, "Owner", s->owner, owners ? "not stated" : NULL);
    if (s->confidence) {
        buf_format(b, "- Confidence: %c", s->confidence);
        buf_text(b, s->evidence.n ? " (" : "");
        write_own(b, s->evidence);
        buf_text(b, s->evidence.n ? ")" : "");
        buf_byte(b, '\n');
    }
    buf_byte(b, '\n');
}

/* ---- tables */

static bool
is_right(enum column_kind kind)
{
    return kind == AS_NUMBER || kind == AS_WRAP || kind == AS_BAR;
}

static void
write_table(struct buf *b, const struct table *t)
{
    write_prose(b, &t->caption, false);
    buf_text(b, ":\n\n|");
    for (size_t j = 0; j < t->n_columns; j++) {
        if (t->columns[j].kind == AS_DOTS)
            continue;
        buf_byte(b, ' ');
        write_prose(b, &t->columns[j].head, true);
        buf_text(b, " |");
    }
    buf_text(b, "\n|");
    for (size_t j = 0; j < t->n_columns; j++)
        buf_text(b, t->columns[j].kind == AS_DOTS ? "" : is_right(t->columns[j].kind) ? " --: |" : " :-- |");
    buf_byte(b, '\n');
    for (size_t i = 0; i < t->n_rows; i++) {
        buf_byte(b, '|');
        for (size_t j = 0; j < t->n_columns; j++) {
            if (t->columns[j].kind == AS_DOTS)
                continue;
            buf_byte(b, ' ');
            write_prose(b, &t->cells[i * t->n_columns + j].text, true);
            buf_text(b, " |");
        }
        buf_byte(b, '\n');
    }
    buf_byte(b, '\n');
}

static void
write_block(struct buf *b, const struct page *p, const struct block *block)
{
    switch (block->kind) {
    case BLOCK_SECTION:
        buf_text(b, "## ");
        write_prose(b, &block->text, false);
        buf_text(b, "\n\n");
        break;
    case BLOCK_PARAGRAPH:
        write_prose(b, &block->text, false);
        buf_text(b, "\n\n");
        break;
    case BLOCK_BULLETS:
        for (size_t i = 0; i < block->n_items; i++) {
            buf_text(b, "- ");
            write_prose(b, &block->items[i], false);
            buf_byte(b, '\n');
        }
        buf_byte(b, '\n');
        break;
    case BLOCK_SCORES:
        write_scores(b, p, block);
        break;
    case BLOCK_DETAIL:
        write_detail(b, *block->scores, !p->layout->unnamed);
        break;
    case BLOCK_FLOW: /* pictures; their numbers stand in the values by period */
    case BLOCK_PANELS:
        break;
    case BLOCK_TABLE:
        write_table(b, block->table);
        break;
    }
}

static bool
is_picture(const struct block *b)
{
    return b->kind == BLOCK_FLOW || b->kind == BLOCK_PANELS;
}

/* A section that holds nothing but a picture would be an empty heading. */
static bool
is_empty_section(const struct page *p, size_t i)
{
    if (p->blocks[i].kind != BLOCK_SECTION)
        return false;
    for (i++; i < p->n_blocks && is_picture(&p->blocks[i]); i++)
        ;
    return i == p->n_blocks || p->blocks[i].kind == BLOCK_SECTION;
}

void
markdown_write(struct buf *out, struct render *r)
{
    const struct page *p = &r->page;
    buf_text(out, "# ");
    write_words(out, p->title, false);
    buf_text(out, "\n\n");
    write_prose(out, &p->subtitle, false);
    buf_text(out, "\n\n");
    for (size_t i = 0; i < p->n_blocks; i++)
        if (!is_empty_section(p, i))
            write_block(out, p, &p->blocks[i]);
    while (out->n > 1 && out->p[out->n - 1] == '\n' && out->p[out->n - 2] == '\n')
        out->n--;
}
