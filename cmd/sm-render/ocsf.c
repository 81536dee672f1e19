/* OCSF 1.4.0 (schema.ocsf.io), one object a line: Vulnerability Finding (2002) for known flaws and
 * weaknesses, Detection Finding (2004) for secrets and postures. Times are milliseconds. The product is the
 * tool that found it; `log_provider` says that the line is ours, and `unmapped` then holds the record's own
 * members. */
#include <string.h>

#include "date.h"
#include "render.h"

#define OCSF_VERSION "1.4.0"

enum activity { ACTIVITY_CREATE = 1, ACTIVITY_UPDATE = 2, ACTIVITY_CLOSE = 3 };

static const struct state {
    const char *word;
    int id;
    const char *caption;
} states[] = {
    {"open", 1, "New"},
    {"in_progress", 2, "In Progress"},
    {"resolved", 4, "Resolved"},
    {"accepted", 3, "Suppressed"},
    {"false_positive", 3, "Suppressed"},
};

static int64_t
time_of(const struct finding_in *in, const char *name)
{
    struct slice s = json_get_str(in->record, name);
    return s.p ? date_parse(s) : DATE_NONE;
}

static void
add_time(struct buf *b, const char *name, int64_t seconds)
{
    if (seconds != DATE_NONE)
        buf_format(b, ",\"%s\":%lld", name, (long long)seconds * 1000);
}

/* A member of the record under a name of OCSF, where it is a text. */
static void
add_text(struct findings *f, struct buf *b, const char *name, struct slice s)
{
    if (!s.n)
        return;
    buf_format(b, ",\"%s\":", name);
    findings_text(f, b, s);
}

static void
write_class(struct buf *b, const struct finding_in *in, bool vulnerability)
{
    static const char *const verbs[] = {"", "Create", "Update", "Close"};
    int uid = vulnerability ? 2002 : 2004;
    const char *name = vulnerability ? "Vulnerability Finding" : "Detection Finding";
    struct slice first = json_get_str(in->record, "first_seen");
    enum activity activity = slice_is(in->state, "resolved") ? ACTIVITY_CLOSE
                             : first.p && slice_same(first, json_get_str(in->record, "last_seen"))
                                 ? ACTIVITY_CREATE
                                 : ACTIVITY_UPDATE;
    buf_format(b,
               "{\"class_uid\":%d,\"class_name\":\"%s\",\"category_uid\":2,\"category_name\":\"Findings\","
               "\"activity_id\":%d,\"activity_name\":\"%s\",\"type_uid\":%d,\"type_name\":\"%s: %s\"",
               uid, name, activity, verbs[activity], uid * 100 + (int)activity, name, verbs[activity]);
}

static void
write_status(struct findings *f, struct buf *b, const struct finding_in *in)
{
    const struct state *s = &states[0];
    struct slice id = json_get_str(in->record, "exception_id");
    for (size_t i = 0; i < sizeof states / sizeof *states; i++)
        if (slice_is(in->state, states[i].word))
            s = &states[i];
    buf_format(b, ",\"status_id\":%d,\"status\":\"%s\"", s->id, s->caption);
    if (s->id != 3)
        return;
    bool accepted = slice_is(in->state, "accepted");
    f->key.n = 0;
    buf_text(&f->key, accepted ? "risk accepted" : "false positive");
    if (id.n) {
        buf_text(&f->key, ": ");
        buf_slice(&f->key, id);
    }
    add_text(f, b, "status_detail", buf_as_slice(&f->key));
    if (!accepted)
        buf_text(b, ",\"verdict_id\":1,\"verdict\":\"False Positive\"");
}

static void
write_confidence(struct buf *b, struct slice word)
{
    static const char *const words[] = {"low", "medium", "high"}, *const captions[] = {"Low", "Medium",
                                                                                       "High"};
    for (int i = 0; i < 3; i++)
        if (slice_is(word, words[i]))
            buf_format(b, ",\"confidence_id\":%d,\"confidence\":\"%s\"", i + 1, captions[i]);
}

static void
write_info(struct findings *f, struct buf *b, const struct finding_in *in)
{
    struct slice id = json_get_str(in->record, "id"), native = json_get_str(in->record, "native_id");
    struct slice rule = findings_rule(in);
    buf_text(b, ",\"finding_info\":{\"uid\":");
    findings_text(f, b, id.n ? id : native.n ? native : rule);
    add_text(f, b, "title", in->title);
    buf_text(b, ",\"analytic\":{\"type_id\":1,\"type\":\"Rule\",\"uid\":");
    findings_text(f, b, rule);
    buf_text(b, "}");
    add_time(b, "created_time", time_of(in, "first_seen"));
    add_time(b, "first_seen_time", time_of(in, "first_seen"));
    add_time(b, "last_seen_time", time_of(in, "last_seen"));
    struct slice category = json_get_str(in->record, "category");
    if (category.n) {
        buf_text(b, ",\"types\":[");
        findings_text(f, b, category);
        buf_byte(b, ']');
    }
    buf_byte(b, '}');
}

/* The package and the code that a vulnerability is in. Where the schema requires a text that the record
 * lacks, it is "unknown". */
static void
write_affected(struct findings *f, struct buf *b, const struct finding_in *in)
{
    json_val *component = json_get(in->record, "component"), *location = json_get(in->record, "location");
    struct slice name = json_get_str(component, "name"), version = json_get_str(component, "version");
    struct slice file = json_get_str(location, "file");
    if (name.n) {
        buf_text(b, ",\"affected_packages\":[{\"name\":");
        findings_text(f, b, name);
        add_text(f, b, "version", version.n ? version : SLICE("unknown"));
        add_text(f, b, "fixed_in_version", json_get_str(component, "fixed_version"));
        add_text(f, b, "purl", json_get_str(component, "purl"));
        add_text(f, b, "package_manager", json_get_str(component, "type"));
        buf_text(b, "}]");
        if (json_get_str(component, "fixed_version").n)
            buf_text(b, ",\"is_fix_available\":true");
    }
    if (file.n) {
        const char *slash = NULL;
        for (size_t i = 0; i + 1 < file.n; i++)
            if (file.p[i] == '/')
                slash = file.p + i + 1;
        buf_text(b, ",\"affected_code\":[{\"file\":{\"type_id\":1,\"type\":\"Regular File\"");
        add_text(f, b, "name", slash ? (struct slice){slash, (size_t)(file.p + file.n - slash)} : file);
        add_text(f, b, "path", file);
        buf_byte(b, '}');
        struct slice line = json_number_text(json_get(location, "line"));
        if (line.n) {
            buf_text(b, ",\"start_line\":");
            buf_slice(b, line);
        }
        buf_text(b, "}]");
    }
}

static void
write_cwes(struct findings *f, struct buf *b, json_val *cwes)
{
    json_val *v;
    struct json_iter it = json_each(cwes);
    for (int i = 0; json_next(&it, NULL, &v); i++) {
        buf_text(b, i ? ",{\"uid\":" : "{\"uid\":");
        findings_text(f, b, json_str(v));
        buf_byte(b, '}');
    }
}

/* One object for each CVE or other advisory; without any, one for the first CWE: of cve, advisory and cwe
 * each object may hold one. */
static void
write_vulnerabilities(struct findings *f, struct buf *b, const struct finding_in *in)
{
    json_val *v, *cves = json_get(in->record, "cve"), *cwes = json_get(in->record, "cwe");
    struct json_iter it = json_each(json_count(cves) ? cves : cwes);
    buf_text(b, ",\"vulnerabilities\":[");
    for (int i = 0; json_next(&it, NULL, &v); i++) {
        struct slice id = json_str(v);
        bool cve = slice_starts(id, "CVE-");
        if (i && !json_count(cves))
            break;
        buf_format(b, "%s{\"%s\":{\"uid\":", i ? "," : "",
                   !json_count(cves) ? "cwe"
                   : cve             ? "cve"
                                     : "advisory");
        findings_text(f, b, id);
        if (cve && json_count(cwes)) {
            buf_text(b, ",\"related_cwes\":[");
            write_cwes(f, b, cwes);
            buf_byte(b, ']');
        }
        buf_byte(b, '}');
        write_affected(f, b, in);
        add_time(b, "first_seen_time", time_of(in, "first_seen"));
        buf_byte(b, '}');
    }
    buf_byte(b, ']');
}

static void
write_resource(struct findings *f, struct buf *b, const struct finding_in *in)
{
    json_val *location = json_get(in->record, "location");
    struct slice resource = json_get_str(location, "resource"), url = json_get_str(location, "url");
    struct slice target = json_get_str(in->record, "target"), owner = json_get_str(in->record, "owner");
    struct slice uid = resource.n ? resource : url.n ? url : target;
    if (!uid.n)
        return;
    buf_text(b, ",\"resources\":[{\"uid\":");
    findings_text(f, b, uid);
    add_text(f, b, "name", target.n ? target : uid);
    if (owner.n) {
        buf_text(b, ",\"owner\":{\"name\":");
        findings_text(f, b, owner);
        buf_byte(b, '}');
    }
    buf_text(b, "}]");
}

/* OCSF asks for a time: the last one known, or 0, which is counted and noted. */
static int64_t
event_time(struct findings *f, const struct finding_in *in)
{
    int64_t resolved = slice_is(in->state, "resolved") ? time_of(in, "resolved_at") : DATE_NONE;
    int64_t last = time_of(in, "last_seen"), first = time_of(in, "first_seen");
    if (resolved == DATE_NONE && last == DATE_NONE && first == DATE_NONE)
        f->timeless++;
    return resolved != DATE_NONE ? resolved : last != DATE_NONE ? last : first != DATE_NONE ? first : 0;
}

void
ocsf_take(struct render *r, const struct finding_in *in)
{
    struct findings *f = &r->findings;
    struct buf *b = &r->stage.out.buf;
    bool vulnerability = findings_is_vulnerability(in);
    struct slice ticket = json_get_str(in->record, "ticket"), owner = json_get_str(in->record, "owner");
    write_class(b, in, vulnerability);
    buf_format(b, ",\"severity_id\":%d,\"severity\":\"%s\"", in->severity ? in->severity->ocsf : 0,
               in->severity ? in->severity->caption : "Unknown");
    write_status(f, b, in);
    write_confidence(b, json_get_str(in->record, "confidence"));
    add_time(b, "time", event_time(f, in));
    buf_text(b, ",\"message\":");
    findings_text(f, b, in->title);
    buf_text(b, ",\"metadata\":{\"version\":\"" OCSF_VERSION "\",\"profiles\":[\"incident\"],"
                "\"log_provider\":\"sm\",\"product\":{\"name\":");
    findings_text(f, b, in->tool);
    add_text(f, b, "vendor_name", in->tool);
    buf_text(b, "}}");
    write_info(f, b, in);
    if (vulnerability || json_count(json_get(in->record, "cwe")))
        write_vulnerabilities(f, b, in);
    write_resource(f, b, in);
    if (owner.n) {
        buf_text(b, ",\"assignee\":{\"name\":");
        findings_text(f, b, owner);
        buf_byte(b, '}');
    }
    if (ticket.n) {
        buf_text(b, ",\"ticket\":{\"uid\":");
        findings_text(f, b, ticket);
        buf_byte(b, '}');
    }
    buf_text(b, ",\"unmapped\":{");
    findings_kept(b, in);
    buf_text(b, "}}\n");
    stage_wrote(&r->stage, SLICE("finding"));
}

/* Every line was written as its finding was read. */
void
ocsf_write(struct buf *out, struct render *r)
{
    (void)out;
    (void)r;
}
