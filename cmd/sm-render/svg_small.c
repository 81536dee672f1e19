/* Pictures in table cells, and the panels of small multiples. */
#include <math.h>
#include <stdio.h>

#include "scale.h"
#include "svg.h"

#define PANEL_RIGHT 97.0
#define INSET 4.0 /* per cent of a cell's axis on both sides, so that a dot at its end is whole */

static double
dots_x(double share)
{
    return INSET + (100 - 2 * INSET) * share;
}

void
svg_dots(struct buf *b, struct dots d)
{
    buf_text(b, "<svg class=\"dots\" height=\"16\" aria-hidden=\"true\">");
    buf_format(b, "<line class=\"g\" x1=\"%.2f%%\" y1=\"8\" x2=\"%.2f%%\" y2=\"8\"/>", dots_x(0), dots_x(1));
    if (d.has_tick)
        buf_format(b, "<line class=\"k\" x1=\"%.2f%%\" y1=\"1\" x2=\"%.2f%%\" y2=\"15\"/>", dots_x(d.tick),
                   dots_x(d.tick));
    if (d.has_then && d.has_now)
        buf_format(b, "<line class=\"j\" x1=\"%.2f%%\" y1=\"8\" x2=\"%.2f%%\" y2=\"8\"/>", dots_x(d.then),
                   dots_x(d.now));
    if (d.has_then)
        buf_format(b, "<circle class=\"p\" cx=\"%.2f%%\" cy=\"8\" r=\"4\"/>", dots_x(d.then));
    if (d.has_now)
        buf_format(b, "<circle class=\"d\" cx=\"%.2f%%\" cy=\"8\" r=\"4\"/>", dots_x(d.now));
    buf_text(b, "</svg>");
}

void
svg_ladder(struct buf *b, int steps)
{
    buf_text(b, "<svg class=\"ladder\" width=\"60\" height=\"14\" aria-hidden=\"true\">");
    for (int i = 0; i < LADDER_STEPS; i++)
        buf_format(b, "<rect class=\"%s\" x=\"%d\" y=\"1.5\" width=\"11\" height=\"11\"/>",
                   i < steps ? "f"
                   : steps   ? "o"
                             : "na",
                   1 + 15 * i);
    buf_text(b, "</svg>");
}

static double
panel_x(size_t i, size_t n)
{
    return n < 2 ? PANEL_RIGHT : 3 + (PANEL_RIGHT - 3) * (double)i / (double)(n - 1);
}

void
svg_panel_grid(struct buf *b, const struct chart *c, double low, double high)
{
    double values[2] = {low, high}, y[2] = {SVG_PANEL_BOTTOM, SVG_PANEL_TOP};
    for (int i = 0; i < 2; i++) {
        buf_format(b, "<line class=\"%s\" x1=\"0\" y1=\"%g\" x2=\"100%%\" y2=\"%g\"/>", i ? "g" : "g0", y[i],
                   y[i]);
        buf_format(b, "<text x=\"%s\" y=\"%g\" text-anchor=\"%s\">", i ? "0" : "50%",
                   i ? y[i] - 4 : y[i] + 16, i ? "start" : "middle");
        if (!i) /* the lower end stands between the two periods */
            buf_text(b, "from ");
        svg_axis_value(b, c->unit, values[i]);
        buf_text(b, "</text>");
    }
    for (int i = 0; i < 3; i += 2) {
        buf_format(b, "<text x=\"%d%%\" y=\"%d\" text-anchor=\"%s\">", i ? 100 : 0, SVG_PANEL_BOTTOM + 16,
                   i ? "end" : "start");
        html_escape(b, c->ticks[i]);
        buf_text(b, "</text>");
    }
}

/* Months without a value: a dotted box for each run of them. */
static void
panel_gaps(struct buf *b, const struct chart *c)
{
    double step = c->n > 1 ? (PANEL_RIGHT - 3) / (double)(c->n - 1) : 6;
    for (size_t i = 0, end; i < c->n; i = end + 1) {
        for (end = i; end < c->n && !c->points[end].has; end++)
            ;
        if (end == i)
            continue;
        double from = fmax(panel_x(i, c->n) - 0.4 * step, 0),
               to = fmin(panel_x(end - 1, c->n) + 0.4 * step, 100);
        buf_format(b, "<rect class=\"na\" x=\"%.2f%%\" y=\"%d\" width=\"%.2f%%\" height=\"%d\"/>", from,
                   SVG_PANEL_TOP, to - from, SVG_PANEL_BOTTOM - SVG_PANEL_TOP);
    }
}

void
svg_panel(struct buf *b, const struct chart *c, double low, double high, const char *id)
{
#define PANEL_Y(v) (SVG_PANEL_BOTTOM - (SVG_PANEL_BOTTOM - SVG_PANEL_TOP) * scale_share((v), low, high))
    size_t last = c->n;
    svg_begin(b, "trend", "width=\"100%\" height=\"102\"", id, c->title, c->desc);
    panel_gaps(b, c);
    svg_panel_grid(b, c, low, high);
    if (c->has_target)
        buf_format(b, "<line class=\"t\" x1=\"0\" y1=\"%.1f\" x2=\"100%%\" y2=\"%.1f\"/>", PANEL_Y(c->target),
                   PANEL_Y(c->target));
    for (size_t i = 0; i < c->n; i++) {
        if (!c->points[i].has)
            continue;
        last = i;
        if (i && c->points[i - 1].has)
            buf_format(b, "<line class=\"l\" x1=\"%.2f%%\" y1=\"%.1f\" x2=\"%.2f%%\" y2=\"%.1f\"/>",
                       panel_x(i - 1, c->n), PANEL_Y(c->points[i - 1].v), panel_x(i, c->n),
                       PANEL_Y(c->points[i].v));
    }
    for (size_t i = 0; i < c->n; i++)
        if (c->points[i].has)
            svg_mark(b, c->points[i], panel_x(i, c->n), PANEL_Y(c->points[i].v), i == last);
    buf_text(b, "</svg>");
}
