#define _GNU_SOURCE /* isatty, TIOCGWINSZ under -std=c11 */
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "render.h"
#include "term_table.h"

#define WIDTH_MIN 60
#define WIDTH_MAX 160
#define WIDTH_ELSE 80

static bool
on_terminal(const struct render *r)
{
    return r->stage.out.fd >= 0 && isatty(r->stage.out.fd);
}

static size_t
choose_width(const struct render *r)
{
    struct winsize size;
    size_t width = WIDTH_ELSE;
    if (r->width)
        return r->width;
    if (on_terminal(r) && ioctl(r->stage.out.fd, TIOCGWINSZ, &size) == 0 && size.ws_col)
        width = size.ws_col;
    return width < WIDTH_MIN ? WIDTH_MIN : width > WIDTH_MAX ? WIDTH_MAX : width;
}

static bool
choose_color(const struct render *r)
{
    const char *no = getenv("NO_COLOR");
    if (no && *no)
        return false;
    return r->color == COLOR_ALWAYS || (r->color == COLOR_AUTO && on_terminal(r));
}

static void
put_strong(struct screen *s, const struct prose *p)
{
    struct prose strong = *p;
    struct run *runs = pool_alloc(p->pool, (p->n + 1) * sizeof *runs);
    for (size_t i = 0; i < p->n; i++) {
        runs[i] = p->run[i];
        runs[i].style = STYLE_STRONG;
    }
    strong.run = runs;
    screen_prose(s, &strong, "", "");
}

/* Underlined, so that it stands out without colour too. */
static void
put_heading(struct screen *s, const struct prose *p)
{
    struct buf flat = {0};
    put_strong(s, p);
    screen_cell(s, &flat, p);
    for (size_t n = screen_width(buf_as_slice(&flat)); n && n <= s->width; n--)
        buf_text(s->out, s->ascii ? "-" : "\xe2\x94\x80");
    screen_newline(s);
    buf_free(&flat);
}

static void
fact(struct screen *s, struct pool *pool, const char *name, struct slice text, const char *otherwise)
{
    struct prose p = prose_new(pool);
    if (!text.n && !otherwise)
        return;
    prose_own(&p, "%s: %s", name, text.n ? "" : otherwise);
    prose_add(&p, RUN_NAME, text);
    screen_prose(s, &p, "  ", "    ");
}

static void
put_detail(struct screen *s, struct pool *pool, const struct score *score, bool owners)
{
    put_strong(s, &score->name);
    screen_prose(s, &score->sentence, "  ", "  ");
    fact(s, pool, "Why", score->why, NULL);
    fact(s, pool, "Caveat", score->last->caveat, NULL);
    fact(s, pool, "Note", score->last->note, NULL);
    fact(s, pool, "Owner", score->owner, owners ? "not stated" : NULL);
    fact(s, pool, "Evidence", score->evidence, NULL);
    screen_newline(s);
}

static void
append(struct prose *to, const struct prose *from)
{
    for (size_t i = 0; i < from->n; i++)
        prose_add(to, from->run[i].kind, from->run[i].s);
}

/* "■ New findings · □ Closed findings · + Reopened findings" */
static void
put_key(struct screen *s, struct pool *pool, const struct flow *f)
{
    struct prose text = prose_new(pool);
    text.style = STYLE_MUTED;
    append(&text, &f->key);
    prose_own(&text, "%s", f->again_key.n ? " \xc2\xb7 +" NBSP : "");
    append(&text, &f->again_key);
    screen_prose(s, &text, "", "");
}

/* "Net flow: −3 +12 −19", the last ones. */
static void
put_net(struct screen *s, struct pool *pool, const struct flow *f)
{
    struct prose text = prose_new(pool);
    if (!f->net_key.n)
        return;
    append(&text, &f->net_key);
    prose_own(&text, ":");
    for (size_t i = f->n > SPARK_PERIODS ? f->n - SPARK_PERIODS : 0; i < f->n; i++)
        prose_own(&text, " %.*s", f->net[i].n ? (int)f->net[i].n : 3, f->net[i].n ? f->net[i].p : "n/a");
    screen_prose(s, &text, "", "  ");
}

/* Both on one axis from 0. */
static void
put_flow(struct screen *s, struct pool *pool, const struct flow *f)
{
    struct buf flat = {0};
    struct chart c = {.n = f->n};
    const struct point *rows[3] = {f->added, f->closed, f->again};
    static const char *const marks[] = {"\xe2\x96\xa0 ", "\xe2\x96\xa1 ", "+ "};
    double top = 1;
    size_t n = f->again_key.n ? 3 : 2;
    for (size_t i = 0; i < n * f->n; i++)
        if (rows[i % n][i / n].has && rows[i % n][i / n].v > top)
            top = rows[i % n][i / n].v;
    put_key(s, pool, f);
    for (size_t k = 0; k < n; k++) {
        for (size_t i = 0; i < f->n; i++)
            c.points[i] = rows[k][i];
        screen_own(s, &flat, slice_of(marks[k]));
        term_levels(s, &flat, &c, 0, top);
        screen_put(s, buf_as_slice(&flat));
        screen_newline(s);
        flat.n = 0;
    }
    put_net(s, pool, f);
    screen_newline(s);
    buf_free(&flat);
}

/* What was closed, under the new ones. */
static void
put_out(struct screen *s, const struct panels *all, const struct chart *out)
{
    struct buf flat = {0};
    term_levels(s, &flat, out, all->low, all->high);
    buf_text(&flat, "  ");
    screen_own(s, &flat, SLICE("\xe2\x96\xa1 "));
    buf_slice(&flat, out->value.n ? out->value : SLICE("n/a"));
    screen_put(s, buf_as_slice(&flat));
    screen_newline(s);
    buf_free(&flat);
}

/* "▂▃▅▆  critical: 6 (9 in Dec 2025)", every sparkline on the axis of all. */
static void
put_panels(struct screen *s, struct page *p, const struct panels *all)
{
    struct buf flat = {0}, indent = {0};
    screen_prose(s, &all->caption, "", "");
    for (size_t i = 0; i < all->n; i++) {
        const struct panel *panel = &all->at[i];
        struct prose text = prose_new(&p->pool);
        term_levels(s, &flat, &panel->chart, all->low, all->high);
        buf_text(&flat, "  ");
        indent.n = 0;
        for (size_t k = screen_width(buf_as_slice(&flat)); k; k--)
            buf_byte(&indent, ' ');
        for (size_t j = 0; j < panel->name.n; j++)
            prose_add(&text, panel->name.run[j].kind, panel->name.run[j].s);
        prose_own(&text, panel->out ? ": \xe2\x96\xa0 %.*s" : ": %.*s",
                  panel->chart.value.n ? (int)panel->chart.value.n : 3,
                  panel->chart.value.n ? panel->chart.value.p : "n/a");
        if (panel->before.n)
            prose_own(&text, " (%.*s)", (int)panel->before.n, panel->before.p);
        screen_prose(s, &text, buf_string(&flat), buf_string(&indent));
        flat.n = 0;
        if (panel->out)
            put_out(s, all, panel->out);
    }
    screen_newline(s);
    buf_free(&flat);
    buf_free(&indent);
}

static void
put_block(struct screen *s, struct page *p, const struct block *block)
{
    switch (block->kind) {
    case BLOCK_SECTION:
        put_heading(s, &block->text);
        break;
    case BLOCK_PARAGRAPH:
        screen_prose(s, &block->text, "", "");
        screen_newline(s);
        break;
    case BLOCK_BULLETS:
        for (size_t i = 0; i < block->n_items; i++)
            screen_prose(s, &block->items[i], "* ", "  ");
        screen_newline(s);
        break;
    case BLOCK_SCORES:
        term_scores(s, p, block);
        break;
    case BLOCK_DETAIL:
        put_detail(s, &p->pool, *block->scores, !p->layout->unnamed);
        break;
    case BLOCK_FLOW:
        put_flow(s, &p->pool, block->flow);
        break;
    case BLOCK_PANELS:
        put_panels(s, p, block->panels);
        break;
    case BLOCK_TABLE:
        term_table(s, block->table);
        break;
    }
}

void
term_write(struct buf *out, struct render *r)
{
    struct page *p = &r->page;
    struct screen s = {.out = out, .width = choose_width(r), .color = choose_color(r), .ascii = r->ascii};
    struct prose title = prose_new(&p->pool);
    title.style = STYLE_STRONG;
    prose_add(&title, RUN_NAME, p->title);
    screen_prose(&s, &title, "", "");
    screen_prose(&s, &p->subtitle, "", "");
    screen_newline(&s);
    for (size_t i = 0; i < p->n_blocks; i++)
        put_block(&s, p, &p->blocks[i]);
    while (out->n > 1 && out->p[out->n - 1] == '\n' && out->p[out->n - 2] == '\n')
        out->n--;
}
