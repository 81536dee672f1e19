/* Charts as inline SVG: no viewBox, x in per cent and y in pixels, so that text keeps its size at any width;
 * classes, never styles. ids are made of `id`, our own. */
#ifndef RENDER_SVG_H
#define RENDER_SVG_H

#include "page.h"

void svg_hatch(struct buf *b); /* what class b is filled with; once a page */
void svg_spark(struct buf *b, const struct chart *c, const char *id);
void svg_trend(struct buf *b, const struct chart *c, const char *id);
void svg_bullet(struct buf *b, const struct chart *c,
                const char *id); /* a ratio with a target, too few periods for a trend */
void svg_flow(struct buf *b, const struct flow *f, const char *id);
void svg_bar(struct buf *b, struct bar bar);
void svg_dots(struct buf *b, struct dots dots); /* in a cell, as svg_bar and svg_ladder */
void svg_ladder(struct buf *b, int steps);
/* One of the small multiples, on the axis they all have. */
void svg_panel(struct buf *b, const struct chart *c, double low, double high, const char *id);
void svg_panel_flow(struct buf *b, const struct panel *panel, double high, const char *id);
/* for the charts: where a plot begins and ends, in pixels from the top */
#define SVG_TOP 26
#define SVG_BOTTOM 152
#define SVG_PANEL_TOP 16
#define SVG_PANEL_BOTTOM 80
void svg_grid(struct buf *b, double low, double high); /* three lines */
void svg_grid_labels(struct buf *b, enum unit unit, double low, double high);
void svg_ticks(struct buf *b, const struct slice ticks[3], double first, double last);
void svg_panel_grid(struct buf *b, const struct chart *c, double low, double high);
void svg_begin(struct buf *b, const char *class, const char *size, const char *id, struct slice title,
               struct slice desc);
void svg_mark(struct buf *b, struct point p, double x, double y, bool last);
void svg_axis_value(struct buf *b, enum unit unit, double v);
void html_escape(struct buf *b, struct slice s); /* & < > " ' */

#endif
