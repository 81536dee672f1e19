#include "term_table.h"

#include <stdlib.h>
#include <string.h>

#include "clean.h"
#include "text.h"

#define GAP 2       /* blanks between columns */
#define NARROW 16   /* a text column of a list is not made narrower */
#define HEAD_MAX 12 /* a heading alone doesn't make a column wider */
#define BAR_COLUMNS 16
#define DOT_COLUMNS 21
#define ID_MIN 12   /* of an id: enough to find it */
#define WORD_MAX 20 /* a longer word in text is broken */

struct laid { /* a table being laid out: marked text of each cell, widths of columns */
    const struct table *t;
    struct buf *flat; /* (rows + 1) × columns, the heads first */
    size_t *width;
};

static struct slice
cell_of(const struct laid *l, size_t row, size_t column)
{
    return buf_as_slice(&l->flat[row * l->t->n_columns + column]);
}

/* Blanks that no wrapping takes away; a value that is not 0 leaves a mark. */
static void
add_bar(const struct screen *s, struct buf *flat, struct bar bar)
{
    static const char *const parts[] = {"",
                                        "\xe2\x96\x8f",
                                        "\xe2\x96\x8e",
                                        "\xe2\x96\x8d",
                                        "\xe2\x96\x8c",
                                        "\xe2\x96\x8b",
                                        "\xe2\x96\x8a",
                                        "\xe2\x96\x89"};
    size_t eighths = bar.has ? (size_t)(bar.share * BAR_COLUMNS * 8 + 0.5) : 0, used = 0;
    if (bar.has && bar.share > 0 && eighths == 0)
        eighths = 1;
    for (; used < eighths / 8; used++)
        buf_text(flat, s->ascii ? "#" : "\xe2\x96\x88");
    if (eighths % 8 && (!s->ascii || (eighths % 8 >= 4 && ++used)))
        buf_text(flat, s->ascii ? "#" : parts[eighths % 8]);
    used += eighths % 8 && !s->ascii;
    for (; used < BAR_COLUMNS; used++)
        buf_text(flat, NBSP);
    buf_byte(flat, ' ');
}

/* "──○────●──|─": then, now, target; the later mark wins a shared place. */
static void
add_dots(const struct screen *s, struct buf *flat, struct dots dots)
{
    enum { LINE, LINK, TICK, THEN, NOW };
    static const char *const glyphs[] = {" ", "\xe2\x94\x80", "|", "\xe2\x97\x8b", "\xe2\x97\x8f"};
    static const char ascii[] = " -|o*";
    unsigned char at[DOT_COLUMNS] = {LINE};
#define PLACE(v) ((size_t)((v) * (DOT_COLUMNS - 1) + 0.5))
    size_t then = PLACE(dots.then), now = PLACE(dots.now), from = then < now ? then : now,
           to = then + now - from;
    for (size_t i = from; dots.has_then && dots.has_now && i <= to; i++)
        at[i] = LINK;
    if (dots.has_tick)
        at[PLACE(dots.tick)] = TICK;
    if (dots.has_then)
        at[then] = THEN;
    if (dots.has_now)
        at[now] = NOW;
    for (size_t i = 0; i < DOT_COLUMNS; i++)
        if (s->ascii)
            buf_byte(flat, ascii[at[i]]);
        else
            buf_text(flat, glyphs[at[i]]);
}

static void
add_ladder(const struct screen *s, struct buf *flat, int steps)
{
    for (int i = 0; i < LADDER_STEPS; i++)
        buf_text(flat, s->ascii ? i < steps ? "#" : "." : i < steps ? "\xe2\x96\xa0" : "\xe2\x96\xa1");
    buf_text(flat, " ");
}

static void
flatten(const struct screen *s, struct laid *l)
{
    const struct table *t = l->t;
    for (size_t j = 0; j < t->n_columns; j++) {
        screen_cell(s, &l->flat[j], &t->columns[j].head);
        for (size_t i = 0; i < t->n_rows; i++) {
            const struct cell *cell = &t->cells[i * t->n_columns + j];
            struct buf *flat = &l->flat[(i + 1) * t->n_columns + j];
            if (t->columns[j].kind == AS_BAR)
                add_bar(s, flat, cell->bar);
            else if (t->columns[j].kind == AS_DOTS)
                add_dots(s, flat, cell->dots);
            else if (t->columns[j].kind == AS_LADDER)
                add_ladder(s, flat, cell->steps);
            screen_cell(s, flat, &cell->text);
        }
    }
}

static size_t
longest_word(struct slice s)
{
    size_t longest = 0, from = 0;
    for (size_t i = 0; i <= s.n; i++) {
        if (i < s.n && s.p[i] != ' ')
            continue;
        size_t width = screen_width((struct slice){s.p + from, i - from});
        longest = width > longest ? width : longest;
        from = i + 1;
    }
    return longest;
}

static bool
is_right(enum column_kind kind)
{
    return kind == AS_NUMBER || kind == AS_WRAP;
}

/* A column is as wide as its widest cell; a heading alone makes it no wider than a word (or HEAD_MAX of
 * text). */
static void
measure(struct laid *l)
{
    for (size_t j = 0; j < l->t->n_columns; j++) {
        size_t head = screen_width(cell_of(l, 0, j)), word = longest_word(cell_of(l, 0, j));
        bool text = !is_right(l->t->columns[j].kind) && head < HEAD_MAX;
        l->width[j] = text ? head : word > HEAD_MAX ? HEAD_MAX : word;
        for (size_t i = 1; i <= l->t->n_rows; i++) {
            struct slice cell = cell_of(l, i, j);
            size_t width = clean_is_rtl(cell) ? 7 : screen_width(cell); /* 7: "(below)" */
            l->width[j] = width > l->width[j] ? width : l->width[j];
        }
    }
}

/* How narrow a column may become: lists are cut, other tables are wrapped at blanks. */
static size_t
least(const struct laid *l, size_t j)
{
    enum column_kind kind = l->t->columns[j].kind;
    size_t least = 0;
    if (l->t->clip || kind == AS_DOTS)
        return kind == AS_TEXT ? NARROW : kind == AS_ID ? ID_MIN : l->width[j];
    for (size_t i = 0; i <= l->t->n_rows; i++) {
        size_t word = longest_word(cell_of(l, i, j));
        least = word > least ? word : least;
    }
    if (kind == AS_BAR) /* the text goes on under the bar */
        return BAR_COLUMNS + 1 + (least > WORD_MAX ? WORD_MAX : least);
    return kind == AS_TEXT && least > WORD_MAX ? WORD_MAX : least;
}

/* Takes columns from the widest that can give (ids first) until the table fits. false: it can't. */
static bool
squeeze(struct laid *l, size_t width)
{
    size_t n = l->t->n_columns, total = GAP * (n - 1), *floor = xcalloc(n, sizeof *floor);
    for (size_t j = 0; j < n; j++) {
        floor[j] = least(l, j);
        total += l->width[j];
    }
    while (total > width) {
        size_t widest = SIZE_MAX;
        for (size_t j = 0; j < n; j++) {
            bool id = l->t->columns[j].kind == AS_ID,
                 best_id = widest != SIZE_MAX && l->t->columns[widest].kind == AS_ID;
            if (l->width[j] <= floor[j])
                continue;
            if (widest == SIZE_MAX || (id && !best_id) || (id == best_id && l->width[j] > l->width[widest]))
                widest = j;
        }
        if (widest == SIZE_MAX)
            break;
        size_t over = total - width, room = l->width[widest] - floor[widest],
               most = room < over ? room : over;
        size_t step = most > 8 ? most / 2 : 1;
        l->width[widest] -= step;
        total -= step;
    }
    free(floor);
    return total <= width;
}

/* A cell of a list: cut, never wrapped. */
static void
put_cut(struct screen *s, struct slice cell, size_t width, bool right)
{
    struct buf cut = {0};
    size_t dots = s->ascii ? 3 : 1;
    if (screen_width(cell) <= width) {
        screen_pad(s, cell, width, right);
        return;
    }
    buf_slice(&cut, screen_fit(cell, width > dots ? width - dots : 0));
    buf_text(&cut, s->ascii ? "..." : "\xe2\x80\xa6");
    buf_byte(&cut, MARK_OFF);
    screen_pad(s, buf_as_slice(&cut), width, right);
    buf_free(&cut);
}

static void
put_below(struct screen *s, const struct laid *l, size_t row)
{
    for (size_t j = 0; j < l->t->n_columns; j++) {
        struct slice cell = cell_of(l, row, j);
        if (!row || !clean_is_rtl(cell))
            continue;
        buf_text(s->out, "    ");
        screen_put(s, cell_of(l, 0, j));
        buf_text(s->out, ": ");
        screen_put(s, cell);
        screen_newline(s);
    }
}

static void
put_gap(struct screen *s, size_t j)
{
    for (int i = 0; j && i < GAP; i++)
        buf_byte(s->out, ' ');
}

static void
put_row(struct screen *s, const struct laid *l, size_t row)
{
    size_t n = l->t->n_columns, height = 1;
    struct lines_of *lines = xcalloc(n, sizeof *lines);
    bool clip = l->t->clip && row;
    for (size_t j = 0; j < n; j++) {
        struct slice cell = cell_of(l, row, j);
        if (row && clean_is_rtl(cell))
            cell = SLICE("(below)");
        if (!clip)
            screen_wrap(&lines[j], cell, l->width[j]);
        else
            lines[j] = (struct lines_of){memcpy(xmalloc(sizeof cell), &cell, sizeof cell), 1, 1};
        height = lines[j].n > height ? lines[j].n : height;
    }
    for (size_t i = 0; i < height; i++) {
        for (size_t j = 0; j < n; j++) {
            struct slice line = i < lines[j].n ? lines[j].at[i] : (struct slice){"", 0};
            put_gap(s, j);
            if (clip)
                put_cut(s, line, l->width[j], is_right(l->t->columns[j].kind));
            else
                screen_pad(s, line, l->width[j], is_right(l->t->columns[j].kind));
        }
        screen_newline(s);
    }
    for (size_t j = 0; j < n; j++)
        free(lines[j].at);
    free(lines);
    put_below(s, l, row);
}

struct members { /* `Head: value`, as many on a line as fit */
    struct screen *s;
    struct buf line, one;
};

static void
end_line(struct members *m)
{
    if (m->line.n) {
        put_cut(m->s, buf_as_slice(&m->line), m->s->width, false);
        screen_newline(m->s);
    }
    m->line.n = 0;
}

/* alone: right-to-left words would change the place of what stands beside them. */
static void
add_member(struct members *m, struct slice head, struct slice cell, const char *indent, bool alone)
{
    m->one.n = 0;
    buf_slice(&m->one, head);
    buf_text(&m->one, ": ");
    buf_slice(&m->one, cell);
    size_t width = screen_width(buf_as_slice(&m->one));
    if (alone || screen_width(buf_as_slice(&m->line)) + 3 + width > m->s->width)
        end_line(m);
    if (m->line.n)
        screen_own(m->s, &m->line, SLICE(" \xc2\xb7 "));
    else
        buf_text(&m->line, indent);
    buf_slice(&m->line, buf_as_slice(&m->one));
    if (alone)
        end_line(m);
}

/* Too narrow for a table: each row as `Head: value`, the first on a line of its own, empty ones left out. */
static void
put_records(struct screen *s, const struct laid *l)
{
    struct members m = {.s = s};
    for (size_t i = 1; i <= l->t->n_rows; i++) {
        for (size_t j = 0; j < l->t->n_columns; j++) {
            struct slice cell = cell_of(l, i, j);
            if (!j || screen_width(cell))
                add_member(&m, cell_of(l, 0, j), cell, j ? "    " : "  ", !j || clean_is_rtl(cell));
        }
        end_line(&m);
    }
    buf_free(&m.line);
    buf_free(&m.one);
}

static void
put_caption(struct screen *s, const struct table *t)
{
    struct buf flat = {0};
    struct lines_of lines = {0};
    screen_cell(s, &flat, &t->caption);
    screen_wrap(&lines, buf_as_slice(&flat), s->width);
    for (size_t i = 0; i < lines.n; i++) {
        screen_put(s, (struct slice){"\001", 1});
        screen_put(s, lines.at[i]);
        screen_put(s, (struct slice){"\004", 1});
        screen_newline(s);
    }
    free(lines.at);
    buf_free(&flat);
}

void
term_table(struct screen *s, const struct table *t)
{
    size_t cells = (t->n_rows + 1) * t->n_columns;
    struct laid l = {t, xcalloc(cells, sizeof *l.flat), xcalloc(t->n_columns, sizeof *l.width)};
    put_caption(s, t);
    flatten(s, &l);
    measure(&l);
    if (squeeze(&l, s->width))
        for (size_t i = 0; i <= t->n_rows; i++)
            put_row(s, &l, i);
    else
        put_records(s, &l);
    screen_newline(s);
    for (size_t i = 0; i < cells; i++)
        buf_free(&l.flat[i]);
    free(l.flat);
    free(l.width);
}
