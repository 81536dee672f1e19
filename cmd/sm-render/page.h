/* A page: what the layout asks for, taken from the model, every value already in words; the same for each
 * writer. A section kind is one builder in the table of page.c. */
#ifndef RENDER_PAGE_H
#define RENDER_PAGE_H

#include "layout.h"
#include "sentence.h"

struct point {
    bool has, few, by_hand; /* by_hand: confidence C */
    double v;               /* ratios in per cent */
};

struct chart {
    struct point points[SPAN_MAX];
    size_t n;
    enum unit unit;
    bool has_target;
    double target;         /* ratios in per cent */
    double beside;         /* of a ratio: what was taken out, in per cent of the denominator */
    struct slice title;    /* metric and span */
    struct slice brief;    /* "13 months: 70 % to 82 %, lowest …, highest …, 1 without data" */
    struct slice desc;     /* first, last, lowest, highest, target, what lacks data */
    struct slice ticks[3]; /* first, middle, last period */
    struct slice value;    /* the last one, as shown */
};

struct score { /* a row of the scorecard, and the article about it */
    struct subject subject;
    const struct metric *last; /* titles, owner, why, caveat */
    size_t number;             /* fragment mN */
    bool detailed;             /* there is an article */
    struct prose name, beside;
    struct slice value, previous, change, word, target, n, owner;
    struct slice why; /* of the metric; where it has none, that it is not stated, for the security team */
    enum status status;
    bool few;
    char confidence;
    struct chart chart;
    struct prose sentence, key; /* of the article */
    struct slice evidence;
};

struct bar {
    bool has, has_tick;
    double share, beside, tick; /* of the axis, 0 to 1; beside: hatched, after the bar */
};

enum column_kind {
    AS_TEXT,
    AS_NUMBER,
    AS_WRAP,
    AS_DATE,
    AS_ID,
    AS_BAR,
    AS_DOTS,  /* a picture only: a medium without one leaves the column out */
    AS_LADDER /* boxes before the text */
};            /* AS_WRAP: numbers of several words */

struct dots { /* then and now on one axis, 0 to 1 */
    bool has_then, has_now, has_tick;
    double then, now, tick;
};

struct column {
    struct prose head;
    enum column_kind kind;
};

struct cell {
    struct prose text;
    struct bar bar;
    struct dots dots;
    int steps; /* of LADDER_STEPS, filled; 0: none can be shown */
};
#define LADDER_STEPS 4

struct table {
    struct prose caption;
    struct column *columns;
    size_t n_columns;
    struct cell *cells; /* n_rows × n_columns; the first of a row is its header */
    size_t n_rows;
    bool told; /* sentences in its cells */
    bool clip; /* rows behind metrics: a narrow medium cuts cells and never wraps them */
};

struct flow {
    struct point added[SPAN_MAX], closed[SPAN_MAX];
    struct point again[SPAN_MAX]; /* reopened: none has a value where there is nothing to show */
    struct slice net[SPAN_MAX];
    size_t n;
    struct slice title, desc, ticks[3];
    struct prose key, again_key, net_key; /* what is hatched, what the numbers above are; empty without */
};

struct panel {               /* one of the small multiples */
    struct prose name, full; /* full: with the metric, for the table of values */
    struct slice before;     /* "612 in Dec 2025": the first value of the axis, or nothing */
    struct chart chart;
    const struct series *series; /* of page.months */
    struct chart *out;           /* of closed beside new ones: columns in place of a line; or NULL */
    const struct series *out_series;
    struct prose full_out;
};

struct panels { /* all on one axis */
    struct panel *at;
    size_t n, number; /* number: for ids */
    double low, high;
    struct prose caption;
};

enum block_kind {
    BLOCK_SECTION,
    BLOCK_PARAGRAPH,
    BLOCK_BULLETS,
    BLOCK_SCORES,
    BLOCK_DETAIL,
    BLOCK_FLOW,
    BLOCK_PANELS,
    BLOCK_TABLE
};

struct block {
    enum block_kind kind;
    struct slice id;   /* of a section: its fragment */
    struct prose text; /* heading, paragraph */
    bool is_data;      /* … the line on the checks */
    struct prose *items;
    size_t n_items;
    struct score **scores;
    size_t n_scores;
    struct table *table;
    struct flow *flow;
    struct panels *panels;
};

struct page {
    struct model *m;
    const struct layout *layout;
    struct buf *tallies; /* lines of earlier stages */
    size_t rows;         /* the cap in force */
    bool strict;
    struct stage *stage;   /* for notes */
    struct slice title;    /* "Security metrics, October 2026" */
    struct prose subtitle; /* as of, compared with */
    struct block *blocks;
    size_t n_blocks, cap_blocks;
    struct score **scores; /* every score made, once each */
    size_t n_scores, cap_scores;
    struct score **card; /* those of the scorecard, in layout order */
    size_t n_card;
    struct pool pool;
    struct buf absent;    /* what the layout names and the input lacks */
    struct prose heading; /* of the section begun and not yet written */
    struct slice heading_id;
    struct prose lead;
    size_t n_sections;
    struct model months; /* the months within the report's period and before; its span is 0 until asked for */
    struct panels **panels;
    size_t n_panels, cap_panels;
};

void page_build(struct page *p, struct slice title); /* title: of --title, or absent */
void page_free(struct page *p);
bool page_knows(struct slice section_kind);
void page_kinds(struct buf *out);

/* for the builders */
struct block *page_block(struct page *p, enum block_kind kind);
struct slice page_text(struct page *p, struct buf *b); /* copied; b is emptied */
struct slice page_name(struct page *p, json_val *layout,
                       const char *key);                    /* a text of the layout, clean; or absent */
struct score *page_score(struct page *p, struct subject s); /* made once for each series and title */
/* The subjects that a section's `metrics` name and the input has, at most `max` of them; allocated in the
 * pool. */
struct subject *page_subjects(struct page *p, json_val *section, size_t *n);
void page_missing(struct page *p, const char *what, struct slice id);
/* For the next ones `m` is the page's own model or page.months. */
void page_points(const struct model *m, const struct series *s, struct point *points);
void page_ticks(struct page *p, const struct model *m, struct slice ticks[3]);
void page_chart(struct page *p, const struct model *m, struct chart *c, struct subject s);
bool page_compares(const struct page *p); /* there is a period before, and this one is over */
#define ACCOUNTS_MAX 64                   /* tallies of a run; of more, the last ones */
struct account {
    struct slice stage, line; /* of a tally: its name, clean, and the record */
};
size_t page_accounts(struct page *p,
                     struct account *at); /* of the last run, at most ACCOUNTS_MAX; how many */
/* What was decided, and which missed targets wait for a decision. */
void page_decide(struct page *p, struct prose *text);
bool page_tally_sentence(struct page *p, struct prose *text); /* false: the input has no such list */
/* The cells of a metric with exactly this key and a record in the newest period, in the order given; how
 * many. */
size_t page_cells(const struct model *m, struct slice id, struct slice key, const struct series **cells);
struct slice page_key(struct page *p, const struct model *m, struct slice id,
                      json_val *by); /* first of `by` with cells */
void page_cell_name(struct prose *text, const struct series *s, struct slice key);
struct table *page_table(struct page *p, size_t columns, size_t rows); /* zeroed, as a block */
struct cell *page_cell(struct table *t, size_t row, size_t column);
void page_target(struct prose *text, const struct score *s);
struct slice page_words(struct page *p, struct slice snake); /* finding_title → Finding title */
void page_absent(struct prose *text, struct slice snake);    /* "no service", "no CWE" */
void page_write_absent(struct buf *b, struct slice snake);   /* the same, appended to b */

typedef void page_builder(struct page *p, json_val *section);
page_builder page_answers, page_samm, page_then_now, page_months_table, page_multiples, page_sentences,
    page_data, page_scorecard, page_detail, page_flow, page_breakdown, page_ages, page_matrix, page_grid,
    page_figures, page_list, page_checks, page_values, page_definitions, page_confidence, page_tally;

#endif
