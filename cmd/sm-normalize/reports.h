/* What a format's `report` expressions say about the report that an entry stands in. */
#ifndef NORMALIZE_REPORTS_H
#define NORMALIZE_REPORTS_H

#include "format.h"
#include "line.h"

struct report { /* JSON text, canonical; absent: not known. Lives until the next reports_read */
    struct slice source_tool, service, product, outcome, entries;
    struct slice target;     /* the only one */
    struct slice targets;    /* array of them, where there are several */
    struct slice categories; /* array; absent: the expression is not there */
    struct slice by_tool;    /* array of tool, category, tool, category, … where it tells them apart */
    int64_t at;
};

struct reports;

struct reports *reports_new(void);
void reports_free(struct reports *all);

/* Runs the expressions on the report's line, or on what an entry's line says about its report. The answer for
 * the same report is kept, since a report's entries mostly share their context. */
const struct report *reports_read(struct reports *all, const struct format *f, const struct line *l,
                                  struct values *v);

#endif
