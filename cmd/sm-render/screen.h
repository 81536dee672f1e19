/* Lines of a terminal page: text with its own style marks, measured in columns, wrapped at blanks. In the
 * marked text a style is one byte below 0x20, which no clean text holds; what leaves is our own SGR
 * sequences, or nothing. */
#ifndef RENDER_SCREEN_H
#define RENDER_SCREEN_H

#include "prose.h"

enum screen_mark { MARK_STRONG = 1, MARK_MUTED = 2, MARK_ALARM = 3, MARK_OFF = 4, MARK_BREAK = '\n' };

struct screen {
    struct buf *out;
    size_t width;
    bool color, ascii;
    struct buf scratch;
};

struct lines_of { /* marked text cut into lines */
    struct slice *at;
    size_t n, cap;
};

void screen_own(const struct screen *s, struct buf *flat,
                struct slice text); /* our words: glyphs as --ascii wants them */
void screen_cell(const struct screen *s, struct buf *flat, const struct prose *p); /* always one line */
size_t screen_width(struct slice flat);                     /* columns, marks not counted */
struct slice screen_fit(struct slice flat, size_t columns); /* the part that fits */
void screen_wrap(struct lines_of *lines, struct slice flat,
                 size_t columns);                     /* lines of at most so many columns */
void screen_put(struct screen *s, struct slice flat); /* marks become SGR, hard blanks plain */
void screen_pad(struct screen *s, struct slice flat, size_t columns, bool right);
void screen_newline(struct screen *s); /* trailing blanks go */
void screen_prose(struct screen *s, const struct prose *p, const char *first,
                  const char *rest); /* a paragraph, indented */

#endif
