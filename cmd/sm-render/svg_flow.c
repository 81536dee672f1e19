/* New, closed and reopened findings: columns for each period, in full and as small multiples. */
#include <math.h>

#include "scale.h"
#include "svg.h"

#define GUTTER 10.0 /* per cent: room for the labels on the grid lines */
#define SLOTS 4     /* periods that a full width holds at least: one or two make no giants */

static double
largest(const struct point *p, size_t n, double top)
{
    for (size_t i = 0; i < n; i++)
        top = p[i].has ? fmax(top, p[i].v) : top;
    return top;
}

struct plot { /* in pixels across: per cent */
    double left, step, top, bottom, axis;
};

/* Columns of one period; the highest point drawn. */
static double
put_columns(struct buf *b, const struct plot *at, size_t i, const struct point *const *columns, size_t n)
{
    static const char *const classes[] = {"f", "o", "b"};
    double width = at->step * 0.72 / (double)n, highest = at->bottom;
    for (size_t k = 0; k < n; k++) {
        const struct point *p = &columns[k][i];
        if (!p->has)
            continue;
        double height = (at->bottom - at->top) * scale_share(p->v, 0, at->axis);
        buf_format(b, "<rect class=\"%s\" x=\"%.2f%%\" y=\"%.1f\" width=\"%.2f%%\" height=\"%.1f\"/>",
                   classes[k], at->left + at->step * ((double)i + 0.14) + width * (double)k,
                   at->bottom - height, width * 0.9, height);
        highest = fmin(highest, at->bottom - height);
    }
    return highest;
}

static void
put_gap(struct buf *b, const struct plot *at, size_t i)
{
    buf_format(b, "<rect class=\"na\" x=\"%.2f%%\" y=\"%g\" width=\"%.2f%%\" height=\"%g\"/>",
               at->left + at->step * ((double)i + 0.1), at->top, at->step * 0.8, at->bottom - at->top);
}

/* The net above, or n/a; every second one leaves where the page is narrow. */
static void
put_word(struct buf *b, const struct plot *at, size_t i, size_t back, double y, struct slice word)
{
    buf_format(b, "<text%s x=\"%.2f%%\" y=\"%.1f\" text-anchor=\"middle\">", back % 2 ? " class=\"alt\"" : "",
               at->left + at->step * ((double)i + 0.5), y);
    html_escape(b, word);
    buf_text(b, "</text>");
}

void
svg_flow(struct buf *b, const struct flow *f, const char *id)
{
    const struct point *columns[] = {f->added, f->closed, f->again};
    size_t every = (f->n + 12) / 13, n = largest(f->again, f->n, 0) > 0 ? 3 : 2;
    double axis =
        scale_round_up(largest(f->again, f->n, largest(f->closed, f->n, largest(f->added, f->n, 0))));
    struct plot at = {GUTTER, (100 - GUTTER) / (double)(f->n < SLOTS ? SLOTS : f->n), SVG_TOP, SVG_BOTTOM,
                      axis};
    svg_begin(b, "flow", "width=\"100%\" height=\"180\"", id, f->title, f->desc);
    svg_grid(b, 0, axis);
    for (size_t i = 0; i < f->n; i++) {
        size_t back = f->n - 1 - i;
        bool has = f->added[i].has || f->closed[i].has;
        double highest = put_columns(b, &at, i, columns, n);
        if (!has)
            put_gap(b, &at, i);
        if (back % every == 0 && (!has || f->net[i].n))
            put_word(b, &at, i, back / every, has ? highest - 5 : SVG_BOTTOM - 6,
                     has ? f->net[i] : SLICE("n/a"));
    }
    svg_grid_labels(b, UNIT_COUNT, 0, axis);
    svg_ticks(b, f->ticks, GUTTER, GUTTER + at.step * (double)f->n);
    buf_text(b, "</svg>");
}

void
svg_panel_flow(struct buf *b, const struct panel *panel, double high, const char *id)
{
    const struct chart *c = &panel->chart;
    const struct point *columns[] = {c->points, panel->out->points};
    struct plot at = {0, 100 / (double)c->n, SVG_PANEL_TOP, SVG_PANEL_BOTTOM, high};
    svg_begin(b, "flow", "width=\"100%\" height=\"102\"", id, c->title, c->desc);
    svg_panel_grid(b, c, 0, high);
    for (size_t i = 0; i < c->n; i++) {
        put_columns(b, &at, i, columns, 2);
        if (!c->points[i].has && !panel->out->points[i].has)
            put_gap(b, &at, i);
    }
    buf_text(b, "</svg>");
}
