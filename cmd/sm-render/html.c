/* One self-contained file: no script, no request, no style attribute; the only links are fragments of itself.
 */
#include <stdio.h>

#include "clean.h"
#include "render.h"
#include "style.h"
#include "svg.h"

#define DATA_MAX 200  /* characters of a text from what was scanned */
#define WORDS_MAX 600 /* … of a metric's own words */
#define SHORT 16      /* rows of a table that is printed on one page */

static void
write_text(struct buf *b, struct slice s, size_t max)
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
        write_text(b, r->s, r->kind == RUN_DATA ? DATA_MAX : WORDS_MAX);
        buf_text(b, "</bdi>");
        break;
    case RUN_CODE:
        buf_text(b, "<code>");
        write_text(b, r->s, WORDS_MAX);
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

static void
write_prose(struct buf *b, const struct prose *p)
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

static void
write_slice(struct buf *b, const char *before, struct slice s, const char *after)
{
    buf_text(b, before);
    html_escape(b, s);
    buf_text(b, after);
}

/* ---- scorecard */

static void
score_folded(struct buf *b, const struct score *s, bool changes)
{
    buf_text(b, "<span class=\"fold owner m\">");
    if (s->owner.n) {
        buf_text(b, "<bdi>");
        write_text(b, s->owner, DATA_MAX);
        buf_text(b, "</bdi>");
    }
    buf_text(b, "</span><span class=\"fold rest m\">");
    if (changes) {
        write_slice(b, "change ", s->change, s->word.n ? " " : "");
        write_slice(b, "", s->word, s->target.n ? " \xc2\xb7 " : "");
    }
    if (s->target.n)
        write_slice(b, "target" NBSP, s->target, "");
    if (s->status == STATUS_MISSED)
        buf_text(b, " <strong class=\"a\">\xe2\x9c\x97" NBSP "missed</strong>");
    else if (s->status == STATUS_MET)
        buf_text(b, " met");
    bool more = changes || s->target.n || s->status == STATUS_MISSED || s->status == STATUS_MET;
    if (s->n.n)
        write_slice(b, more ? " \xc2\xb7 n" NBSP : "n" NBSP, s->n, s->few ? " few" : "");
    if (s->confidence)
        buf_format(b, "%sconfidence" NBSP "%c", more || s->n.n ? " \xc2\xb7 " : "", s->confidence);
    buf_text(b, "</span>");
}

static void
score_row(struct buf *b, const struct score *s, bool changes, bool spark, bool owners)
{
    char id[32];
    snprintf(id, sizeof id, "k%zu", s->number);
    buf_text(b, "<tr><th scope=\"row\">");
    if (s->detailed)
        buf_format(b, "<a href=\"#m%zu\">", s->number);
    write_prose(b, &s->name);
    if (s->detailed)
        buf_text(b, "</a>");
    if (s->beside.n) {
        buf_text(b, " <span class=\"m\">\xc2\xb7</span> ");
        write_prose(b, &s->beside);
    }
    score_folded(b, s, changes);
    write_slice(b, "</th><td class=\"num now\">", s->value, "</td>");
    if (changes) {
        write_slice(b, "<td class=\"wide\">", s->change, s->word.n ? " " : "");
        write_slice(b, s->word.n ? "<span class=\"word\">" : "", s->word, s->word.n ? "</span>" : "");
        buf_text(b, "</td>");
    }
    buf_text(b, "<td class=\"wide\">");
    if (s->status == STATUS_MISSED)
        buf_text(b, "<strong class=\"a\">\xe2\x9c\x97" NBSP "missed</strong> ");
    else if (s->status == STATUS_MET)
        buf_text(b, "met ");
    write_slice(b, "", s->target, "</td>");
    if (spark) {
        buf_text(b, "<td class=\"wide\">");
        if (s->chart.value.n)
            svg_spark(b, &s->chart, id);
        else
            buf_text(b, "<span class=\"m\">no data</span>");
        buf_text(b, "</td>");
    }
    write_slice(b, "<td class=\"num wide\">", s->n, s->few ? " <span class=\"word\">few</span>" : "");
    buf_text(b, "</td><td class=\"wide mid\">");
    if (s->confidence)
        buf_byte(b, s->confidence);
    buf_text(b, owners ? "</td><td class=\"wider\">" : "");
    if (s->owner.n) {
        buf_text(b, "<bdi>");
        write_text(b, s->owner, DATA_MAX);
        buf_text(b, "</bdi>");
    }
    buf_text(b, "</td></tr>\n");
}

static void
write_scores(struct buf *b, const struct page *p, const struct block *block)
{
    bool spark = p->m->span > 1, owners = !p->layout->unnamed, changes = page_compares(p);
    buf_format(b, "<table class=\"scores\"><caption class=\"hidden\">Scorecard: value, %starget, ",
               changes ? "change, " : "");
    buf_format(b, "number of records%s of each metric</caption>\n<thead><tr>",
               owners ? ", confidence and owner" : " and confidence");
    buf_text(b, "<th scope=\"col\">Metric</th>"
                "<th scope=\"col\" class=\"num\">Now</th>");
    buf_text(b, changes ? "<th scope=\"col\" class=\"wide\">Change</th>" : "");
    buf_text(b, "<th scope=\"col\" class=\"wide\">Target</th>");
    if (spark)
        buf_format(b, "<th scope=\"col\" class=\"wide\">%zu %ss</th>", p->m->span,
                   grain_word(p->m->first.grain));
    buf_text(b, "<th scope=\"col\" class=\"num wide\">n</th><th scope=\"col\" class=\"wide mid\">Conf.</th>");
    buf_text(b, owners ? "<th scope=\"col\" class=\"wider\">Owner</th>" : "");
    buf_text(b, "</tr></thead>\n<tbody>\n");
    for (size_t i = 0; i < block->n_scores; i++)
        score_row(b, block->scores[i], changes, spark, owners);
    buf_text(b, "</tbody></table>\n");
}

/* ---- detail */

static void
fact(struct buf *b, const char *name, struct slice text, const char *otherwise, bool whole_line)
{
    if (!text.n && !otherwise)
        return;
    buf_format(b, "<div%s><dt>%s</dt><dd>", whole_line ? " class=\"line\"" : "", name);
    if (text.n) {
        buf_text(b, "<bdi>");
        write_text(b, text, WORDS_MAX);
        buf_text(b, "</bdi>");
    } else {
        buf_text(b, otherwise);
    }
    buf_text(b, "</dd></div>");
}

static void
write_facts(struct buf *b, const struct score *s, bool owners)
{
    buf_text(b, "<dl class=\"facts\">");
    fact(b, "Why", s->why, NULL, true);
    fact(b, "Caveat", s->last->caveat, NULL, true);
    fact(b, "Note", s->last->note, NULL, true);
    fact(b, "Owner", s->owner, owners ? "not stated" : NULL, false);
    write_slice(b, "<div><dt>n</dt><dd>", s->n.n ? s->n : SLICE("n/a"),
                s->few ? ", few</dd></div>" : "</dd></div>");
    if (s->confidence) {
        buf_format(b, "<div><dt>Confidence</dt><dd>%c", s->confidence);
        write_slice(b, s->evidence.n ? ": " : "", s->evidence, "</dd></div>");
    }
    buf_text(b, "</dl>\n");
}

static void
write_detail(struct buf *b, const struct page *p, const struct score *s)
{
    char id[32];
    size_t values = 0;
    snprintf(id, sizeof id, "c%zu", s->number);
    buf_format(b, "<article id=\"m%zu\" aria-labelledby=\"h%zu\"><h3 id=\"h%zu\">", s->number, s->number,
               s->number);
    write_prose(b, &s->name);
    buf_text(b, "</h3>\n<p>");
    write_prose(b, &s->sentence);
    buf_text(b, "</p>\n");
    for (size_t i = 0; i < s->chart.n; i++)
        values += s->chart.points[i].has;
    bool trend = p->m->span >= 3 && values,
         bullet = p->m->span < 3 && s->chart.unit == UNIT_RATIO && s->chart.has_target;
    if ((trend || bullet) && s->key.n) {
        buf_text(b, "<p class=\"key\">");
        write_prose(b, &s->key);
        buf_text(b, "</p>\n");
    }
    if (trend)
        svg_trend(b, &s->chart, id);
    else if (bullet)
        svg_bullet(b, &s->chart, id);
    buf_text(b, trend || bullet ? "\n" : "");
    write_facts(b, s, !p->layout->unnamed);
    buf_text(b, "</article>\n");
}

/* ---- tables */

static const char *
column_class(enum column_kind kind)
{
    static const char *const classes[] = {"",
                                          " class=\"num\"",
                                          " class=\"num wrap\"",
                                          " class=\"date\"",
                                          " class=\"id\"",
                                          " class=\"barred\"",
                                          " class=\"dotted\"",
                                          " class=\"stepped\""};
    return classes[kind];
}

static void
write_cell(struct buf *b, const struct cell *cell, enum column_kind kind, bool header)
{
    buf_format(b, header ? "<th scope=\"row\"%s>" : "<td%s>", column_class(kind));
    if (kind == AS_BAR)
        svg_bar(b, cell->bar);
    else if (kind == AS_DOTS)
        svg_dots(b, cell->dots);
    else if (kind == AS_LADDER)
        svg_ladder(b, cell->steps);
    if (kind == AS_BAR || kind == AS_LADDER)
        buf_byte(b, ' ');
    write_prose(b, &cell->text);
    buf_text(b, header ? "</th>" : "</td>");
}

/* All columns but the first are numbers: a table that needs no more width than its words. */
static bool
is_narrow(const struct table *t)
{
    for (size_t j = 1; j < t->n_columns; j++)
        if (t->columns[j].kind != AS_NUMBER && t->columns[j].kind != AS_WRAP)
            return false;
    return t->n_columns <= 6;
}

static const char *
table_class(const struct table *t)
{
    for (size_t j = 0; j < t->n_columns; j++)
        if (t->columns[j].kind == AS_BAR || t->columns[j].kind == AS_DOTS)
            return t->columns[j].kind == AS_BAR ? " class=\"bars\"" : " class=\"changes\"";
        else if (t->columns[j].kind == AS_LADDER)
            return " class=\"ladders\"";
    return t->told        ? " class=\"told\""
           : is_narrow(t) ? " class=\"narrow\""
           : t->clip      ? " class=\"list\""
                          : "";
}

/* The same words, as when a section's only table is called like it. */
static bool
is_same(const struct prose *a, const struct prose *b)
{
    struct buf text[2] = {{0}, {0}};
    const struct prose *both[2] = {a, b};
    for (int k = 0; k < 2; k++)
        for (size_t i = 0; i < both[k]->n; i++)
            buf_slice(&text[k], both[k]->run[i].s);
    bool same = slice_same(buf_as_slice(&text[0]), buf_as_slice(&text[1]));
    buf_free(&text[0]);
    buf_free(&text[1]);
    return same;
}

static void
write_table(struct buf *b, const struct table *t, const struct prose *heading, size_t number)
{
    buf_format(b,
               "<div class=\"scroll%s\" role=\"group\" tabindex=\"0\" "
               "aria-labelledby=\"t%zu\">\n<table%s><caption id=\"t%zu\"><span class=\"%s\">",
               t->n_rows <= SHORT ? " short" : "", number, table_class(t), number,
               heading && is_same(&t->caption, heading) ? "hidden" : "cap");
    write_prose(b, &t->caption);
    buf_text(b, "</span></caption>\n<thead><tr>");
    for (size_t j = 0; j < t->n_columns; j++) {
        buf_format(b, "<th scope=\"col\"%s>", column_class(t->columns[j].kind));
        write_prose(b, &t->columns[j].head);
        buf_text(b, "</th>");
    }
    buf_text(b, "</tr></thead>\n<tbody>\n");
    for (size_t i = 0; i < t->n_rows; i++) {
        buf_text(b, "<tr>");
        for (size_t j = 0; j < t->n_columns; j++)
            write_cell(b, &t->cells[i * t->n_columns + j], t->columns[j].kind, j == 0);
        buf_text(b, "</tr>\n");
    }
    buf_text(b, "</tbody></table>\n</div>\n");
}

/* ---- the document */

static void
write_flow(struct buf *b, const struct flow *f)
{
    buf_text(b, "<p class=\"key m\">");
    write_prose(b, &f->key);
    if (f->again_key.n) {
        buf_text(b, " \xc2\xb7 hatched: ");
        write_prose(b, &f->again_key);
    }
    if (f->net_key.n) {
        buf_text(b, " \xc2\xb7 number above: ");
        write_prose(b, &f->net_key);
    }
    buf_text(b, "</p>\n");
    svg_flow(b, f, "f0");
    buf_byte(b, '\n');
}

static void
write_panels(struct buf *b, const struct panels *all)
{
    buf_text(b, "<p class=\"key\"><strong>");
    write_prose(b, &all->caption);
    buf_text(b, "</strong></p>\n<div class=\"panels\">\n");
    for (size_t i = 0; i < all->n; i++) {
        const struct panel *panel = &all->at[i];
        char id[48];
        snprintf(id, sizeof id, "q%zu-%zu", all->number, i);
        buf_text(b, "<figure><figcaption><span class=\"name\">");
        write_prose(b, &panel->name);
        write_slice(b, panel->out ? "</span> \xe2\x96\xa0" NBSP "<strong>" : "</span> <strong>",
                    panel->chart.value.n ? panel->chart.value : SLICE("n/a"), "</strong>");
        if (panel->out)
            write_slice(b, " \xe2\x96\xa1" NBSP "<strong>",
                        panel->out->value.n ? panel->out->value : SLICE("n/a"), "</strong>");
        if (panel->before.n)
            write_slice(b, " <span class=\"m\">(", panel->before, ")</span>");
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
        write_prose(b, &block->text);
        buf_text(b, "</p>\n");
        break;
    case BLOCK_BULLETS:
        buf_text(b, "<ul>\n");
        for (size_t i = 0; i < block->n_items; i++) {
            buf_text(b, "<li>");
            write_prose(b, &block->items[i]);
            buf_text(b, "</li>\n");
        }
        buf_text(b, "</ul>\n");
        break;
    case BLOCK_SCORES:
        write_scores(b, p, block);
        break;
    case BLOCK_DETAIL:
        write_detail(b, p, *block->scores);
        break;
    case BLOCK_FLOW:
        write_flow(b, block->flow);
        break;
    case BLOCK_PANELS:
        write_panels(b, block->panels);
        break;
    case BLOCK_TABLE:
        write_table(b, block->table, heading, number);
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
            write_slice(b, "<section aria-labelledby=\"", block->id, "-h\" id=\"");
            write_slice(b, "", block->id, "\">\n<h2 id=\"");
            write_slice(b, "", block->id, "-h\">");
            write_prose(b, &block->text);
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
    write_prose(out, &p->subtitle);
    buf_text(out, "</p>\n</header>\n<main id=\"main\">\n");
    write_sections(out, p);
    buf_text(out, "</main>\n</body>\n</html>\n");
    buf_free(&style);
    buf_free(&hash);
}
