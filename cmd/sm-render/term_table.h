/* Tables on a terminal. */
#ifndef RENDER_TERM_TABLE_H
#define RENDER_TERM_TABLE_H

#include "page.h"
#include "screen.h"

#define SPARK_PERIODS 13 /* periods of a sparkline on a terminal, the newest */

void term_table(struct screen *s, const struct table *t);
void term_scores(struct screen *s, const struct page *p, const struct block *block);
/* A chart in one line, on an axis that is given: panels of small multiples share one. */
void term_levels(const struct screen *s, struct buf *flat, const struct chart *c, double low, double high);

#endif
