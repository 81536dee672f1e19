/* One run: the options, what was read, and the table of writers. A writer is one file and one line of the
 * table. */
#ifndef RENDER_RENDER_H
#define RENDER_RENDER_H

#include "findings.h"
#include "page.h"

enum fail_on { FAIL_ON_NOTHING, FAIL_ON_FAIL, FAIL_ON_WARN }; /* --fail-on-check */
enum color { COLOR_AUTO, COLOR_ALWAYS, COLOR_NEVER };

struct render {
    struct stage stage;
    /* options */
    const char *format, *report, *audience, *title, *table;
    size_t width; /* 0: the terminal's, else 80 */
    enum color color;
    enum fail_on fail_on;
    bool ascii;
    /* what was read */
    struct model model;
    struct layout layout;
    struct page page;
    struct buf records[4]; /* for JSON: definitions, metrics, checks, lists, with commas between */
    struct buf tallies;
    struct findings findings;
    const struct writer *writer;
};

struct writer {
    const char *name, *ending; /* of -f and of -o FILE */
    const char *about;
    size_t rows; /* of a list, where the layout does not say; 0: all */
    enum {
        READS_PAGE,
        READS_PERIOD, /* the metrics and checks of the newest period that the layout reports */
        READS_METRICS,
        READS_RECORDS,
        READS_LIST,
        READS_SARIF,
        READS_OCSF
    } reads;
    void (*write)(struct buf *out, struct render *r);
};

void render_begin(struct render *r,
                  char **files); /* options are complete: chooses the writer, loads the layout */
void render_take(struct render *r, struct record *record);
enum exit_code render_end(struct render *r);

void html_write(struct buf *out, struct render *r);
void markdown_write(struct buf *out, struct render *r);
void summary_write(struct buf *out, struct render *r);
void term_write(struct buf *out, struct render *r);
void csv_write_metrics(struct buf *out, struct render *r);
void csv_write_list(struct buf *out, struct render *r);
void json_keep(struct buf *b,
               struct slice record); /* a record as JSON may hold it: bad bytes become U+FFFD */
void json_write_all(struct buf *out, struct render *r);
void xlsx_write(struct buf *out, struct render *r);
void openmetrics_write(struct buf *out, struct render *r);
bool openmetrics_may_label(const struct layout *layout,
                           struct slice key); /* may a breakdown by key leave the team */
void sarif_write(struct buf *out, struct render *r);
void ocsf_write(struct buf *out, struct render *r);

size_t render_number(const char *option, const char *text, size_t low,
                     size_t high); /* of an option; else exit 2 */
enum fail_on render_fail_on(const char *status);
enum color render_color(const char *when);

#endif
