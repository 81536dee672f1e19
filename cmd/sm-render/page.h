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
    AS_BAR
}; /* AS_WRAP: numbers of several words */

struct column {
    struct prose head;
    enum column_kind kind;
};

struct cell {
    struct prose text;
    struct bar bar;
};

struct table {
    struct prose caption;
    struct column *columns;
    size_t n_columns;
    struct cell *cells; /* n_rows × n_columns; the first of a row is its header */
    size_t n_rows;
    bool clip; /* rows behind metrics: a narrow medium cuts cells and never wraps them */
};

struct flow {
    struct point added[SPAN_MAX], closed[SPAN_MAX];
    struct slice net[SPAN_MAX];
    size_t n;
    struct slice title, desc, ticks[3];
    struct prose key;
};

enum block_kind {
    BLOCK_SECTION,
    BLOCK_PARAGRAPH,
    BLOCK_BULLETS,
    BLOCK_SCORES,
    BLOCK_DETAIL,
    BLOCK_FLOW,
    BLOCK_TABLE
};

struct block {
    enum block_kind kind;
    struct slice id;   /* of a section: its fragment */
    struct prose text; /* heading, paragraph */
    struct prose *items;
    size_t n_items;
    struct score **scores;
    size_t n_scores;
    struct table *table;
    struct flow *flow;
};

struct page {
    struct model *m;
    const struct layout *layout;
    struct buf *tallies; /* lines of earlier stages */
    const char *medium;  /* of the writer: row caps are looked up by it */
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
void page_points(const struct model *m, const struct series *s, struct point *points);
void page_ticks(struct page *p, struct slice ticks[3]);
void page_chart(struct page *p, struct chart *c, struct subject s);
struct table *page_table(struct page *p, size_t columns, size_t rows); /* zeroed, as a block */
struct cell *page_cell(struct table *t, size_t row, size_t column);
struct slice page_words(struct page *p, struct slice snake); /* finding_title → Finding title */

typedef void page_builder(struct page *p, json_val *section);
page_builder page_sentences, page_data, page_scorecard, page_detail, page_flow, page_breakdown, page_matrix,
    page_grid, page_figures, page_list, page_checks, page_values, page_definitions, page_confidence,
    page_tally;

#endif
