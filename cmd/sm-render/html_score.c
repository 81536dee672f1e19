/* The scorecard, and the article about each of its rows. */
#include <stdio.h>

#include "html.h"
#include "svg.h"

/* ---- scorecard */

static void
score_folded(struct buf *b, const struct score *s, bool changes)
{
    buf_text(b, "<span class=\"fold owner m\">");
    if (s->owner.n) {
        buf_text(b, "<bdi>");
        html_text(b, s->owner, HTML_DATA_MAX);
        buf_text(b, "</bdi>");
    }
    buf_text(b, "</span><span class=\"fold rest m\">");
    if (changes) {
        html_slice(b, "change ", s->change, s->word.n ? " " : "");
        html_slice(b, "", s->word, s->target.n ? " \xc2\xb7 " : "");
    }
    if (s->target.n)
        html_slice(b, "target" NBSP, s->target, "");
    if (s->status == STATUS_MISSED)
        buf_text(b, " <strong class=\"a\">\xe2\x9c\x97" NBSP "missed</strong>");
    else if (s->status == STATUS_MET)
        buf_text(b, " met");
    bool more = changes || s->target.n || s->status == STATUS_MISSED || s->status == STATUS_MET;
    if (s->n.n)
        html_slice(b, more ? " \xc2\xb7 n" NBSP : "n" NBSP, s->n, s->few ? " few" : "");
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
    html_prose(b, &s->name);
    if (s->detailed)
        buf_text(b, "</a>");
    if (s->beside.n) {
        buf_text(b, " <span class=\"m\">\xc2\xb7</span> ");
        html_prose(b, &s->beside);
    }
    score_folded(b, s, changes);
    html_slice(b, "</th><td class=\"num now\">", s->value, "</td>");
    if (changes) {
        html_slice(b, "<td class=\"wide\">", s->change, s->word.n ? " " : "");
        html_slice(b, s->word.n ? "<span class=\"word\">" : "", s->word, s->word.n ? "</span>" : "");
        buf_text(b, "</td>");
    }
    buf_text(b, "<td class=\"wide\">");
    if (s->status == STATUS_MISSED)
        buf_text(b, "<strong class=\"a\">\xe2\x9c\x97" NBSP "missed</strong> ");
    else if (s->status == STATUS_MET)
        buf_text(b, "met ");
    html_slice(b, "", s->target, "</td>");
    if (spark) {
        buf_text(b, "<td class=\"wide\">");
        if (s->chart.value.n)
            svg_spark(b, &s->chart, id);
        else
            buf_text(b, "<span class=\"m\">no data</span>");
        buf_text(b, "</td>");
    }
    html_slice(b, "<td class=\"num wide\">", s->n, s->few ? " <span class=\"word\">few</span>" : "");
    buf_text(b, "</td><td class=\"wide mid\">");
    if (s->confidence)
        buf_byte(b, s->confidence);
    buf_text(b, owners ? "</td><td class=\"wider\">" : "");
    if (s->owner.n) {
        buf_text(b, "<bdi>");
        html_text(b, s->owner, HTML_DATA_MAX);
        buf_text(b, "</bdi>");
    }
    buf_text(b, "</td></tr>\n");
}

void
html_scores(struct buf *b, const struct page *p, const struct block *block)
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
        html_text(b, text, HTML_WORDS_MAX);
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
    html_slice(b, "<div><dt>n</dt><dd>", s->n.n ? s->n : SLICE("n/a"),
               s->few ? ", few</dd></div>" : "</dd></div>");
    if (s->confidence) {
        buf_format(b, "<div><dt>Confidence</dt><dd>%c", s->confidence);
        html_slice(b, s->evidence.n ? ": " : "", s->evidence, "</dd></div>");
    }
    buf_text(b, "</dl>\n");
}

void
html_detail(struct buf *b, const struct page *p, const struct score *s)
{
    char id[32];
    size_t values = 0;
    snprintf(id, sizeof id, "c%zu", s->number);
    buf_format(b, "<article id=\"m%zu\" aria-labelledby=\"h%zu\"><h3 id=\"h%zu\">", s->number, s->number,
               s->number);
    html_prose(b, &s->name);
    buf_text(b, "</h3>\n<p>");
    html_prose(b, &s->sentence);
    buf_text(b, "</p>\n");
    for (size_t i = 0; i < s->chart.n; i++)
        values += s->chart.points[i].has;
    bool trend = p->m->span >= 3 && values,
         bullet = p->m->span < 3 && s->chart.unit == UNIT_RATIO && s->chart.has_target;
    if ((trend || bullet) && s->key.n) {
        buf_text(b, "<p class=\"key\">");
        html_prose(b, &s->key);
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
