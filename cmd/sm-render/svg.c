#include "svg.h"

#include <math.h>

#include "scale.h"

#define SPARK_WIDTH 96
#define SPARK_HEIGHT 24
#define LEFT 9.0 /* per cent: room for the labels on the grid lines */
#define RIGHT 97.0

void
html_escape(struct buf *b, struct slice s)
{
    static const char *const entities[256] = {
        ['&'] = "&amp;", ['<'] = "&lt;", ['>'] = "&gt;", ['"'] = "&quot;", ['\''] = "&#39;"};
    size_t from = 0;
    for (size_t i = 0; i < s.n; i++) {
        const char *entity = entities[(unsigned char)s.p[i]];
        if (!entity)
            continue;
        buf_add(b, s.p + from, i - from);
        buf_text(b, entity);
        from = i + 1;
    }
    buf_add(b, s.p + from, s.n - from);
}

void
svg_begin(struct buf *b, const char *class, const char *size, const char *id, struct slice title,
          struct slice desc)
{
    buf_format(b, "<svg class=\"%s\" %s role=\"img\" aria-labelledby=\"%s-t%s%s%s\"><title id=\"%s-t\">",
               class, size, id, desc.n ? " " : "", desc.n ? id : "", desc.n ? "-d" : "", id);
    html_escape(b, title);
    buf_text(b, "</title>");
    if (desc.n) {
        buf_format(b, "<desc id=\"%s-d\">", id);
        html_escape(b, desc);
        buf_text(b, "</desc>");
    }
}

void
svg_hatch(struct buf *b)
{
    buf_text(b,
             "<svg class=\"defs\" width=\"0\" height=\"0\" aria-hidden=\"true\"><defs><pattern id=\"hatch\" "
             "width=\"5\" height=\"5\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\">"
             "<line class=\"hatch\" x1=\"0\" y1=\"0\" x2=\"0\" y2=\"5\"/></pattern></defs></svg>\n");
}

static double
spark_x(const struct chart *c, size_t i)
{
    return c->n < 2 ? SPARK_WIDTH - 5 : 4 + (double)i * (SPARK_WIDTH - 9) / (double)(c->n - 1);
}

void
svg_spark(struct buf *b, const struct chart *c, const char *id)
{
    double low = 0, high = 1;
    size_t last = c->n;
    svg_begin(b, "spark", "width=\"96\" height=\"24\"", id, c->brief, (struct slice){0});
    scale_spark(c, &low, &high);
#define SPARK_Y(i) (SPARK_HEIGHT - 4 - (SPARK_HEIGHT - 8) * scale_share(c->points[i].v, low, high))
    for (size_t i = 0; i < c->n; i++) {
        if (!c->points[i].has)
            continue;
        last = i;
        if (i && c->points[i - 1].has)
            buf_format(b, "<line class=\"l\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>",
                       spark_x(c, i - 1), SPARK_Y(i - 1), spark_x(c, i), SPARK_Y(i));
        else if (i + 1 == c->n || !c->points[i + 1].has)
            buf_format(b, "<circle class=\"d\" cx=\"%.1f\" cy=\"%.1f\" r=\"1.5\"/>", spark_x(c, i),
                       SPARK_Y(i));
    }
    if (last < c->n)
        buf_format(b, "<circle class=\"d\" cx=\"%.1f\" cy=\"%.1f\" r=\"3\"/>", spark_x(c, last),
                   SPARK_Y(last));
    buf_text(b, "</svg>");
}

/* ---- trend */

static double
trend_x(size_t i, size_t n)
{
    return n < 2 ? RIGHT : LEFT + (RIGHT - LEFT) * (double)i / (double)(n - 1);
}

void
svg_axis_value(struct buf *b, enum unit unit, double v)
{
    if (unit == UNIT_RATIO) {
        number_write_rounded(b, v);
        buf_text(b, NBSP "%");
    } else if (unit == UNIT_DAYS)
        number_write_days(b, v, false);
    else
        number_write_rounded(b, v);
}

void
svg_grid(struct buf *b, double low, double high)
{
    for (int i = 0; i < 3; i++) {
        double y = SVG_BOTTOM - (SVG_BOTTOM - SVG_TOP) * i / 2.0;
        buf_format(b, "<line class=\"%s\" x1=\"0\" y1=\"%.1f\" x2=\"100%%\" y2=\"%.1f\"/>",
                   low + (high - low) * i / 2 == 0 ? "g0" : "g", y, y);
    }
}

/* After what they may stand on: their halo keeps them readable there. */
void
svg_grid_labels(struct buf *b, enum unit unit, double low, double high)
{
    for (int i = 0; i < 3; i++) {
        buf_format(b, "<text x=\"0\" y=\"%.1f\">", SVG_BOTTOM - (SVG_BOTTOM - SVG_TOP) * i / 2.0 - 4);
        svg_axis_value(b, unit, low + (high - low) * i / 2);
        buf_text(b, "</text>");
    }
}

void
svg_ticks(struct buf *b, const struct slice ticks[3], double first, double last)
{
    static const char *const anchors[] = {"start", "middle", "end"};
    double x[3] = {first, (first + last) / 2, last};
    for (int i = 0; i < 3; i++) {
        if (!ticks[i].n)
            continue;
        buf_format(b, "<text x=\"%.2f%%\" y=\"172\" text-anchor=\"%s\">", x[i], anchors[i]);
        html_escape(b, ticks[i]);
        buf_text(b, "</text>");
    }
}

void
svg_mark(struct buf *b, struct point p, double x, double y, bool last)
{
    double r = last ? 4 : 2.5;
    const char *class = p.few || p.by_hand ? "h" : "d";
    if (p.by_hand)
        /* a square of 2r; its place in pixels beside a place in per cent: moved by a transform */
        buf_format(b,
                   "<rect class=\"%s\" x=\"%.2f%%\" y=\"%.1f\" width=\"%g\" height=\"%g\" "
                   "transform=\"translate(-%g 0)\"/>",
                   class, x, y - r, 2 * r, 2 * r, r);
    else
        buf_format(b, "<circle class=\"%s\" cx=\"%.2f%%\" cy=\"%.1f\" r=\"%g\"/>", class, x, y, r);
}

/* Periods without a value: one dotted box for each run of them, named unless it is too narrow. `y`: of the
 * name. */
static void
gaps(struct buf *b, const struct point *p, size_t n, double y)
{
    double step = n > 1 ? (RIGHT - LEFT) / (double)(n - 1) : 6;
    for (size_t i = 0, end; i < n; i = end + 1) {
        for (end = i; end < n && !p[end].has; end++)
            ;
        if (end == i)
            continue;
        double from = trend_x(i, n) - 0.4 * step, to = trend_x(end - 1, n) + 0.4 * step;
        from = from < 0 ? 0 : from;
        to = to > 100 ? 100 : to;
        buf_format(b, "<rect class=\"na\" x=\"%.2f%%\" y=\"%d\" width=\"%.2f%%\" height=\"%d\"/>", from,
                   SVG_TOP, to - from, SVG_BOTTOM - SVG_TOP);
        if (to - from > 4.5)
            buf_format(b, "<text x=\"%.2f%%\" y=\"%.1f\" text-anchor=\"middle\">n/a</text>", (from + to) / 2,
                       y);
    }
}

static void
trend_line(struct buf *b, const struct chart *c, double low, double high, size_t last)
{
#define TREND_Y(v) (SVG_BOTTOM - (SVG_BOTTOM - SVG_TOP) * scale_share((v), low, high))
    for (size_t i = 1; i < c->n; i++)
        if (c->points[i].has && c->points[i - 1].has)
            buf_format(b, "<line class=\"l\" x1=\"%.2f%%\" y1=\"%.1f\" x2=\"%.2f%%\" y2=\"%.1f\"/>",
                       trend_x(i - 1, c->n), TREND_Y(c->points[i - 1].v), trend_x(i, c->n),
                       TREND_Y(c->points[i].v));
    for (size_t i = 0; i < c->n; i++)
        if (c->points[i].has)
            svg_mark(b, c->points[i], trend_x(i, c->n), TREND_Y(c->points[i].v), i == last);
}

/* The last value stands above its dot; below it where there is no room, or where the target's line would
 * cross it. */
static double
value_y(double dot, bool has_target, double target)
{
    double above = dot - 10, below = dot + 20;
    bool crossed = has_target && target > above - 13 && target < above + 3;
    return above < 14 || (crossed && below < SVG_BOTTOM - 2) ? below : above;
}

void
svg_trend(struct buf *b, const struct chart *c, const char *id)
{
    double low, high;
    size_t last = c->n;
    scale_axis(c, &low, &high);
    for (size_t i = 0; i < c->n; i++)
        if (c->points[i].has)
            last = i;
    svg_begin(b, "trend", "width=\"100%\" height=\"180\"", id, c->title, c->desc);
    double value_at =
        last < c->n ? value_y(TREND_Y(c->points[last].v), c->has_target, TREND_Y(c->target)) : 0;
    gaps(b, c->points, c->n, value_at > 88 ? 60 : 122);
    svg_grid(b, low, high);
    if (c->has_target)
        buf_format(b, "<line class=\"t\" x1=\"0\" y1=\"%.1f\" x2=\"100%%\" y2=\"%.1f\"/>", TREND_Y(c->target),
                   TREND_Y(c->target));
    trend_line(b, c, low, high, last);
    svg_grid_labels(b, c->unit, low, high);
    if (last < c->n) {
        bool end = trend_x(last, c->n) > 85;
        buf_format(b, "<text class=\"v\" x=\"%.2f%%\" y=\"%.1f\" text-anchor=\"%s\">",
                   end ? 100.0 : trend_x(last, c->n), value_at, end ? "end" : "middle");
        html_escape(b, c->value);
        buf_text(b, "</text>");
    }
    svg_ticks(b, c->ticks, LEFT, 100);
    buf_text(b, "</svg>");
}

/* ---- bars */

/* 0 to 100 per cent; what was taken out stands hatched beyond the 100. */
void
svg_bullet(struct buf *b, const struct chart *c, const char *id)
{
    struct point p = c->points[c->n - 1];
    double whole = 10000 / (100 + c->beside), bar = whole * scale_share(p.v, 0, 100);
    svg_begin(b, "bullet", "width=\"100%\" height=\"44\"", id, c->title, c->desc);
    buf_format(b, "<rect class=\"e\" x=\"0\" y=\"6\" width=\"%.2f%%\" height=\"12\"/>", whole);
    if (p.has)
        buf_format(b, "<rect class=\"f\" x=\"0\" y=\"6\" width=\"%.2f%%\" height=\"12\"/>", bar);
    if (c->beside > 0)
        buf_format(b, "<rect class=\"b\" x=\"%.2f%%\" y=\"6.5\" width=\"%.2f%%\" height=\"11\"/>", whole,
                   100 - whole);
    double tick = whole * scale_share(c->target, 0, 100);
    if (c->has_target)
        buf_format(b, "<line class=\"k\" x1=\"%.2f%%\" y1=\"2\" x2=\"%.2f%%\" y2=\"22\"/>", tick, tick);
    buf_format(b,
               "<text x=\"0\" y=\"38\">0" NBSP
               "%%</text><text x=\"%.2f%%\" y=\"38\" text-anchor=\"end\">100" NBSP "%%</text></svg>",
               whole);
}

void
svg_bar(struct buf *b, struct bar bar)
{
    buf_text(b, "<svg class=\"bar\" height=\"14\" aria-hidden=\"true\">");
    if (bar.has && bar.share > 0)
        buf_format(b, "<rect class=\"f\" x=\"0\" y=\"1\" width=\"%.2f%%\" height=\"12\"/>", 100 * bar.share);
    if (bar.has && bar.beside > 0)
        buf_format(b, "<rect class=\"b\" x=\"%.2f%%\" y=\"1.5\" width=\"%.2f%%\" height=\"11\"/>",
                   100 * bar.share, 100 * bar.beside);
    if (bar.has_tick)
        buf_format(b, "<line class=\"k\" x1=\"%.2f%%\" y1=\"0\" x2=\"%.2f%%\" y2=\"14\"/>",
                   100 * bar.tick * 0.98 + 1, 100 * bar.tick * 0.98 + 1);
    buf_text(b, "</svg>");
}
