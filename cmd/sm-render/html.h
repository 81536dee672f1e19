/* The parts of an HTML page, each appended to b. */
#ifndef RENDER_HTML_H
#define RENDER_HTML_H

#include "page.h"

#define HTML_DATA_MAX 200  /* characters of a text from what was scanned */
#define HTML_WORDS_MAX 600 /* … of a metric's own words */

void html_text(struct buf *b, struct slice s,
               size_t max); /* escaped; beyond max cut, saying how long it is */
void html_prose(struct buf *b, const struct prose *p);
void html_slice(struct buf *b, const char *before, struct slice s, const char *after); /* only s is escaped */
void html_scores(struct buf *b, const struct page *p, const struct block *block);
void html_detail(struct buf *b, const struct page *p, const struct score *s);
/* heading: of the section, or NULL; a caption of the same words is not shown. number: for ids */
void html_table(struct buf *b, const struct table *t, const struct prose *heading, size_t number);

#endif
