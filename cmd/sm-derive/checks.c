#include "checks.h"

#include <stdlib.h>
#include <string.h>

#include "cells.h"
#include "check.h"
#include "heading.h"
#include "limits.h"
#include "mem.h"

static const struct {
    const char *id, *title, *status, *advice; /* status: where something was found */
} checks[CHECK_COUNT] = {
    [CHECK_CHURN] =
        {"churn", "Findings that were closed and came back within the period", "warn",
         "Look at the scanner's runs: one that skips a part closes and reopens what it did not look at."},
    [CHECK_DASHBOARD_COUNTS_SCANS] =
        {"dashboard_counts_scans", "Number of scans on the dashboard", "warn",
         "Show coverage and what was found: more scans are no improvement by themselves."},
    [CHECK_DASHBOARD_SIZE] =
        {"dashboard_size", "Dashboard of fewer than 8 or more than 12 metrics", "warn",
         "Choose the 8 to 12 metrics that somebody decides by, and leave the rest to the lists."},
    [CHECK_DASHBOARD_TOTALS] = {"dashboard_totals", "Totals on the dashboard without age or trend", "warn",
                                "Add a metric in days, and net_flow or new_findings with closed_findings."},
    [CHECK_DASHBOARD_WITHOUT_EXCEPTIONS] = {"dashboard_without_exceptions",
                                            "Exception debt is not on the dashboard", "warn",
                                            "Add exceptions_active or exceptions_without_expiry."},
    [CHECK_DASHBOARD_WITHOUT_OWNER] = {"dashboard_without_owner",
                                       "Metrics on the dashboard without owner, why or caveat", "warn",
                                       "Name who answers for it, why it is shown and what it can't say."},
    [CHECK_DUPLICATES] = {"duplicates", "Open findings that several sources report", "warn",
                          "Each is counted once here; a tool's own total counts them again."},
    [CHECK_EXCEPTIONS_EXPIRED_STILL_OPEN] =
        {"exceptions_expired_still_open", "Expired exceptions whose finding is still open", "warn",
         "Fix the finding, or decide again and give the exception a new date."},
    [CHECK_EXCEPTIONS_MATCHING_NOTHING] = {"exceptions_matching_nothing",
                                           "Exceptions in force that no finding matches", "warn",
                                           "Close them, or correct what they are meant to cover."},
    [CHECK_EXCEPTIONS_TOO_BROAD] =
        {"exceptions_too_broad", "Exceptions in force for whatever is found in a service or product", "warn",
         "Name the rule, the CVE, the component or the finding that was accepted."},
    [CHECK_EXCEPTIONS_WITHOUT_EXPIRY] = {"exceptions_without_expiry",
                                         "Exceptions in force without an expiry date", "warn",
                                         "Give each one a date on which somebody decides again."},
    [CHECK_GAP] =
        {"gap", "Periods without any measurement, between others that have it", "warn",
         "Trends across the gap say little: find the exports of that time, or say that there was none."},
    [CHECK_INFRASTRUCTURE_WITHOUT_OWNER] =
        {"infrastructure_without_owner", "Open infrastructure findings without an owner", "warn",
         "Map accounts, clusters and images to services in the inventory."},
    [CHECK_MANUAL_NOT_REVIEWED] =
        {"manual_not_reviewed", "Records entered by hand that nobody reviewed", "warn",
         "Have a second person look at them, and say so in reviewed_by and reviewed_at."},
    [CHECK_MISSING_OWNER] =
        {"missing_owner", "Open findings without an owner", "warn",
         "Add the owner to the inventory, or tag the export with a service that has one."},
    [CHECK_NEVER_SCANNED] =
        {"never_scanned", "Systems that no scan has ever looked at", "warn",
         "A system without findings may be a system without scans: schedule one, or name its target."},
    [CHECK_NOISY_RULES] = {"noisy_rules", "Rules that make most of the noise", "warn",
                           "Tune or switch off the rule before its findings are counted as risk."},
    [CHECK_PUBLISHED_OPENING] =
        {"published_opening", "Open findings at the start that differ from what was published", "fail",
         "Say in the report that the past was corrected, and why: see published_at_start in the list "
         "`movement`."},
    [CHECK_RECONCILIATION] =
        {"reconciliation", "Findings that the changes of the period do not account for", "fail",
         "Look at the list `movement`: open at the start and the changes must give open at the end."},
    [CHECK_REJECTS] = {"rejects", "Entries that could not be used", "warn",
                       "Run the stages with --rejects FILE, and look at what stands there."},
    [CHECK_SCANNER_EVENTS] =
        {"scanner_events", "Tools with far more entries than findings", "warn",
         "Its entries are events, not findings: never show the tool's own total as a number of risks."},
    [CHECK_STALE_SOURCES] = {"stale_sources", "Scans that have not come for long", "warn",
                             "Find out why they stopped: what they would find is missing from every number."},
    [CHECK_TICKETS_CLOSED_FINDING_OPEN] = {"tickets_closed_finding_open",
                                           "Open findings whose ticket is closed", "warn",
                                           "Reopen the ticket, or scan again to see that it is fixed."},
    [CHECK_UNMAPPED] = {"unmapped", "Open findings of services that are not in the inventory", "warn",
                        "Add the service to the inventory, or correct the tag of its export."},
    [CHECK_UNVERIFIED] = {"unverified", "Open findings that no recent scan has looked for", "warn",
                          "They may be fixed already: scan again, or name the scan that covers them."},
};

void
checks_init(struct checks *c, size_t periods)
{
    *c = (struct checks){.periods = periods};
    c->at = xcalloc(periods * CHECK_COUNT, sizeof *c->at);
    for (size_t i = 0; i < periods * CHECK_COUNT; i++)
        c->at[i].examples.max = CHECK_EXAMPLES_MAX;
}

/* The example is c->text, its place c->key. */
static void
found(struct checks *c, enum check_id id, size_t period)
{
    struct check *x = check_at(c, id, period);
    x->count++;
    rows_add(&x->examples, buf_as_slice(&c->key), buf_as_slice(&c->text));
}

static void
begin(struct checks *c)
{
    c->key.n = 0;
    c->text.n = 0;
}

void
checks_add(struct checks *c, enum check_id id, size_t period, struct slice key, struct slice text)
{
    struct check *x = check_at(c, id, period);
    x->count++;
    rows_add(&x->examples, key, text);
}

void
checks_count(struct checks *c, enum check_id id, size_t period)
{
    check_at(c, id, period)->count++;
}

int64_t
checks_found(const struct checks *c, enum check_id id, size_t period)
{
    return c->at[period * CHECK_COUNT + id].count;
}

void
checks_example(struct checks *c, enum check_id id, size_t period, struct slice key, struct slice text)
{
    rows_add(&check_at(c, id, period)->examples, key, text);
}

void
checks_of(struct checks *c, enum check_id id, size_t period, int64_t of)
{
    check_at(c, id, period)->of = of;
}

void
checks_of_more(struct checks *c, enum check_id id, size_t period, int64_t of)
{
    check_at(c, id, period)->of += of;
}

/* ---- exceptions, assets, rules ---- */

static void
say_exception(struct checks *c, const struct exception *x, int64_t days, const char *what)
{
    begin(c);
    key_descending(&c->key, days);
    key_text(&c->key, x->id);
    buf_slice(&c->text, x->id);
    if (days != NO_DAYS)
        buf_format(&c->text, ": %s %lld days", what, (long long)days);
    if (x->reason.p) {
        buf_text(&c->text, ": ");
        buf_slice(&c->text, x->reason);
    }
}

void
checks_exception(struct checks *c, size_t period, const struct exception *x, const struct exception_facts *f)
{
    check_at(c, CHECK_EXCEPTIONS_EXPIRED_STILL_OPEN, period)->of += f->expired;
    if (f->expired && x->open[period]) {
        say_exception(c, x, f->days_expired, "expired for");
        found(c, CHECK_EXCEPTIONS_EXPIRED_STILL_OPEN, period);
    }
    check_at(c, CHECK_EXCEPTIONS_WITHOUT_EXPIRY, period)->of += f->active;
    if (f->active && f->no_expiry) {
        say_exception(c, x, f->age_days, "in force for");
        found(c, CHECK_EXCEPTIONS_WITHOUT_EXPIRY, period);
    }
    check_at(c, CHECK_EXCEPTIONS_TOO_BROAD, period)->of += f->active && !x->scanner;
    if (f->too_broad) {
        say_exception(c, x, f->age_days, "in force for");
        found(c, CHECK_EXCEPTIONS_TOO_BROAD, period);
    }
    check_at(c, CHECK_EXCEPTIONS_MATCHING_NOTHING, period)->of += f->active && !x->scanner;
    if (f->idle) {
        say_exception(c, x, f->age_days, "in force for");
        found(c, CHECK_EXCEPTIONS_MATCHING_NOTHING, period);
    }
}

void
checks_asset(struct checks *c, size_t period, const struct asset *a, bool applies, bool never_scanned)
{
    check_at(c, CHECK_NEVER_SCANNED, period)->of += applies;
    if (!never_scanned)
        return;
    begin(c);
    key_text(&c->key, a->tier);
    key_text(&c->key, a->name);
    buf_slice(&c->text, a->name);
    if (a->tier.p) {
        buf_text(&c->text, " (tier ");
        buf_slice(&c->text, a->tier);
        buf_byte(&c->text, ')');
    }
    found(c, CHECK_NEVER_SCANNED, period);
}

void
checks_noisy(struct checks *c, size_t period, const struct noisy *x)
{
    begin(c);
    key_descending(&c->key, x->findings);
    key_text(&c->key, x->tool);
    key_text(&c->key, x->rule);
    buf_slice(&c->text, x->tool);
    buf_text(&c->text, ": ");
    buf_slice(&c->text, x->rule);
    buf_format(&c->text, ": %u findings, %u of them false positives: %s", x->findings, x->false_positives,
               x->why);
    found(c, CHECK_NOISY_RULES, period);
}

void
checks_noisy_of(struct checks *c, size_t period, size_t rules)
{
    check_at(c, CHECK_NOISY_RULES, period)->of = (int64_t)rules;
}

void
checks_reconciliation(struct checks *c, size_t period, int64_t residual, int64_t open)
{
    struct check *x = check_at(c, CHECK_RECONCILIATION, period);
    x->count = residual;
    x->of = open;
}

/* ---- rejects ---- */

static void
reject(struct checks *c, struct slice stage, int64_t n)
{
    for (size_t period = 0; n && period < c->periods; period++) {
        begin(c);
        key_descending(&c->key, n);
        key_text(&c->key, stage);
        buf_slice(&c->text, stage);
        buf_format(&c->text, ": %lld", (long long)n);
        found(c, CHECK_REJECTS, period);
        check_at(c, CHECK_REJECTS, period)->count += n - 1;
    }
}

static int64_t
number_at(json_val *root, const char *path)
{
    double v;
    return json_number(json_path(root, path), &v) && v > 0 && v < 1e15 ? (int64_t)v : 0;
}

struct account { /* of one stage, all its tallies together: shards have one each */
    char *stage;
    int64_t rejected, entries, lines;
};

static struct account *
read_tallies(struct slice tallies, size_t *n)
{
    struct json_doc doc = {0};
    struct map stages = {0};
    struct account *list = NULL;
    size_t cap = 0;
    while (tallies.n) {
        const char *end = memchr(tallies.p, '\n', tallies.n), *why;
        size_t length = end ? (size_t)(end - tallies.p) : tallies.n;
        json_val *root = json_parse(&doc, tallies.p, length, &why);
        struct slice stage = json_get_str(root, "stage");
        size_t at = *map_put(&stages, stage, *n);
        if (at == *n) {
            list = xgrow(list, &cap, at + 1, sizeof *list);
            list[(*n)++] = (struct account){.stage = xstrndup(stage.p ? stage.p : "", stage.n)};
        }
        list[at].rejected += number_at(root, "rejected");
        list[at].entries += number_at(root, "read.entries");
        list[at].lines += number_at(root, "read.lines");
        tallies.p += length + (end != NULL);
        tallies.n -= length + (end != NULL);
    }
    map_free(&stages);
    json_free(&doc);
    return list;
}

/* Of the entries that the first stage read; where no tally tells, of the lines read here. */
void
checks_rejects(struct checks *c, struct slice tallies, uint64_t own, uint64_t own_lines)
{
    size_t n = 0;
    struct account *list = read_tallies(tallies, &n);
    int64_t of = 0;
    for (size_t i = 0; i < n; i++) {
        reject(c, slice_of(list[i].stage), list[i].rejected);
        of = list[i].entries > of ? list[i].entries : of;
        of = list[i].lines > of ? list[i].lines : of;
        free(list[i].stage);
    }
    free(list);
    reject(c, SLICE("sm-derive"), (int64_t)own);
    for (size_t period = 0; period < c->periods; period++)
        check_at(c, CHECK_REJECTS, period)->of = of ? of : (int64_t)own_lines;
}

/* ---- writing ---- */

void
checks_write(struct checks *c, enum check_id id, size_t period, const struct period *p, struct buf *b)
{
    struct check *x = check_at(c, id, period);
    rows_sort(&x->examples);
    heading_write(b, SLICE("check"), slice_of(checks[id].id), slice_of(checks[id].title), p);
    buf_text(b, ",\"status\":\"");
    buf_text(b, x->count ? checks[id].status : "ok");
    buf_text(b, "\",\"count\":");
    buf_int(b, x->count);
    buf_text(b, ",\"of\":");
    buf_int(b, x->of);
    buf_text(b, ",\"examples\":[");
    for (size_t i = 0; i < x->examples.n; i++) {
        if (i)
            buf_byte(b, ',');
        buf_json_slice(b, rows_text(&x->examples, i));
    }
    buf_text(b, "],\"advice\":\"");
    buf_text(b, checks[id].advice);
    buf_text(b, "\"}");
}

void
checks_free(struct checks *c)
{
    for (size_t i = 0; i < c->periods * CHECK_COUNT; i++)
        rows_free(&c->at[i].examples);
    free(c->at);
    buf_free(&c->key);
    buf_free(&c->text);
}
