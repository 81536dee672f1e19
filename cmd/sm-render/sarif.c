/* SARIF 2.1.0 (OASIS standard, clauses in brackets). Findings come in any order and SARIF groups them by
 * tool: the results of each tool wait as a part (parts.h), rules are kept up to RULES_MAX. Paths are relative
 * to the root of the repository. */
#include <stdlib.h>
#include <string.h>

#include "clean.h"
#include "mem.h"
#include "parts.h"
#include "render.h"

#define RULES_MAX 100000   /* rules described; results of others name their rule and have no index */
#define TOOLS_MAX 1000     /* runs; the findings of further tools stand in the last one, as "other tools" */
#define RULE_TITLE_MAX 200 /* characters of a rule's description */

struct rule {
    struct slice id, title, score; /* score: of the worst finding */
    const struct severity *severity;
    size_t next; /* rule of the same run, or MAP_NONE */
};

struct tool_run {
    struct slice tool;
    size_t part, first, last, n_rules; /* rules in order of their index */
};

struct sarif {
    struct parts parts;
    struct map tools, rules; /* name → run; run and id → rule */
    struct tool_run *run;
    struct rule *rule;
    size_t *index; /* of a rule in its run */
    size_t n_runs, cap_runs, n_rules, cap_rules, cap_index;
    struct buf b, key;
    struct pool pool; /* names and titles */
};

void
sarif_free(struct sarif *s)
{
    if (!s)
        return;
    parts_free(&s->parts);
    map_free(&s->tools);
    map_free(&s->rules);
    free(s->run);
    free(s->rule);
    free(s->index);
    buf_free(&s->b);
    buf_free(&s->key);
    pool_free(&s->pool);
    free(s);
}

static struct slice
keep(struct sarif *s, struct slice text)
{
    return (struct slice){pool_copy(&s->pool, text.n ? text.p : "", text.n), text.n};
}

static size_t
run_of(struct sarif *s, struct slice tool)
{
    size_t at = map_get(&s->tools, tool);
    if (at != MAP_NONE)
        return at;
    if (s->n_runs > TOOLS_MAX)
        return TOOLS_MAX;
    if (s->n_runs == TOOLS_MAX)
        tool = SLICE("other tools");
    s->run = xgrow(s->run, &s->cap_runs, s->n_runs + 1, sizeof *s->run);
    s->run[s->n_runs] = (struct tool_run){
        .tool = keep(s, tool), .part = parts_new(&s->parts), .first = MAP_NONE, .last = MAP_NONE};
    *map_put(&s->tools, tool, 0) = s->n_runs;
    return s->n_runs++;
}

/* The finding's own score where its severity agrees with it, else one in the middle of the severity. */
static struct slice
score_of(const struct finding_in *in)
{
    double v;
    json_val *cvss = json_get(in->record, "cvss");
    if (!in->severity)
        return (struct slice){0};
    if (json_number(cvss, &v) && v >= in->severity->low && v <= in->severity->high)
        return json_number_text(cvss);
    return slice_of(in->severity->middling);
}

static size_t
rule_new(struct sarif *s, struct tool_run *run, struct slice id, const struct finding_in *in)
{
    size_t at = s->n_rules, all;
    s->rule = xgrow(s->rule, &s->cap_rules, at + 1, sizeof *s->rule);
    s->index = xgrow(s->index, &s->cap_index, at + 1, sizeof *s->index);
    s->rule[at] = (struct rule){
        .id = keep(s, id), .title = keep(s, clean_cut(in->title, RULE_TITLE_MAX, &all)), .next = MAP_NONE};
    s->index[at] = run->n_rules++;
    if (run->last == MAP_NONE)
        run->first = at;
    else
        s->rule[run->last].next = at;
    run->last = at;
    s->n_rules++;
    return at;
}

/* The rule of a finding, or MAP_NONE beyond RULES_MAX. */
static size_t
rule_of(struct sarif *s, size_t run, struct slice id, const struct finding_in *in)
{
    struct slice number = {(const char *)&run, sizeof run};
    s->key.n = 0;
    buf_slice(&s->key, number);
    buf_slice(&s->key, id);
    size_t at = map_get(&s->rules, buf_as_slice(&s->key));
    if (at == MAP_NONE && s->n_rules < RULES_MAX) {
        at = rule_new(s, &s->run[run], id, in);
        *map_put(&s->rules, buf_as_slice(&s->key), 0) = at;
    }
    if (at != MAP_NONE && in->severity &&
        (!s->rule[at].severity || in->severity->low > s->rule[at].severity->low)) {
        s->rule[at].severity = in->severity;
        s->rule[at].score = keep(s, score_of(in));
    }
    return at;
}

/* Plain text of a message [3.11]: `[words](target)` would be a link. */
static void
write_message(struct findings *f, struct buf *b, struct slice title)
{
    bool link = false;
    for (size_t i = 0; i + 1 < title.n; i++)
        link = link || (title.p[i] == ']' && title.p[i + 1] == '(');
    f->key.n = 0;
    for (size_t i = 0; i < title.n; i++) {
        if (link && (title.p[i] == '[' || title.p[i] == ']' || title.p[i] == '\\'))
            buf_byte(&f->key, '\\');
        buf_byte(&f->key, title.p[i]);
    }
    buf_text(b, "{\"text\":");
    buf_json_slice(b, buf_as_slice(&f->key));
    buf_byte(b, '}');
}

/* A path as a URI reference [3.4.3]: what could be taken for a scheme, a host or a query is escaped. */
static void
write_uri(struct buf *b, struct slice path)
{
    static const char plain[] = "-._~/!$&'()*+,;=@";
    buf_byte(b, '"');
    for (size_t i = 0; i < path.n; i++) {
        unsigned char c = (unsigned char)path.p[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if ((letter || (c && strchr(plain, c))) && !(c == '/' && i == 1 && path.p[0] == '/'))
            buf_byte(b, (char)c);
        else
            buf_format(b, "%%%02X", c);
    }
    buf_byte(b, '"');
}

static void
write_physical(struct buf *b, json_val *location)
{
    double line;
    buf_text(b, "\"physicalLocation\":{\"artifactLocation\":{\"uri\":");
    write_uri(b, json_get_str(location, "file"));
    buf_byte(b, '}');
    if (json_number(json_get(location, "line"), &line) && line >= 1 && line < 1e9)
        buf_format(b, ",\"region\":{\"startLine\":%.0f}", line);
    buf_byte(b, '}');
}

static void
write_logical(struct findings *f, struct buf *b, struct slice name, const char *kind)
{
    buf_text(b, "\"logicalLocations\":[{\"fullyQualifiedName\":");
    findings_text(f, b, name);
    buf_format(b, ",\"kind\":\"%s\"}]", kind);
}

static void
write_package(struct findings *f, struct buf *b, json_val *component)
{
    struct slice purl = json_get_str(component, "purl"), version = json_get_str(component, "version");
    f->key.n = 0;
    buf_slice(&f->key, purl.n ? purl : json_get_str(component, "name"));
    if (!purl.n && version.n) {
        buf_byte(&f->key, '@');
        buf_slice(&f->key, version);
    }
    write_logical(f, b, buf_as_slice(&f->key), "package");
}

/* Where: the file, and what else names the place: package, address, resource, target. */
static void
write_locations(struct findings *f, struct buf *b, const struct finding_in *in)
{
    json_val *location = json_get(in->record, "location"), *component = json_get(in->record, "component");
    struct slice target = json_get_str(in->record, "target"), url = json_get_str(location, "url");
    struct slice resource = json_get_str(location, "resource");
    bool file = json_get_str(location, "file").n > 0,
         package = json_get_str(component, "name").n > 0 || json_get_str(component, "purl").n > 0;
    if (!file && !package && !target.n && !url.n && !resource.n)
        return;
    buf_text(b, ",\"locations\":[{");
    if (file)
        write_physical(b, location);
    if (file && (package || url.n || resource.n))
        buf_byte(b, ',');
    if (package)
        write_package(f, b, component);
    else if (url.n)
        write_logical(f, b, url, "url");
    else if (resource.n || !file)
        write_logical(f, b, resource.n ? resource : target, "resource");
    buf_text(b, "}]");
}

/* All results of a run say whether they are suppressed, or none does [3.27.23]. */
static void
write_suppression(struct findings *f, struct buf *b, const struct finding_in *in)
{
    struct slice id = json_get_str(in->record, "exception_id");
    bool accepted = slice_is(in->state, "accepted"), wrong = slice_is(in->state, "false_positive");
    buf_text(b, ",\"suppressions\":[");
    if (accepted || wrong) {
        buf_text(b, "{\"kind\":\"external\",\"status\":\"accepted\",");
        if (in->exception) {
            buf_text(b, in->exception);
        } else {
            buf_text(b, "\"justification\":");
            findings_text(f, b, id.n ? id : wrong ? SLICE("false positive") : SLICE("risk accepted"));
        }
        buf_byte(b, '}');
    }
    buf_byte(b, ']');
}

/* Against the month before [3.27.24]: gone, here for the first time, with another state, or as it was. */
static const char *
baseline_of(const struct finding_in *in)
{
    json_val *v, *last = NULL;
    struct slice seen = json_get_str(in->record, "last_seen");
    struct json_iter it = json_each(json_get(in->record, "timeline"));
    size_t events = json_count(json_get(in->record, "timeline"));
    while (json_next(&it, NULL, &v))
        last = v;
    if (slice_is(in->state, "resolved"))
        return "absent";
    if (seen.p && slice_same(seen, json_get_str(in->record, "first_seen")))
        return "new";
    return events > 1 && seen.p && slice_same(json_get_str(last, "at"), seen) ? "updated" : "unchanged";
}

static void
write_tags(struct findings *f, struct buf *b, const struct finding_in *in)
{
    json_val *v;
    struct slice category = json_get_str(in->record, "category");
    struct json_iter cwes = json_each(json_get(in->record, "cwe")),
                     cves = json_each(json_get(in->record, "cve"));
    buf_text(b, ",\"tags\":[\"security\"");
    if (category.n) {
        buf_byte(b, ',');
        findings_text(f, b, category);
    }
    while (json_next(&cves, NULL, &v) || json_next(&cwes, NULL, &v)) {
        buf_byte(b, ',');
        findings_text(f, b, json_str(v));
    }
    buf_byte(b, ']');
}

static void
write_properties(struct findings *f, struct buf *b, const struct finding_in *in)
{
    struct slice score = score_of(in);
    buf_text(b, ",\"properties\":{\"sm\":{");
    findings_kept(b, in);
    buf_byte(b, '}');
    if (score.n) {
        buf_text(b, ",\"security-severity\":\"");
        buf_slice(b, score);
        buf_byte(b, '"');
    }
    write_tags(f, b, in);
    buf_byte(b, '}');
}

static void
write_seen(struct buf *b, const struct finding_in *in)
{
    struct slice first = json_get_str(in->record, "first_seen"), last = json_get_str(in->record, "last_seen");
    if (!first.p && !last.p)
        return;
    buf_text(b, ",\"provenance\":{");
    if (first.p) {
        buf_text(b, "\"firstDetectionTimeUtc\":");
        buf_json_slice(b, first);
    }
    if (last.p) {
        buf_text(b, first.p ? ",\"lastDetectionTimeUtc\":" : "\"lastDetectionTimeUtc\":");
        buf_json_slice(b, last);
    }
    buf_byte(b, '}');
}

static void
write_result(struct findings *f, struct buf *b, const struct finding_in *in, struct slice rule, size_t index)
{
    struct slice id = json_get_str(in->record, "id");
    buf_text(b, "{\"ruleId\":");
    findings_text(f, b, rule);
    if (index != MAP_NONE)
        buf_format(b, ",\"ruleIndex\":%zu", index);
    buf_format(b, ",\"level\":\"%s\",\"message\":", in->severity ? in->severity->level : "warning");
    write_message(f, b, in->title);
    write_locations(f, b, in);
    if (id.n) {
        buf_text(b, ",\"partialFingerprints\":{\"sm/v1\":");
        findings_text(f, b, id);
        buf_byte(b, '}');
    }
    buf_format(b, ",\"baselineState\":\"%s\"", baseline_of(in));
    write_suppression(f, b, in);
    write_seen(b, in);
    write_properties(f, b, in);
    buf_byte(b, '}');
}

void
sarif_take(struct render *r, const struct finding_in *in)
{
    struct findings *f = &r->findings;
    if (!f->sarif)
        f->sarif = xcalloc(1, sizeof *f->sarif);
    struct sarif *s = f->sarif;
    size_t run = run_of(s, in->tool), before = s->parts.part[s->run[run].part].n;
    struct slice rule = findings_rule(in);
    size_t at = rule_of(s, run, rule, in);
    bool first = !before && !s->parts.part[s->run[run].part].waiting.n;
    s->b.n = 0;
    buf_text(&s->b, first ? "\n" : ",\n");
    write_result(f, &s->b, in, rule, at == MAP_NONE ? MAP_NONE : s->index[at]);
    parts_add(&s->parts, s->run[run].part, buf_as_slice(&s->b));
}

static void
write_rules(struct findings *f, struct output *out, const struct tool_run *run)
{
    const struct sarif *s = f->sarif;
    struct buf *b = &out->buf;
    for (size_t at = run->first; at != MAP_NONE; at = s->rule[at].next) {
        const struct rule *rule = &s->rule[at];
        buf_format(b, "%s\n{\"id\":", at == run->first ? "" : ",");
        findings_text(f, b, rule->id);
        buf_text(b, ",\"shortDescription\":");
        write_message(f, b, rule->title);
        if (rule->severity) {
            buf_format(b, ",\"defaultConfiguration\":{\"level\":\"%s\"}", rule->severity->level);
            buf_text(b, ",\"properties\":{\"security-severity\":\"");
            buf_slice(b, rule->score);
            buf_text(b, "\",\"tags\":[\"security\"]}");
        }
        buf_byte(b, '}');
        output_flow(out);
    }
}

void
sarif_write(struct buf *b, struct render *r)
{
    struct output *out = &r->stage.out;
    struct sarif *s = r->findings.sarif;
    buf_text(
        b, "{\"$schema\":\"https://json.schemastore.org/sarif-2.1.0.json\",\"version\":\"2.1.0\",\"runs\":[");
    for (size_t i = 0; s && i < s->n_runs; i++) {
        buf_text(b, i ? ",\n{\"tool\":{\"driver\":{\"name\":" : "\n{\"tool\":{\"driver\":{\"name\":");
        findings_text(&r->findings, b, s->run[i].tool);
        buf_text(b, ",\"rules\":[");
        write_rules(&r->findings, out, &s->run[i]);
        buf_text(b, "]}},\"columnKind\":\"unicodeCodePoints\",\"results\":[");
        parts_copy(&s->parts, s->run[i].part, out);
        buf_text(b, "]}");
    }
    buf_text(b, "]}\n");
}
