/* One self-contained file: no script, no request, no style attribute; the only links are fragments of itself.
 */
#include "html.h"

#include <stdio.h>

#include "render.h"
#include "style.h"
#include "svg.h"

static void
write_flow(struct buf *b, const struct flow *f)
{
    buf_text(b, "<p class=\"key m\">");
    html_prose(b, &f->key);
    if (f->again_key.n) {
        buf_text(b, " \xc2\xb7 hatched: ");
        html_prose(b, &f->again_key);
    }
    if (f->net_key.n) {
        buf_text(b, " \xc2\xb7 number above: ");
        html_prose(b, &f->net_key);
    }
    buf_text(b, "</p>\n");
    svg_flow(b, f, "f0");
    buf_byte(b, '\n');
}

static void
write_panels(struct buf *b, const struct panels *all)
{
    buf_text(b, "<p class=\"key\"><strong>");
    html_prose(b, &all->caption);
    buf_text(b, "</strong></p>\n<div class=\"panels\">\n");
    for (size_t i = 0; i < all->n; i++) {
        const struct panel *panel = &all->at[i];
        char id[48];
        snprintf(id, sizeof id, "q%zu-%zu", all->number, i);
        buf_text(b, "<figure><figcaption><span class=\"name\">");
        html_prose(b, &panel->name);
        html_slice(b, panel->out ? "</span> \xe2\x96\xa0" NBSP "<strong>" : "</span> <strong>",
                   panel->chart.value.n ? panel->chart.value : SLICE("n/a"), "</strong>");
        if (panel->out)
            html_slice(b, " \xe2\x96\xa1" NBSP "<strong>",
                       panel->out->value.n ? panel->out->value : SLICE("n/a"), "</strong>");
        if (panel->before.n)
            html_slice(b, " <span class=\"m\">(", panel->before, ")</span>");
        buf_text(b, "</figcaption>");
        if (panel->out)
            svg_panel_flow(b, panel, all->high, id);
        else
            svg_panel(b, &panel->chart, all->low, all->high, id);
        buf_text(b, "</figure>\n");
    }
    buf_text(b, "</div>\n");
}

static void
write_block(struct buf *b, const struct page *p, const struct block *block, const struct prose *heading,
            size_t number)
{
    switch (block->kind) {
    case BLOCK_SECTION: /* written by write_sections */
        break;
    case BLOCK_PARAGRAPH:
        buf_text(b, "<p>");
        html_prose(b, &block->text);
        buf_text(b, "</p>\n");
        break;
    case BLOCK_BULLETS:
        buf_text(b, "<ul>\n");
        for (size_t i = 0; i < block->n_items; i++) {
            buf_text(b, "<li>");
            html_prose(b, &block->items[i]);
            buf_text(b, "</li>\n");
        }
        buf_text(b, "</ul>\n");
        break;
    case BLOCK_SCORES:
        html_scores(b, p, block);
        break;
    case BLOCK_DETAIL:
        html_detail(b, p, *block->scores);
        break;
    case BLOCK_FLOW:
        write_flow(b, block->flow);
        break;
    case BLOCK_PANELS:
        write_panels(b, block->panels);
        break;
    case BLOCK_TABLE:
        html_table(b, block->table, heading, number);
        break;
    }
}

static void
write_sections(struct buf *b, const struct page *p)
{
    const struct prose *heading = NULL;
    bool open = false;
    for (size_t i = 0; i < p->n_blocks; i++) {
        const struct block *block = &p->blocks[i];
        if (block->kind == BLOCK_SECTION) {
            buf_text(b, open ? "</section>\n" : "");
            html_slice(b, "<section aria-labelledby=\"", block->id, "-h\" id=\"");
            html_slice(b, "", block->id, "\">\n<h2 id=\"");
            html_slice(b, "", block->id, "-h\">");
            html_prose(b, &block->text);
            buf_text(b, "</h2>\n");
            heading = &block->text;
            open = true;
        }
        bool detail = block->kind == BLOCK_DETAIL;
        if (detail && (!i || block[-1].kind != BLOCK_DETAIL))
            buf_text(b, "<div class=\"articles\">\n");
        write_block(b, p, block, heading, i);
        if (detail && (i + 1 == p->n_blocks || block[1].kind != BLOCK_DETAIL))
            buf_text(b, "</div>\n");
    }
    buf_text(b, open ? "</section>\n" : "");
}

void
html_write(struct buf *out, struct render *r)
{
    const struct page *p = &r->page;
    struct buf style = {0}, hash = {0};
    style_load(&style, &hash);
    buf_text(out,
             "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
             "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-");
    buf_slice(out, buf_as_slice(&hash));
    buf_text(out,
             "'; base-uri 'none'; form-action 'none'\">\n<meta name=\"referrer\" content=\"no-referrer\">\n"
             "<meta name=\"color-scheme\" content=\"light dark\">\n"
             "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>");
    html_escape(out, p->title);
    buf_text(out, "</title>\n<style>");
    buf_slice(out, buf_as_slice(&style));
    buf_text(out, "</style>\n</head>\n<body>\n");
    svg_hatch(out);
    buf_text(out, "<a class=\"skip\" href=\"#main\">Skip to the report</a>\n<header>\n<h1><bdi>");
    html_escape(out, p->title);
    buf_text(out, "</bdi></h1>\n<p class=\"m\">");
    html_prose(out, &p->subtitle);
    buf_text(out, "</p>\n</header>\n<main id=\"main\">\n");
    write_sections(out, p);
    buf_text(out, "</main>\n</body>\n</html>\n");
    buf_free(&style);
    buf_free(&hash);
}
