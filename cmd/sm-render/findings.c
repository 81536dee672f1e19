#include "findings.h"

#include <stdlib.h>
#include <string.h>

#include "clean.h"
#include "render.h"
#include "text.h"

static const struct severity severities[] = {
    {"critical", "error", 9.0, 10.0, 5, "Critical", "9.5"}, {"high", "error", 7.0, 8.9, 4, "High", "8.0"},
    {"medium", "warning", 4.0, 6.9, 3, "Medium", "5.5"},    {"low", "note", 0.1, 3.9, 2, "Low", "2.0"},
    {"info", "note", 0.0, 0.0, 1, "Informational", "0.0"},
};

/* Members that neither format holds, or not as exactly. */
static const char *const kept[] = {
    "product",
    "service",
    "confidence",
    "state",
    "first_seen",
    "last_seen",
    "owner",
    "exception_id",
    "release_blocking",
    "category",
    "target",
    "native_id",
    "cve",
    "cwe",
    "component",
    "location",
    "tier",
    "environment",
    "kev",
    "kev_added",
    "kev_due",
    "epss",
    "epss_date",
    "introduced_at",
    "introduced_by",
    "published_at",
    "found_in",
    "source_severity",
    "cvss",
    "resolved_at",
    "uncertain_days",
    "unverified",
    "ticket",
    "fix",
    "provenance",
    "reviewed_by",
    "reviewed_at",
    "rule_id",
};

/* Letters that cleaning leaves as they are, the most frequent case. */
static bool
is_plain(struct slice s)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] < ' ' || s.p[i] > '~')
            return false;
    return true;
}

void
findings_text(struct findings *f, struct buf *b, struct slice s)
{
    if (s.n && is_plain(s)) {
        buf_json(b, s.p, s.n);
        return;
    }
    f->clean.n = 0;
    clean_text(&f->clean, s);
    buf_json(b, f->clean.p ? f->clean.p : "", f->clean.n);
}

void
findings_kept(struct buf *b, const struct finding_in *in)
{
    bool any = false;
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++) {
        json_val *v = json_get(in->record, kept[i]);
        enum json_type type = json_type(v);
        if (type == JSON_ABSENT || type == JSON_NULL || (type == JSON_ARRAY && !json_count(v)))
            continue;
        buf_format(b, "%s\"%s\":", any ? "," : "", kept[i]);
        json_write(b, v);
        any = true;
    }
    if (in->title_changed) {
        buf_text(b, any ? ",\"finding_title\":" : "\"finding_title\":");
        json_write(b, json_get(in->record, "finding_title"));
    }
}

bool
findings_is_vulnerability(const struct finding_in *in)
{
    struct slice category = json_get_str(in->record, "category");
    if (json_count(json_get(in->record, "cve")))
        return true;
    return json_count(json_get(in->record, "cwe")) && !slice_is(category, "secrets") &&
           !slice_is(category, "iac") && !slice_is(category, "cloud");
}

struct slice
findings_rule(const struct finding_in *in)
{
    json_val *first;
    struct json_iter it = json_each(json_get(in->record, "cve"));
    struct slice rule = json_get_str(in->record, "rule_id");
    if (!rule.n && json_next(&it, NULL, &first))
        rule = json_str(first);
    if (!rule.n)
        rule = json_get_str(in->record, "category");
    return rule.n ? rule : SLICE("other");
}

/* ---- exceptions, which come before the findings that they cover */

static void
tell(struct findings *f, const char *name, json_val *v)
{
    if (json_type(v) != JSON_STRING)
        return;
    buf_format(&f->told, ",\"%s\":", name);
    findings_text(f, &f->told, json_str(v));
}

/* What a suppression says of it; property names as Microsoft's tools write them, who ask for the same facts.
 */
static void
take_exception(struct findings *f, json_val *v)
{
    struct slice id = json_get_str(v, "id"), reason = json_get_str(v, "reason");
    if (!id.n || f->exceptions.n >= EXCEPTIONS_SAID_MAX)
        return;
    *map_put(&f->exceptions, id, 0) = f->told.n;
    buf_text(&f->told, "\"justification\":");
    findings_text(f, &f->told, reason.n ? reason : id);
    buf_text(&f->told, ",\"properties\":{\"id\":");
    json_write(&f->told, json_get(v, "id"));
    tell(f, "alias", json_get(v, "approver"));
    tell(f, "timeUtc", json_get(v, "granted"));
    tell(f, "expiryUtc", json_get(v, "expires"));
    buf_text(&f->told, "}");
    buf_byte(&f->told, '\0');
}

static const char *
exception_of(const struct findings *f, struct slice id)
{
    size_t at = id.n ? map_get(&f->exceptions, id) : MAP_NONE;
    return at == MAP_NONE ? NULL : f->told.p + at;
}

/* ---- the stream */

/* `[words](target)`, which SARIF escapes. */
static bool
holds_link(struct slice s)
{
    for (size_t i = 0; i + 1 < s.n; i++)
        if (s.p[i] == ']' && s.p[i + 1] == '(')
            return true;
    return false;
}

static struct slice
cleaned(struct buf *b, struct slice s, const char *otherwise)
{
    b->n = 0;
    buf_room(b, s.n + 1);
    clean_text(b, s.n ? s : slice_of(otherwise));
    return buf_as_slice(b);
}

static void
take_finding(struct render *r, json_val *v)
{
    struct findings *f = &r->findings;
    struct slice severity = json_get_str(v, "severity"), title = json_get_str(v, "finding_title");
    struct finding_in in = {.record = v, .state = json_get_str(v, "state")};
    for (size_t i = 0; i < sizeof severities / sizeof *severities; i++)
        if (slice_is(severity, severities[i].word))
            in.severity = &severities[i];
    in.tool = cleaned(&f->tool, json_get_str(v, "source_tool"), "unknown");
    in.title = cleaned(&f->title, title, "(no title)");
    in.title_changed = title.n && (!slice_same(in.title, title) || holds_link(title));
    in.exception = exception_of(f, json_get_str(v, "exception_id"));
    f->taken++;
    if (r->writer->reads == READS_SARIF)
        sarif_take(r, &in);
    else
        ocsf_take(r, &in);
}

/* Valid UTF-8: what is copied from the record goes out as it is. */
static json_val *
parse(struct findings *f, struct slice text, const char **why)
{
    if (text_valid_prefix(text) != text.n) {
        f->repaired.n = 0;
        text_repair(&f->repaired, text);
        text = buf_as_slice(&f->repaired);
    }
    return json_parse(&f->doc, text.p, text.n, why);
}

void
findings_take(struct render *r, struct record *record)
{
    const char *why = NULL;
    struct findings *f = &r->findings;
    bool finding = slice_is(record->kind, "finding"), exception = slice_is(record->kind, "exception");
    if (slice_is(record->kind, "metric"))
        f->metrics = true;
    if (!finding)
        tally_skip(&r->stage.tally, "passed");
    if (!finding && !(exception && r->writer->reads == READS_SARIF))
        return;
    json_val *v = parse(f, record->text, &why);
    if (!v)
        stage_reject(&r->stage, r->stage.lines.name, r->stage.lines.number, record->text, "%s: %s",
                     finding ? "finding" : "exception", why);
    else if (finding)
        take_finding(r, v);
    else
        take_exception(f, v);
}

void
findings_check(struct render *r)
{
    const struct findings *f = &r->findings;
    if (!f->taken && f->metrics)
        report_die("no finding in the input, but metrics: --format %s takes what sm-dedup writes",
                   r->writer->name);
    if (f->timeless)
        stage_note(&r->stage, "findings without any time: %llu", (unsigned long long)f->timeless);
    if (f->exceptions.n >= EXCEPTIONS_SAID_MAX)
        stage_note(&r->stage, "more than %d exceptions: of the others only the id is written",
                   EXCEPTIONS_SAID_MAX);
}

void
findings_free(struct findings *f)
{
    json_free(&f->doc);
    buf_free(&f->repaired);
    buf_free(&f->clean);
    buf_free(&f->tool);
    buf_free(&f->title);
    buf_free(&f->key);
    buf_free(&f->told);
    map_free(&f->exceptions);
    sarif_free(f->sarif);
}
