/* The scorecard on a terminal: narrow and wide. */
#include <stdlib.h>
#include <string.h>

#include "clean.h"
#include "render.h"
#include "scale.h"
#include "term_table.h"

#define WIDE 110    /* from here the previous value, the status word and the owner have a column */
#define NAME_MIN 18 /* a name this narrow costs the sparkline */
#define OWNER_MAX 20

static void
put_levels(const struct screen *s, struct buf *flat, const struct chart *c, double low, double high)
{
    for (size_t i = 0; i < c->n; i++) {
        double share = scale_share(c->points[i].v, low, high);
        if (!c->points[i].has)
            buf_text(flat, s->ascii ? "." : "\xc2\xb7");
        else if (s->ascii)
            buf_byte(flat, (char)('0' + (int)(share * 9 + 0.5)));
        else
            buf_format(flat, "\xe2\x96%c", (char)(0x81 + (int)(share * 7 + 0.5)));
    }
}

static void
keep_recent(struct chart *c)
{
    if (c->n <= SPARK_PERIODS)
        return;
    memmove(c->points, c->points + c->n - SPARK_PERIODS, SPARK_PERIODS * sizeof *c->points);
    c->n = SPARK_PERIODS;
}

void
term_levels(const struct screen *s, struct buf *flat, const struct chart *c, double low, double high)
{
    struct chart recent = *c;
    keep_recent(&recent);
    put_levels(s, flat, &recent, low, high);
}

static void
spark(const struct screen *s, struct buf *flat, const struct chart *c)
{
    double low, high;
    struct chart recent = *c;
    keep_recent(&recent);
    if (!scale_spark(&recent, &low, &high)) {
        buf_text(flat, "(no data)");
        return;
    }
    put_levels(s, flat, &recent, low, high);
}

enum { C_MARK, C_NAME, C_BEFORE, C_NOW, C_CHANGE, C_TARGET, C_SPARK, C_N, C_CONFIDENCE, C_OWNER, COLUMNS };

struct card {
    struct screen *s;
    const struct page *p;
    bool wide, spark;
    size_t width[COLUMNS];
    struct buf (*cell)[COLUMNS]; /* row 0: the heads */
    size_t rows;
};

static void
own(const struct card *c, struct buf *b, struct slice text)
{
    screen_own(c->s, b, text);
}

static void
fill_heads(struct card *c)
{
    const struct model *m = c->p->m;
    struct buf *h = c->cell[0];
    size_t periods = m->span < SPARK_PERIODS ? m->span : SPARK_PERIODS;
    buf_text(&h[C_NAME], "METRIC");
    if (c->wide && page_compares(c->p)) {
        struct period before = model_period(m, m->now - 1);
        period_short(&h[C_BEFORE], before);
        period_short(&h[C_NOW], model_period(m, m->now));
        if (before.grain == GRAIN_MONTH) /* the month is enough */
            h[C_BEFORE].n = h[C_NOW].n = 3;
    } else {
        buf_text(&h[C_NOW], "NOW");
    }
    buf_text(&h[C_CHANGE], "CHANGE");
    buf_text(&h[C_TARGET], "TARGET");
    buf_format(&h[C_SPARK], "%zu %sS", periods,
               m->first.grain == GRAIN_MONTH  ? "MONTH"
               : m->first.grain == GRAIN_YEAR ? "YEAR"
                                              : "QUARTER");
    buf_text(&h[C_N], "n");
    buf_text(&h[C_CONFIDENCE], "C");
    buf_text(&h[C_OWNER], "OWNER");
}

static void
fill_row(struct card *c, struct buf *b, const struct score *r)
{
    if (r->status == STATUS_MISSED) {
        buf_byte(&b[C_MARK], MARK_ALARM);
        own(c, &b[C_MARK], SLICE("\xe2\x9c\x97"));
        buf_byte(&b[C_MARK], MARK_OFF);
    } else if (r->status == STATUS_MET) {
        own(c, &b[C_MARK], SLICE("\xe2\x9c\x93"));
    }
    screen_cell(c->s, &b[C_NAME], &r->name);
    if (r->beside.n) {
        buf_byte(&b[C_NAME], MARK_BREAK);
        screen_cell(c->s, &b[C_NAME], &r->beside);
    }
    own(c, &b[C_BEFORE], r->previous);
    own(c, &b[C_NOW], r->value);
    own(c, &b[C_CHANGE], r->change);
    if (r->word.n) {
        buf_text(&b[C_CHANGE], NBSP);
        own(c, &b[C_CHANGE], r->word);
    }
    own(c, &b[C_TARGET], r->target);
    if (c->wide && r->status != STATUS_UNKNOWN)
        buf_text(&b[C_TARGET], r->status == STATUS_MISSED ? NBSP "missed" : NBSP "met");
    spark(c->s, &b[C_SPARK], &r->chart);
    own(c, &b[C_N], r->n);
    if (r->few)
        buf_byte(&b[C_N], '!');
    if (r->confidence)
        buf_byte(&b[C_CONFIDENCE], r->confidence);
    buf_slice(&b[C_OWNER], r->owner);
}

static bool
is_shown(const struct card *c, int column)
{
    if (column == C_BEFORE)
        return c->wide && page_compares(c->p);
    if (column == C_CHANGE)
        return page_compares(c->p);
    return column == C_OWNER ? c->wide && !c->p->layout->unnamed : column == C_SPARK ? c->spark : true;
}

/* Names that no wrapping has to shorten: numbers stand no further from them than they must. */
static size_t
widest_name(const struct card *c)
{
    size_t widest = NAME_MIN;
    for (size_t i = 0; i < c->rows; i++) {
        struct lines_of lines = {0};
        screen_wrap(&lines, buf_as_slice(&c->cell[i][C_NAME]), SIZE_MAX);
        for (size_t k = 0; k < lines.n; k++) {
            size_t width = screen_width(lines.at[k]);
            widest = width > widest ? width : widest;
        }
        free(lines.at);
    }
    return widest;
}

static void
measure(struct card *c)
{
    size_t used = 0;
    for (int j = 0; j < COLUMNS; j++) {
        c->width[j] = j == C_MARK;
        for (size_t i = 0; i < c->rows && j != C_NAME; i++) {
            size_t width = screen_width(buf_as_slice(&c->cell[i][j]));
            c->width[j] = width > c->width[j] ? width : c->width[j];
        }
        if (j == C_OWNER && c->width[j] > OWNER_MAX)
            c->width[j] = OWNER_MAX;
        if (j != C_NAME && is_shown(c, j))
            used += c->width[j] + 1;
    }
    c->width[C_NAME] = c->s->width > used + NAME_MIN ? c->s->width - used : NAME_MIN;
    size_t name = widest_name(c);
    if (c->width[C_NAME] > name)
        c->width[C_NAME] = name;
    if (c->spark && c->s->width < used + NAME_MIN) {
        c->spark = false;
        c->width[C_NAME] += c->s->width + c->width[C_SPARK] + 1 - used - NAME_MIN;
    }
}

/* Right-to-left words stand on lines of their own: beside a number they would change its place. */
static void
put_alone(struct card *c, struct buf *text)
{
    struct lines_of lines = {0};
    if (!clean_is_rtl(buf_as_slice(text)))
        return;
    screen_wrap(&lines, buf_as_slice(text), c->s->width - 2);
    for (size_t i = 0; i < lines.n; i++) {
        buf_text(c->s->out, "  ");
        screen_put(c->s, lines.at[i]);
        screen_newline(c->s);
    }
    free(lines.at);
    text->n = 0;
}

static void
put_row(struct card *c, size_t row)
{
    struct buf *cell = c->cell[row];
    struct lines_of names = {0}, owners = {0};
    put_alone(c, &cell[C_NAME]);
    if (c->wide)
        put_alone(c, &cell[C_OWNER]);
    screen_wrap(&names, buf_as_slice(&cell[C_NAME]), c->width[C_NAME]);
    screen_wrap(&owners, buf_as_slice(&cell[C_OWNER]), c->wide ? c->width[C_OWNER] : 1000);
    size_t height = c->wide && owners.n > names.n ? owners.n : names.n;
    for (size_t i = 0; i < height; i++) {
        for (int j = 0; j < COLUMNS; j++) {
            struct slice line = i ? (struct slice){"", 0} : buf_as_slice(&cell[j]);
            bool right = j == C_BEFORE || j == C_NOW || j == C_N || (j == C_TARGET && !c->wide);
            if (!is_shown(c, j))
                continue;
            if (j == C_NAME)
                line = i < names.n ? names.at[i] : (struct slice){"", 0};
            if (j == C_OWNER)
                line = i < owners.n ? owners.at[i] : (struct slice){"", 0};
            if (j)
                buf_byte(c->s->out, ' ');
            screen_pad(c->s, line.p ? line : (struct slice){"", 0}, c->width[j], right);
        }
        screen_newline(c->s);
    }
    free(names.at);
    free(owners.at);
}

static void
put_legend(struct card *c)
{
    struct prose legend = prose_new((struct pool *)(uintptr_t)&c->p->pool);
    legend.style = STYLE_MUTED;
    prose_own(&legend, "\xe2\x9c\x97" NBSP "target missed  \xe2\x9c\x93" NBSP "met  ");
    if (page_compares(c->p))
        prose_own(&legend, "=" NBSP "unchanged  \xe2\x89\x88" NBSP "about the same  ");
    if (c->spark)
        prose_own(&legend, "%s" NBSP "no data that %s  ", c->s->ascii ? "." : "\xc2\xb7",
                  grain_word(c->p->m->first.grain));
    prose_own(&legend, "!" NBSP "fewer than %g  C" NBSP "confidence", c->p->m->few);
    screen_prose(c->s, &legend, "", "");
}

void
term_scores(struct screen *s, const struct page *p, const struct block *block)
{
    struct card c = {
        .s = s, .p = p, .wide = s->width >= WIDE, .spark = p->m->span > 1, .rows = block->n_scores + 1};
    c.cell = xcalloc(c.rows, sizeof *c.cell);
    fill_heads(&c);
    for (size_t i = 0; i < block->n_scores; i++)
        fill_row(&c, c.cell[i + 1], block->scores[i]);
    measure(&c);
    for (size_t i = 0; i < c.rows; i++)
        put_row(&c, i);
    put_legend(&c);
    screen_newline(s);
    for (size_t i = 0; i < c.rows; i++)
        for (int j = 0; j < COLUMNS; j++)
            buf_free(&c.cell[i][j]);
    free(c.cell);
}
