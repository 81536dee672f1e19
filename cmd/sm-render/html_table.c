/* Tables: cells with bars, dots and ladders, in a box that scrolls by itself. */
#include "html.h"
#include "svg.h"

#define SHORT 16 /* rows of a table that is printed on one page */

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
    buf_text(b, header ? "<th scope=\"row\"" : "<td");
    buf_text(b, column_class(kind));
    buf_byte(b, '>');
    if (kind == AS_BAR)
        svg_bar(b, cell->bar);
    else if (kind == AS_DOTS)
        svg_dots(b, cell->dots);
    else if (kind == AS_LADDER)
        svg_ladder(b, cell->steps);
    if (kind == AS_BAR || kind == AS_LADDER)
        buf_byte(b, ' ');
    html_prose(b, &cell->text);
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

void
html_table(struct buf *b, const struct table *t, const struct prose *heading, size_t number)
{
    buf_format(b,
               "<div class=\"scroll%s\" role=\"group\" tabindex=\"0\" "
               "aria-labelledby=\"t%zu\">\n<table%s><caption id=\"t%zu\"><span class=\"%s\">",
               t->n_rows <= SHORT ? " short" : "", number, table_class(t), number,
               heading && is_same(&t->caption, heading) ? "hidden" : "cap");
    html_prose(b, &t->caption);
    buf_text(b, "</span></caption>\n<thead><tr>");
    for (size_t j = 0; j < t->n_columns; j++) {
        buf_format(b, "<th scope=\"col\"%s>", column_class(t->columns[j].kind));
        html_prose(b, &t->columns[j].head);
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
