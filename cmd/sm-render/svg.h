/* Charts as inline SVG: no viewBox, x in per cent and y in pixels, so that text keeps its size at any width;
 * classes, never styles. ids are made of `id`, our own. */
#ifndef RENDER_SVG_H
#define RENDER_SVG_H

#include "page.h"

void svg_spark(struct buf *b, const struct chart *c, const char *id);
void svg_trend(struct buf *b, const struct chart *c, const char *id);
void svg_bullet(struct buf *b, const struct chart *c,
                const char *id); /* a ratio with a target, too few periods for a trend */
void svg_flow(struct buf *b, const struct flow *f, const char *id);
void svg_bar(struct buf *b, struct bar bar);
void html_escape(struct buf *b, struct slice s); /* & < > " ' */

#endif
