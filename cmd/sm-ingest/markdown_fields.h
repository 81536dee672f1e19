/* Markdown sections that are one record: a list of `- Field: value` items, or a table of the columns Field
 * and Value. They are given as a table of one row, whose last column, Heading, is the heading above. */
#ifndef SM_INGEST_MARKDOWN_FIELDS_H
#define SM_INGEST_MARKDOWN_FIELDS_H

#include "cells.h"

struct markdown_fields { /* zeroed before first use */
    struct buf heading;
    struct cells names, values;
    struct buf last; /* the value at hand: lines may follow */
    bool open;       /* … */
};

bool fields_heading(struct markdown_fields *f, struct slice line); /* takes a heading; false: it is none */
/* Takes an item, or a line that goes on with one. false: it is neither. */
bool fields_item(struct markdown_fields *f, struct slice line);
bool fields_is_header(const struct cells *header); /* of a table with a field in each row */
void fields_row(struct markdown_fields *f, const struct cells *row);
/* Are there two fields at least? Then names and values are whole, with the heading. */
bool fields_ready(struct markdown_fields *f);
void fields_clear(struct markdown_fields *f); /* but the heading */
void fields_free(struct markdown_fields *f);

#endif
