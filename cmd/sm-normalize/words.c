#include "words.h"

#include <ctype.h>
#include <string.h>

#define WORD_MAX 96 /* a longer text is no word */

void
word_squeeze(struct buf *out, struct slice s)
{
    buf_room(out, s.n);
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (isalnum(c) || c >= 0x80)
            out->p[out->n++] = (char)tolower(c);
    }
}

const char *
words_find(const struct words *w, struct slice s)
{
    char text[WORD_MAX];
    struct buf b = {text, 0, sizeof text};
    if (!s.p || s.n > WORD_MAX)
        return NULL;
    word_squeeze(&b, s); /* never grows: at most s.n bytes */
    for (size_t i = 0; i < w->n; i++) {
        const char *from = w->at[i].from;
        if (*from == *text && strlen(from) == b.n && memcmp(from, text, b.n) == 0)
            return w->at[i].to;
    }
    return NULL;
}
