/* A report's layout: share/reports/NAME-AUDIENCE.json, a list of sections. A team makes its own by writing
 * one. The format is described in sm-render(1). */
#ifndef RENDER_LAYOUT_H
#define RENDER_LAYOUT_H

#include "json.h"
#include "period.h"

struct layout {
    struct buf text;
    struct json_doc doc;
    json_val *root;
    char *path, *name;         /* for messages; "monthly-security" */
    enum grain grains[GRAINS]; /* `every`: of the periods it reports, the first that the input has */
    size_t n_grains;
    enum grain grain; /* … of this run, grains[0] until render_end has seen the input */
    bool unnamed;     /* "names": false: it leaves the company (names.h) */
    json_val *sections;
};

/* Finds, reads and checks the layout; exits with status 2 and a message where there is none or it is wrong.
 */
void layout_load(struct layout *l, const char *report, const char *audience);
void layout_free(struct layout *l);
struct slice layout_title(const struct layout *l);
size_t layout_number(const struct layout *l, const char *dotted, size_t otherwise);
void
layout_list(struct buf *out); /* NAME, AUDIENCE and title of each layout there is, one a line, with tabs */
bool layout_shows(const struct layout *l, const char *kind); /* it has such a section */

#endif
