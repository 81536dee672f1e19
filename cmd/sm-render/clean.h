/* Hostile text, step 0: what every text of the input goes through once, before any writer sees it. Afterwards
 * it is valid UTF-8 on one line, without a control, and nothing in it is invisible or turns the reading
 * direction. Escaping for a medium is the writer's. */
#ifndef RENDER_CLEAN_H
#define RENDER_CLEAN_H

#include "buf.h"

#define CLEAN_MARKS_MAX 4 /* combining marks on one base; more are dropped */

void clean_text(struct buf *out, struct slice s); /* appends s, made safe */
/* The first `max` grapheme clusters of clean text. *all: characters of the whole, 0 when nothing was cut off.
 */
struct slice clean_cut(struct slice s, size_t max, size_t *all);
struct slice clean_fit(struct slice s, size_t columns); /* the part that fits into so many terminal columns */
bool clean_is_rtl(struct slice s);                      /* holds a right-to-left letter */
size_t clean_code(struct slice s,
                  uint32_t *code); /* the first character of valid UTF-8: its bytes, 0 at the end */

#endif
