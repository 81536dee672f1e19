#include "page.h"

#include <stdlib.h>
#include <string.h>

#include "date.h"

static const struct section_kind {
    const char *kind;
    page_builder *build;
    const char *title, *id; /* where the layout gives no title; NULL: goes on in the section before */
} kinds[] = {
    {"sentences", page_sentences, "In short", NULL},
    {"answers", page_answers, "In short", NULL},
    {"data", page_data, NULL, NULL},
    {"scorecard", page_scorecard, "Scorecard", NULL},
    {"detail", page_detail, "Detail", NULL},
    {"flow", page_flow, "Flow", NULL},
    {"then_now", page_then_now, "Then and now", NULL},
    {"months", page_months_table, NULL, NULL},
    {"multiples", page_multiples, NULL, NULL},
    {"samm", page_samm, NULL, NULL},
    {"breakdown", page_breakdown, NULL, NULL},
    {"ages", page_ages, NULL, NULL},
    {"matrix", page_matrix, NULL, NULL},
    {"grid", page_grid, NULL, NULL},
    {"figures", page_figures, NULL, NULL},
    {"list", page_list, NULL, NULL},
    {"checks", page_checks, "Checks", "checks"},
    {"values", page_values, "Values by period", "values"},
    {"definitions", page_definitions, "Definitions in force", "definitions"},
    {"confidence", page_confidence, "How to read this", "reading"},
    {"tally", page_tally, "What the tools read", "tally"},
};
#define SUBJECTS_MAX 100 /* metrics of a section whose layout sets no `max` */
#define KINDS (sizeof kinds / sizeof *kinds)

static const struct section_kind *
kind_of(struct slice word)
{
    for (size_t i = 0; i < KINDS; i++)
        if (slice_is(word, kinds[i].kind))
            return &kinds[i];
    return NULL;
}

bool
page_knows(struct slice word)
{
    return kind_of(word) != NULL;
}

void
page_kinds(struct buf *out)
{
    for (size_t i = 0; i < KINDS; i++)
        buf_format(out, "%s%s", i ? ", " : "", kinds[i].kind);
}

struct slice
page_text(struct page *p, struct buf *b)
{
    struct slice s = {pool_copy(&p->pool, b->n ? b->p : "", b->n), b->n};
    b->n = 0;
    return s;
}

struct slice
page_name(struct page *p, json_val *layout, const char *key)
{
    return model_keep(p->m, json_get_str(layout, key));
}

/* Words that are written in capitals. */
static bool
is_acronym(struct slice word)
{
    static const char *const acronyms[] = {"cwe", "cve", "kev", "epss", "sla", "id", "url"};
    for (size_t i = 0; i < sizeof acronyms / sizeof *acronyms; i++)
        if (slice_is(word, acronyms[i]))
            return true;
    return false;
}

struct slice
page_words(struct page *p, struct slice snake)
{
    char *copy = pool_copy(&p->pool, snake.p ? snake.p : "", snake.n);
    for (size_t i = 0; i < snake.n; i++)
        if (copy[i] == '_')
            copy[i] = ' ';
    for (size_t from = 0, end; from < snake.n; from = end + 1) {
        for (end = from; end < snake.n && copy[end] != ' '; end++)
            ;
        size_t capitals = is_acronym((struct slice){copy + from, end - from}) ? end : from ? from : 1;
        for (size_t i = from; i < capitals; i++)
            if (copy[i] >= 'a' && copy[i] <= 'z')
                copy[i] = (char)(copy[i] - 'a' + 'A');
    }
    return (struct slice){copy, snake.n};
}

void
page_write_absent(struct buf *b, struct slice snake)
{
    bool acronym = is_acronym(snake);
    buf_text(b, "no ");
    for (size_t i = 0; i < snake.n; i++) {
        char c = snake.p[i];
        buf_byte(b, c == '_' ? ' ' : acronym && c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c);
    }
}

void
page_absent(struct prose *text, struct slice snake)
{
    struct buf b = {0};
    page_write_absent(&b, snake);
    prose_add(text, RUN_NAME, (struct slice){pool_copy(text->pool, b.p, b.n), b.n});
    buf_free(&b);
}

static struct block *
add_block(struct page *p, enum block_kind kind)
{
    p->blocks = xgrow(p->blocks, &p->cap_blocks, p->n_blocks + 1, sizeof *p->blocks);
    p->blocks[p->n_blocks] = (struct block){.kind = kind};
    return &p->blocks[p->n_blocks++];
}

/* A heading is written with the first thing under it: a section with nothing to show leaves none. */
struct block *
page_block(struct page *p, enum block_kind kind)
{
    if (p->heading.n) {
        struct block *b = add_block(p, BLOCK_SECTION);
        b->text = p->heading;
        b->id = p->heading_id;
        p->heading = prose_new(&p->pool);
    }
    if (p->lead.n) {
        struct block *b = add_block(p, BLOCK_PARAGRAPH);
        b->text = p->lead;
        p->lead = prose_new(&p->pool);
    }
    return add_block(p, kind);
}

struct table *
page_table(struct page *p, size_t columns, size_t rows)
{
    struct table *t = pool_alloc(&p->pool, sizeof *t);
    *t = (struct table){.n_columns = columns, .n_rows = rows, .caption = prose_new(&p->pool)};
    t->columns = pool_alloc(&p->pool, (columns + 1) * sizeof *t->columns);
    t->cells = pool_alloc(&p->pool, (rows * columns + 1) * sizeof *t->cells);
    for (size_t i = 0; i < columns; i++)
        t->columns[i] = (struct column){prose_new(&p->pool), AS_TEXT};
    for (size_t i = 0; i < rows * columns; i++)
        t->cells[i] = (struct cell){.text = prose_new(&p->pool)};
    page_block(p, BLOCK_TABLE)->table = t;
    return t;
}

struct cell *
page_cell(struct table *t, size_t row, size_t column)
{
    return &t->cells[row * t->n_columns + column];
}

/* Said once, however many sections ask for it. */
void
page_missing(struct page *p, const char *what, struct slice id)
{
    struct buf one = {0};
    buf_format(&one, "%s %.*s, ", what, (int)id.n, id.p);
    for (size_t at = 0; at + one.n <= p->absent.n; at++)
        if (memcmp(p->absent.p + at, one.p, one.n) == 0 && (!at || p->absent.p[at - 1] == ' ')) {
            buf_free(&one);
            return;
        }
    buf_slice(&p->absent, buf_as_slice(&one));
    buf_free(&one);
    stage_note(p->stage, "%s %.*s: asked for by layout %s, not in the input", what, (int)id.n, id.p,
               p->layout->name);
}

/* ---- subjects: what `metrics` of a section means */

struct subjects {
    struct subject *at;
    size_t n, cap, max;
};

static struct slice
cell_title(struct page *p, const struct series *s)
{
    struct buf b = {0};
    if (!s->n_dimensions)
        return s->last->title;
    buf_slice(&b, s->last->title);
    for (size_t i = 0; i < s->n_dimensions; i++) {
        buf_text(&b, i ? ", " : " (");
        buf_slice(&b, s->dimensions[i].key);
        buf_byte(&b, ' ');
        buf_slice(&b, s->dimensions[i].value);
    }
    buf_byte(&b, ')');
    struct slice title = page_text(p, &b);
    buf_free(&b);
    return title;
}

static void
add_subject(struct page *p, struct subjects *to, const struct series *s, struct slice title)
{
    for (size_t i = 0; i < to->n; i++)
        if (to->at[i].series == s)
            return;
    if (to->n < to->max && to->n < to->cap)
        to->at[to->n++] = (struct subject){s, title.n ? title : cell_title(p, s)};
}

static void
add_id(struct page *p, struct subjects *to, struct slice id, bool quietly)
{
    const struct series *s = model_series(p->m, id, NULL, 0);
    if (s)
        add_subject(p, to, s, (struct slice){0});
    else if (!quietly && to->n < to->max)
        page_missing(p, "metric", id);
}

static void
add_dashboard(struct page *p, struct subjects *to)
{
    json_val *v;
    struct json_iter it = json_each(json_get(p->m->defined, "dashboard"));
    while (json_next(&it, NULL, &v))
        add_id(p, to, model_keep(p->m, json_str(v)), true);
}

/* {"metric": ID, "of": {KEY: VALUE}, "title": TEXT}: one cell of a breakdown. */
static void
add_cell(struct page *p, struct subjects *to, json_val *v)
{
    struct dimension d[4];
    size_t n = 0;
    struct slice key, id = model_keep(p->m, json_get_str(v, "metric"));
    json_val *value;
    struct json_iter it = json_each(json_get(v, "of"));
    while (n < 4 && json_next(&it, &key, &value))
        d[n++] = (struct dimension){.key = model_keep(p->m, key), .value = model_json_text(p->m, value)};
    const struct series *s = id.p ? model_series(p->m, id, d, n) : NULL;
    if (s)
        add_subject(p, to, s, page_name(p, v, "title"));
    else if (id.p && to->n < to->max)
        page_missing(p, "metric", id);
}

static void
add_all(struct page *p, struct subjects *to, json_val *list)
{
    json_val *v;
    struct json_iter it = json_each(list);
    while (json_next(&it, NULL, &v)) {
        struct slice word = json_str(v);
        if (slice_is(word, "@dashboard"))
            add_dashboard(p, to);
        else if (slice_is(word, "@scorecard"))
            for (size_t i = 0; i < p->n_card; i++)
                add_subject(p, to, p->card[i]->subject.series, p->card[i]->subject.title);
        else if (word.p)
            add_id(p, to, model_keep(p->m, word), false);
        else
            add_cell(p, to, v);
    }
}

struct subject *
page_subjects(struct page *p, json_val *section, size_t *n)
{
    double max;
    json_val *list = json_get(section, "metrics"), *otherwise = json_get(section, "otherwise");
    struct subjects to = {.cap = json_count(list) + json_count(otherwise) + p->n_card +
                                 json_count(json_get(p->m->defined, "dashboard")) + 1};
    to.at = pool_alloc(&p->pool, to.cap * sizeof *to.at);
    to.max =
        json_number(json_get(section, "max"), &max) && max >= 1 && max < 1e6 ? (size_t)max : SUBJECTS_MAX;
    add_all(p, &to, list);
    if (!to.n)
        add_all(p, &to, otherwise);
    *n = to.n;
    return to.at;
}

/* ---- the page */

bool
page_compares(const struct page *p)
{
    return p->m->now && p->m->partial_day == DATE_NONE;
}

static void
begin_section(struct page *p, const struct section_kind *kind, json_val *section)
{
    struct slice title = page_name(p, section, "title"), note = page_name(p, section, "note");
    struct buf b = {0};
    if (title.n || kind->title) {
        p->heading = prose_new(&p->pool);
        prose_add(&p->heading, RUN_NAME, title.n ? title : slice_of(kind->title));
        buf_format(&b, "s%zu", ++p->n_sections);
        p->heading_id = kind->id ? slice_of(kind->id) : page_text(p, &b);
    }
    p->lead = prose_new(&p->pool);
    p->lead.style = STYLE_MUTED;
    sentence_name(&p->lead, note);
    buf_free(&b);
}

static void
build_title(struct page *p, struct slice given)
{
    struct buf b = {0};
    struct model *m = p->m;
    buf_slice(&b, model_keep(m, given.n ? given : layout_title(p->layout)));
    buf_text(&b, ", ");
    period_name(&b, model_period(m, m->now));
    if (m->partial_day != DATE_NONE)
        buf_text(&b, " so far");
    p->title = page_text(p, &b);
    if (m->as_of.n) {
        buf_text(&b, "As of ");
        number_write_date(&b, m->as_of);
        buf_text(&b, slice_ends(buf_as_slice(&b), "UTC") ? " \xc2\xb7 " : " (UTC) \xc2\xb7 ");
    }
    struct slice audience = slice_of(strrchr(p->layout->name, '-') + 1);
    prose_buf(&p->subtitle, &b);
    prose_add(&p->subtitle, RUN_NAME, model_keep(m, audience));
    m->first_said = !m->now && m->partial_day == DATE_NONE;
    if (m->partial_day != DATE_NONE) {
        prose_own(&p->subtitle, " \xc2\xb7 the %s is not over: no changes are shown",
                  grain_word(m->first.grain));
    } else if (m->first_said) {
        prose_own(&p->subtitle, " \xc2\xb7 the first %s measured: nothing to compare with",
                  grain_word(m->first.grain));
    } else {
        struct period before = model_period(m, m->now);
        before.number--;
        period_name(&b, before);
        prose_own(&p->subtitle, " \xc2\xb7 compared with %s", buf_string(&b));
    }
    buf_free(&b);
}

/* The scorecard comes first: sentences are about its rows, wherever it stands. */
static void
find_card(struct page *p)
{
    json_val *section;
    struct json_iter it = json_each(p->layout->sections);
    while (!p->n_card && json_next(&it, NULL, &section)) {
        if (!slice_is(json_get_str(section, "kind"), "scorecard"))
            continue;
        size_t n;
        struct subject *s = page_subjects(p, section, &n);
        p->card = pool_alloc(&p->pool, (n + 1) * sizeof *p->card);
        for (size_t i = 0; i < n; i++)
            p->card[i] = page_score(p, s[i]);
        p->n_card = n;
    }
}

void
page_build(struct page *p, struct slice title)
{
    json_val *section;
    struct json_iter it = json_each(p->layout->sections);
    p->heading = p->subtitle = p->lead = prose_new(&p->pool);
    build_title(p, title);
    find_card(p);
    while (json_next(&it, NULL, &section)) {
        const struct section_kind *kind = kind_of(json_get_str(section, "kind"));
        begin_section(p, kind, section);
        kind->build(p, section);
    }
}

void
page_free(struct page *p)
{
    model_free(&p->months);
    free(p->panels);
    pool_free(&p->pool);
    buf_free(&p->absent);
    free(p->blocks);
    free(p->scores);
}
