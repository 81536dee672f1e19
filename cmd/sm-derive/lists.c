#include "lists.h"

#include <stdlib.h>

#include "cells.h"
#include "heading.h"
#include "limits.h"
#include "mem.h"

struct list {
    const char *id, *title;
    const char *columns; /* JSON: of name and type */
};

#define TEXT(name) "{\"name\":\"" name "\",\"type\":\"text\"}"
#define NUMBER(name) ",{\"name\":\"" name "\",\"type\":\"number\"}"
#define DATE(name) ",{\"name\":\"" name "\",\"type\":\"date\"}"
#define DATE_FIRST(name) "{\"name\":\"" name "\",\"type\":\"date\"}"
#define MORE(name) "," TEXT(name)
#define ID(name) "{\"name\":\"" name "\",\"type\":\"id\"}"

#define TOP_COLUMNS NUMBER("open") NUMBER("critical") NUMBER("high") NUMBER("fixable")
#define REVIEW_COLUMNS \
    TEXT("metric")     \
    MORE("title")      \
    MORE("owner")      \
    NUMBER("effort_minutes") NUMBER("first_value") NUMBER("last_value") NUMBER("moved") NUMBER("actions")

static const struct list lists[LIST_COUNT] = {
    [LIST_ACTIONS] = {"actions", "Decisions taken in the period",
                      DATE_FIRST("at") MORE("decision") MORE("metric") MORE("owner") MORE("type") MORE("area")
                          MORE("services") MORE("products")},
    [LIST_CRITICAL_OLDER_THAN_SLA] = {"critical_older_than_sla", "Critical findings past their due date",
                                      ID("finding") MORE("title") MORE("service") MORE("owner") MORE("tier")
                                          DATE("first_seen") DATE("due") NUMBER("days_overdue")
                                              MORE("fixed_version") MORE("ticket")},
    [LIST_EXCEPTIONS_EXPIRED_STILL_OPEN] = {"exceptions_expired_still_open",
                                            "Expired exceptions whose finding is still open",
                                            ID("exception") MORE("service") MORE("reason") MORE("approver")
                                                DATE("expires") NUMBER("days_expired")
                                                    NUMBER("findings_open")},
    [LIST_EXCEPTIONS_MATCHING_NOTHING] = {"exceptions_matching_nothing",
                                          "Exceptions in force that no finding matches",
                                          ID("exception") MORE("service") MORE("names") MORE("reason") MORE(
                                              "approver") DATE("granted") DATE("expires") NUMBER("age_days")},
    [LIST_EXCEPTIONS_WITHOUT_EXPIRY] = {"exceptions_without_expiry",
                                        "Exceptions in force without an expiry date",
                                        ID("exception") MORE("service") MORE("disposition") MORE("reason")
                                            MORE("approver") DATE("granted") NUMBER("age_days")
                                                NUMBER("findings_covered")},
    [LIST_FIXED] = {"fixed", "Findings fixed in the period, newest first",
                    ID("finding") MORE("title") MORE("severity") MORE("service") MORE("component") MORE("fix")
                        DATE("resolved") NUMBER("days_to_resolve")},
    [LIST_KEV_OPEN] = {"kev_open", "Open findings that are known to be exploited",
                       ID("finding") MORE("title") MORE("severity") MORE("service") MORE("owner")
                           DATE("first_seen") DATE("kev_due") MORE("fixed_version")},
    [LIST_METRIC_REVIEW] = {"metric_review", "What each metric costs and brings", REVIEW_COLUMNS},
    [LIST_MISSING_OWNER] = {"missing_owner", "Open findings without an owner",
                            ID("finding") MORE("title") MORE("severity") MORE("service") MORE("category")
                                MORE("target") DATE("first_seen") NUMBER("age_days")},
    [LIST_MOVEMENT] = {"movement", "From open at the start to open at the end",
                       TEXT("by") MORE("value") NUMBER("open_at_start") NUMBER("first_opened")
                           NUMBER("resolved") NUMBER("reopened") NUMBER("accepted_or_false_positive")
                               NUMBER("returned") NUMBER("open_at_end") NUMBER("residual")
                                   NUMBER("published_at_start")},
    [LIST_NEVER_SCANNED] = {"never_scanned", "Systems that no scan has ever looked at",
                            TEXT("asset") MORE("service") MORE("tier") MORE("owner") MORE("product")
                                MORE("controls")},
    [LIST_NOISY_RULES] = {"noisy_rules", "Rules that make most of the noise",
                          TEXT("tool") MORE("rule") NUMBER("findings") NUMBER("share_of_tool")
                              NUMBER("false_positives") NUMBER("false_positive_share") MORE("reason")},
    [LIST_OWNERS] = {"owners", "Open findings by owner",
                     TEXT("owner") NUMBER("open") NUMBER("overdue") NUMBER("oldest_days") NUMBER("due_next")},
    [LIST_REMOVAL_CANDIDATES] = {"removal_candidates", "Metrics that cost effort and that no action cites",
                                 REVIEW_COLUMNS},
    [LIST_SCORECARD_TALLY] = {"scorecard_tally", "Targets met and missed, against the period before",
                              TEXT("compared_with") NUMBER("targets") NUMBER("met") NUMBER("missed")
                                  NUMBER("no_value") NUMBER("better") NUMBER("worse") NUMBER("same")
                                      NUMBER("met_before")},
    [LIST_SUPPLIERS] = {"suppliers", "Suppliers of packages with open findings",
                        TEXT("supplier") TOP_COLUMNS},
    [LIST_TICKETS_MATCHING_NOTHING] = {"tickets_matching_nothing", "Tickets that match no finding",
                                       ID("ticket") MORE("title") MORE("state") MORE("service") MORE("names")
                                           MORE("owner") DATE("created")},
    [LIST_TOP_COMPONENTS] = {"top_components", "Components with the most open findings",
                             TEXT("component") TOP_COLUMNS},
    [LIST_TOP_CWES] = {"top_cwes", "Weaknesses with the most open findings", TEXT("cwe") TOP_COLUMNS},
    [LIST_UNCOVERED_SERVICES] = {"uncovered_services",
                                 "Tier 1 services without a control that applies to them",
                                 TEXT("service") MORE("asset") MORE("tier") MORE("owner") MORE("product")
                                     MORE("missing") NUMBER("controls_missing") DATE("last_scan")},
    [LIST_UNMAPPED] = {"unmapped", "Open findings of services that are not in the inventory",
                       ID("finding") MORE("title") MORE("severity") MORE("service") MORE("target")
                           MORE("tool") DATE("first_seen") NUMBER("age_days")},
};

void
lists_init(struct lists *l, size_t periods)
{
    *l = (struct lists){.periods = periods};
    l->at = xcalloc(periods * LIST_COUNT, sizeof *l->at);
    for (size_t i = 0; i < periods * LIST_COUNT; i++)
        l->at[i].max = LIST_ROWS_MAX;
}

void
lists_begin(struct lists *l)
{
    l->key.n = 0;
    l->row.n = 0;
    buf_byte(&l->row, '[');
}

void
lists_end(struct lists *l, enum list_id id, size_t period)
{
    buf_byte(&l->row, ']');
    rows_add(&l->at[period * LIST_COUNT + id], buf_as_slice(&l->key), buf_as_slice(&l->row));
}

static void
see(struct lists_seen *seen, struct rows *r, struct slice key)
{
    seen->at = xgrow(seen->at, &seen->cap, seen->n + 1, sizeof *seen->at);
    seen->at[seen->n++] = (struct place_in_rows){r, {NULL, key.n}};
    buf_slice(&seen->keys, key);
}

void
lists_watch(struct lists *l, struct lists_seen *seen)
{
    seen->n = seen->keys.n = 0;
    l->seen = seen;
}

void
lists_unwatch(struct lists *l)
{
    struct lists_seen *seen = l->seen;
    size_t at = 0;
    for (size_t i = 0; i < seen->n; i++) { /* now that the keys stay where they are */
        seen->at[i].key.p = seen->keys.p + at;
        at += seen->at[i].key.n;
    }
    l->seen = NULL;
}

void
lists_seen_free(struct lists_seen *seen)
{
    free(seen->at);
    buf_free(&seen->keys);
    *seen = (struct lists_seen){0};
}

bool
lists_skip(struct lists *l, enum list_id id, size_t period, struct slice text)
{
    struct rows *r = &l->at[period * LIST_COUNT + id];
    if (l->seen)
        see(l->seen, r, buf_as_slice(&l->key));
    bool wanted = rows_would_take(&(struct place_in_rows){r, buf_as_slice(&l->key)}, text) == TAKES;
    r->total += !wanted;
    return !wanted;
}

bool
lists_take(struct lists *l, enum list_id id, size_t period)
{
    return rows_take(&l->at[period * LIST_COUNT + id], buf_as_slice(&l->key));
}

void
lists_put(struct lists *l, enum list_id id, size_t period)
{
    buf_byte(&l->row, ']');
    rows_put(&l->at[period * LIST_COUNT + id], buf_as_slice(&l->key), buf_as_slice(&l->row));
}

static void
comma(struct buf *row)
{
    if (row->n > 1)
        buf_byte(row, ',');
}

void
cell_text(struct buf *row, struct slice s)
{
    comma(row);
    buf_json_slice(row, s);
}

void
cell_number(struct buf *row, double v)
{
    comma(row);
    buf_number(row, v);
}

void
cell_days(struct buf *row, int64_t v)
{
    comma(row);
    if (v == NO_DAYS)
        buf_text(row, "null");
    else
        buf_int(row, v);
}

void
cell_date(struct buf *row, int64_t at)
{
    comma(row);
    date_write_json(row, at);
}

void
cell_null(struct buf *row)
{
    comma(row);
    buf_text(row, "null");
}

/* ---- exceptions and assets ---- */

void
lists_exception(struct lists *l, size_t period, const struct exception *x, const struct exception_facts *f)
{
    if (f->expired && x->open[period]) {
        lists_begin(l);
        cell_text(&l->row, x->id);
        cell_text(&l->row, x->service);
        cell_text(&l->row, x->reason);
        cell_text(&l->row, x->approver);
        cell_date(&l->row, x->expires);
        cell_days(&l->row, f->days_expired);
        cell_days(&l->row, x->open[period]);
        key_descending(&l->key, f->days_expired);
        key_text(&l->key, x->id);
        lists_end(l, LIST_EXCEPTIONS_EXPIRED_STILL_OPEN, period);
    }
    if (f->active && f->no_expiry) {
        lists_begin(l);
        cell_text(&l->row, x->id);
        cell_text(&l->row, x->service);
        cell_text(&l->row, x->disposition);
        cell_text(&l->row, x->reason);
        cell_text(&l->row, x->approver);
        cell_date(&l->row, x->granted);
        cell_days(&l->row, f->age_days);
        cell_days(&l->row, x->covered[period]);
        key_descending(&l->key, f->age_days);
        key_text(&l->key, x->id);
        lists_end(l, LIST_EXCEPTIONS_WITHOUT_EXPIRY, period);
    }
}

void
lists_asset(struct lists *l, size_t period, const struct asset *a, const struct judge *j,
            const struct covered *c)
{
    struct buf missing = {0};
    int64_t n = 0, last = DATE_NONE;
    for (size_t i = 0; slice_is(a->tier, "1") && i < j->n_controls; i++) {
        if (!a->applies[i])
            continue;
        if (c[i].last.at > last)
            last = c[i].last.at;
        if (c[i].yes)
            continue;
        buf_text(&missing, n++ ? ", " : "");
        buf_slice(&missing, j->controls[i].name);
    }
    if (n) {
        lists_begin(l);
        cell_text(&l->row, a->service);
        cell_text(&l->row, a->name);
        cell_text(&l->row, a->tier);
        cell_text(&l->row, a->owner);
        cell_text(&l->row, a->product);
        cell_text(&l->row, buf_as_slice(&missing));
        cell_days(&l->row, n);
        cell_date(&l->row, last);
        key_descending(&l->key, n);
        key_text(&l->key, a->service);
        key_text(&l->key, a->name);
        lists_end(l, LIST_UNCOVERED_SERVICES, period);
    }
    buf_free(&missing);
}

/* The strings of an array, as one text. */
static void
cell_joined(struct lists *l, struct slice array)
{
    static struct json_doc doc;
    struct buf b = {0};
    const char *why;
    json_val *v = array.p ? json_parse(&doc, array.p, array.n, &why) : NULL;
    struct json_iter it = json_each(v);
    buf_slice(&b, json_str(v));
    while (!it.object && json_next(&it, NULL, &v)) {
        buf_text(&b, b.n ? ", " : "");
        buf_slice(&b, json_str(v));
    }
    cell_text(&l->row, b.n ? buf_as_slice(&b) : (struct slice){0});
    buf_free(&b);
}

void
lists_action(struct lists *l, size_t period, struct record *r)
{
    static const char *const names[] = {"decision", "metric", "owner", "type", "area"};
    int64_t at = date_parse(record_str(r, "at"));
    lists_begin(l);
    cell_date(&l->row, at);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        cell_text(&l->row, record_str(r, names[i]));
    cell_joined(l, record_get(r, "services"));
    cell_joined(l, record_get(r, "products"));
    key_descending(&l->key, at);
    key_text(&l->key, record_str(r, "decision"));
    lists_end(l, LIST_ACTIONS, period);
}

/* ---- writing ---- */

void
lists_write(struct lists *l, enum list_id id, size_t period, const struct period *p, struct buf *b)
{
    struct rows *r = &l->at[period * LIST_COUNT + id];
    rows_sort(r);
    heading_write(b, SLICE("list"), slice_of(lists[id].id), slice_of(lists[id].title), p);
    buf_text(b, ",\"columns\":[");
    buf_text(b, lists[id].columns);
    buf_text(b, "],\"rows\":[");
    for (size_t i = 0; i < r->n; i++) {
        if (i)
            buf_byte(b, ',');
        buf_slice(b, rows_text(r, i));
    }
    buf_text(b, "],\"total\":");
    buf_int(b, (int64_t)r->total);
    buf_byte(b, '}');
}

void
lists_free(struct lists *l)
{
    for (size_t i = 0; i < l->periods * LIST_COUNT; i++)
        rows_free(&l->at[i]);
    free(l->at);
    buf_free(&l->key);
    buf_free(&l->row);
}
