#define _GNU_SOURCE /* isatty under -std=c11 */
#include "render.h"

#include "book.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const struct writer writers[] = {
    {"term", ".term", "for a terminal", 10, READS_PAGE, term_write},
    {"markdown", ".md", "a page in Markdown", 20, READS_PAGE, markdown_write},
    {"html", ".html", "one self-contained page", 200, READS_PAGE, html_write},
    {"summary", ".summary", "a line for a chat", 10, READS_PAGE, summary_write},
    {"csv", ".csv", "every metric, one a line", 0, READS_METRICS, csv_write_metrics},
    {"json", ".json", "one document: definitions, metrics, checks, lists", 0, READS_RECORDS, json_write_all},
    {"xlsx", ".xlsx", "a workbook: scorecard, trend, metrics, lists", BOOK_ROWS_MAX - 1, READS_PAGE,
     xlsx_write},
    {"openmetrics", ".prom", "the newest values, for Prometheus", 0, READS_PERIOD, openmetrics_write},
    {"sarif", ".sarif", "the findings, for code scanning", 0, READS_SARIF, sarif_write},
    {"ocsf", ".ocsf", "the findings, one a line, for a security lake", 0, READS_OCSF, ocsf_write},
};
#define WRITERS (sizeof writers / sizeof *writers)
static const struct writer table_writer = {"csv", ".csv", "one list", 0, READS_LIST, csv_write_list};

static void
no_such_format(const char *name)
{
    struct buf known = {0};
    for (size_t i = 0; i < WRITERS; i++)
        buf_format(&known, "%s%s", i ? ", " : "", writers[i].name);
    report_die("--format %s: not one of %s", name, buf_string(&known));
}

static const struct writer *
by_ending(const char *path)
{
    struct slice name = slice_of(path);
    for (size_t i = 0; i < WRITERS; i++)
        if (slice_ends(name, writers[i].ending))
            return &writers[i];
    return NULL;
}

static const struct writer *
choose_writer(const struct render *r)
{
    const char *path = r->stage.output_path;
    const struct writer *w = NULL;
    if (r->table) {
        if (r->format && strcmp(r->format, "csv") != 0)
            report_die("--table writes CSV, not %s", r->format);
        return &table_writer;
    }
    for (size_t i = 0; r->format && i < WRITERS; i++)
        if (strcmp(r->format, writers[i].name) == 0)
            return &writers[i];
    if (r->format)
        no_such_format(r->format);
    bool standard = !path || strcmp(path, "-") == 0;
    if (!standard && (w = by_ending(path)))
        return w;
    return standard && isatty(STDOUT_FILENO) ? &writers[0] : &writers[1];
}

static void
begin_page(struct render *r)
{
    struct buf key = {0};
    layout_load(&r->layout, r->report ? r->report : "monthly", r->audience ? r->audience : "security");
    buf_format(&key, "rows.%s", r->writer->name);
    r->page.rows = layout_number(&r->layout, buf_string(&key), r->writer->rows);
    r->model.rows_max = r->page.rows;
    model_prefer(&r->model, r->layout.grains, r->layout.n_grains);
    r->page.layout = &r->layout;
    r->page.tallies = &r->tallies;
    r->page.m = &r->model;
    r->page.stage = &r->stage;
    buf_free(&key);
}

static bool
has_layout(const struct render *r)
{
    return r->writer->reads == READS_PAGE || r->writer->reads == READS_PERIOD;
}

void
render_begin(struct render *r, char **files)
{
    static const enum grain monthly[] = {GRAIN_MONTH, GRAIN_QUARTER, GRAIN_YEAR};
    r->writer = choose_writer(r);
    if (r->fail_on && r->writer->reads != READS_PAGE)
        report_die("--fail-on-check is for a page, and %s has no checks of one period", r->writer->name);
    model_prefer(&r->model, monthly, GRAINS);
    if (has_layout(r))
        begin_page(r);
    else if (r->writer->reads == READS_LIST) {
        r->model.rows_max = SIZE_MAX;
        r->model.only_list = slice_of(r->table);
    }
    stage_begin(&r->stage, files);
}

static bool
reads_findings(const struct render *r)
{
    return r->writer->reads == READS_SARIF || r->writer->reads == READS_OCSF;
}

/* The record's text for JSON: as it is, bad bytes aside. */
static void
keep_record(struct render *r, struct record *record)
{
    static const char *const kinds[] = {"definitions", "metric", "check", "list"};
    for (int i = 0; i < 4; i++) {
        if (!slice_is(record->kind, kinds[i]))
            continue;
        if (r->records[i].n)
            buf_byte(&r->records[i], ',');
        json_keep(&r->records[i], record->text);
        return;
    }
    tally_skip(&r->stage.tally, "passed");
}

void
render_take(struct render *r, struct record *record)
{
    bool known, list = slice_is(record->kind, "list");
    if (reads_findings(r)) {
        findings_take(r, record);
        return;
    }
    if (r->writer->reads == READS_RECORDS) {
        keep_record(r, record);
        return;
    }
    if ((list && r->writer->reads == READS_METRICS) || (!list && r->writer->reads == READS_LIST) ||
        (list && r->writer->reads == READS_PERIOD))
        return;
    const char *why = model_take(&r->model, record, &known);
    if (why)
        stage_reject(&r->stage, r->stage.lines.name, r->stage.lines.number, record->text, "%s", why);
    else if (!known)
        tally_skip(&r->stage.tally, "passed");
}

/* What there is to report, or a message and exit 2. */
static void
check_any(struct render *r)
{
    struct period newest;
    struct buf known = {0};
    if (reads_findings(r)) {
        findings_check(r);
        return;
    }
    if (r->writer->reads == READS_LIST) {
        if (!r->model.n_lists || !r->model.lists->columns)
            report_die("--table %s: no such list in the input", r->table);
        return;
    }
    if (r->writer->reads == READS_RECORDS ? !r->records[1].n : !r->model.n_metrics)
        report_die("no metric in the input: nothing to report");
    for (size_t i = 0; i < r->layout.n_grains; i++) {
        r->layout.grain = r->layout.grains[i];
        if (model_newest(&r->model, r->layout.grain, &newest))
            return;
    }
    if (!has_layout(r))
        return;
    period_write(&known, r->model.metrics[0]->period);
    report_die("no metric of a %s in the input (but of %s): layout %s has nothing to report",
               grain_word(r->layout.grain), buf_string(&known), r->layout.name);
}

/* --fail-on-check: the report is written, and a check of its period that fails (or warns) fails the run. */
static void
judge_checks(const struct render *r)
{
    const struct model *m = &r->model;
    struct period now = model_period(m, m->now);
    for (size_t i = 0; i < m->n_checks; i++) {
        const struct check *c = &m->checks[i];
        bool is_now = c->period.grain == now.grain && c->period.number == now.number;
        if (!is_now || (c->status != 'f' && (c->status != 'w' || r->fail_on != FAIL_ON_WARN)))
            continue;
        report_gate("check %.*s: %.*s", (int)c->id.n, c->id.p, (int)c->title.n, c->title.p);
    }
}

static void
release(struct render *r)
{
    findings_free(&r->findings);
    page_free(&r->page);
    model_free(&r->model);
    layout_free(&r->layout);
    for (int i = 0; i < 4; i++)
        buf_free(&r->records[i]);
}

enum exit_code
render_end(struct render *r)
{
    check_any(r);
    r->tallies = r->stage.tallies;
    if (has_layout(r))
        model_view(&r->model, r->layout.grain);
    if (r->writer->reads == READS_PAGE) {
        page_build(&r->page, slice_of(r->title));
        if (r->fail_on)
            judge_checks(r);
    }
    r->writer->write(&r->stage.out.buf, r);
    release(r);
    return stage_end_page(&r->stage);
}

size_t
render_number(const char *option, const char *text, size_t low, size_t high)
{
    char *end;
    unsigned long v = strtoul(text, &end, 10);
    if (*text < '0' || *text > '9' || *end || v > 1000000)
        report_die("%s %s: not a number", option, text);
    return v < low ? low : v > high ? high : v;
}

enum fail_on
render_fail_on(const char *status)
{
    if (!status || strcmp(status, "fail") == 0)
        return FAIL_ON_FAIL;
    if (strcmp(status, "warn") != 0)
        report_die("--fail-on-check=%s: not one of fail, warn", status);
    return FAIL_ON_WARN;
}

enum color
render_color(const char *when)
{
    if (when && strcmp(when, "auto") == 0)
        return COLOR_AUTO;
    if (!when || strcmp(when, "always") == 0)
        return COLOR_ALWAYS;
    if (strcmp(when, "never") != 0)
        report_die("--color=%s: not one of auto, always, never", when);
    return COLOR_NEVER;
}
