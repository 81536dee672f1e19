/* Text in HTML: escaped, cut, what is not ours inside <bdi>. */
#include "html.h"

#include "clean.h"
#include "svg.h"

void
html_text(struct buf *b, struct slice s, size_t max)
{
    size_t all;
    html_escape(b, clean_cut(s, max, &all));
    if (all) {
        buf_text(b, "\xe2\x80\xa6 (");
        number_write_whole(b, (int64_t)all);
        buf_text(b, " characters)");
    }
}

static void
write_run(struct buf *b, const struct run *r)
{
    switch (r->kind) {
    case RUN_OWN:
        html_escape(b, r->s);
        break;
    case RUN_NAME:
    case RUN_DATA:
        buf_text(b, "<bdi>");
        html_text(b, r->s, r->kind == RUN_DATA ? HTML_DATA_MAX : HTML_WORDS_MAX);
        buf_text(b, "</bdi>");
        break;
    case RUN_CODE:
        buf_text(b, "<code>");
        html_text(b, r->s, HTML_WORDS_MAX);
        buf_text(b, "</code>");
        break;
    case RUN_LINK:
        buf_text(b, "<a href=\"#");
        html_escape(b, r->to);
        buf_text(b, "\">");
        html_escape(b, r->s);
        buf_text(b, "</a>");
        break;
    }
}

static const char *
style_open(unsigned style)
{
    return style & STYLE_STRONG  ? "<strong>"
           : style & STYLE_ALARM ? "<strong class=\"a\">"
           : style & STYLE_MUTED ? "<span class=\"m\">"
                                 : "";
}

static const char *
style_close(unsigned style)
{
    return style & (STYLE_STRONG | STYLE_ALARM) ? "</strong>" : style & STYLE_MUTED ? "</span>" : "";
}

void
html_prose(struct buf *b, const struct prose *p)
{
    unsigned style = STYLE_PLAIN;
    for (size_t i = 0; i < p->n; i++) {
        if (p->run[i].style != style) {
            buf_text(b, style_close(style));
            style = p->run[i].style;
            buf_text(b, style_open(style));
        }
        write_run(b, &p->run[i]);
    }
    buf_text(b, style_close(style));
}

void
html_slice(struct buf *b, const char *before, struct slice s, const char *after)
{
    buf_text(b, before);
    html_escape(b, s);
    buf_text(b, after);
}
