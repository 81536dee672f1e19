/* The style sheet of HTML reports: share/reports/report.css, put into the file as it is, and its hash for the
 * policy. */
#ifndef RENDER_STYLE_H
#define RENDER_STYLE_H

#include "buf.h"

void style_load(struct buf *css,
                struct buf *hash); /* exit 2 where it can't be read or can't stand in a page */

#endif
