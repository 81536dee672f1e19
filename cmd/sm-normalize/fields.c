#include "fields.h"

#include <string.h>

#include "nearest.h"

#define FIELD(n, f)                                  \
    {                                                \
        .name = n, .length = sizeof n - 1, .take = f \
    }
#define WORD(n, f, w)                                            \
    {                                                            \
        .name = n, .length = sizeof n - 1, .take = f, .words = w \
    }
#define MUST(n, f)                                                            \
    {                                                                         \
        .name = n, .length = sizeof n - 1, .take = f, .marks = FIELD_REQUIRED \
    }
#define MUST_WORD(n, f, w)                                                                \
    {                                                                                     \
        .name = n, .length = sizeof n - 1, .take = f, .words = w, .marks = FIELD_REQUIRED \
    }
#define OWN(n)                                                \
    {                                                         \
        .name = n, .length = sizeof n - 1, .marks = FIELD_OWN \
    }
#define PROVENANCE WORD("provenance", value_word, &provenance_words)

static const struct field finding[] = {
    [F_SOURCE_TOOL] = FIELD("source_tool", value_tool),
    [F_PRODUCT] = FIELD("product", value_text),
    [F_SERVICE] = FIELD("service", value_text),
    [F_FINDING_TITLE] = FIELD("finding_title", value_title),
    [F_SEVERITY] = FIELD("severity", value_severity),
    [F_CONFIDENCE] = WORD("confidence", value_word, &confidence_words),
    [F_STATE] = FIELD("state", value_state),
    [F_FIRST_SEEN] = FIELD("first_seen", value_time),
    [F_LAST_SEEN] = FIELD("last_seen", value_time),
    [F_OWNER] = FIELD("owner", value_text),
    [F_EXCEPTION_ID] = FIELD("exception_id", value_id),
    [F_RELEASE_BLOCKING] = OWN("release_blocking"),
    [F_ID] = OWN("id"),
    [F_CATEGORY] = FIELD("category", value_category),
    [F_TARGET] = FIELD("target", value_target),
    [F_RULE_ID] = FIELD("rule_id", value_id),
    [F_NATIVE_ID] = FIELD("native_id", value_id),
    [F_CVE] = FIELD("cve", value_cve),
    [F_CWE] = FIELD("cwe", value_cwe),
    [F_COMPONENT] = FIELD("component", value_component),
    [F_LOCATION] = FIELD("location", value_location),
    [F_SECRET_HASH] = FIELD("secret_hash", value_hash),
    [F_TIER] = FIELD("tier", value_tier),
    [F_ENVIRONMENT] = FIELD("environment", value_environment),
    [F_KEV] = WORD("kev", value_bool, &boolean_words),
    [F_KEV_ADDED] = FIELD("kev_added", value_time),
    [F_KEV_DUE] = FIELD("kev_due", value_time),
    [F_EPSS] = FIELD("epss", value_share),
    [F_EPSS_DATE] = FIELD("epss_date", value_time),
    [F_INTRODUCED_AT] = FIELD("introduced_at", value_time),
    [F_INTRODUCED_BY] = WORD("introduced_by", value_word, &introduced_by_words),
    [F_PUBLISHED_AT] = FIELD("published_at", value_time),
    [F_FOUND_IN] = WORD("found_in", value_word, &found_in_words),
    [F_SOURCE_SEVERITY] = FIELD("source_severity", value_own_word),
    [F_CVSS] = FIELD("cvss", value_score),
    [F_TIMELINE] = OWN("timeline"),
    [F_RESOLVED_AT] = FIELD("resolved_at", value_time),
    [F_UNCERTAIN_DAYS] = OWN("uncertain_days"),
    [F_UNVERIFIED] = OWN("unverified"),
    [F_TICKET] = FIELD("ticket", value_id),
    [F_FIX] = FIELD("fix", value_fix),
    [F_PROVENANCE] = WORD("provenance", value_word, &provenance_words),
    [F_REVIEWED_BY] = FIELD("reviewed_by", value_text),
    [F_REVIEWED_AT] = FIELD("reviewed_at", value_time),
    [F_REPORT] = OWN("report"),
    [F_SOURCES] = OWN("sources"),
    [F_ALSO] = OWN("also"),
};

static const struct field asset[] = {
    MUST("name", value_text),
    FIELD("aliases", value_names),
    FIELD("product", value_text),
    FIELD("service", value_text),
    FIELD("owner", value_text),
    FIELD("tier", value_tier),
    FIELD("environment", value_environment),
    FIELD("repos", value_repos),
    FIELD("images", value_images),
    FIELD("hosts", value_hosts),
    FIELD("cloud_accounts", value_tokens),
    WORD("api_exposed", value_bool, &exposed_words),
    WORD("mobile", value_bool, &boolean_words),
    FIELD("controls", value_controls),
    PROVENANCE,
};

static const struct field exception[] = {
    MUST("id", value_id),
    WORD("disposition", value_word, &disposition_words),
    FIELD("reason", value_text),
    FIELD("approver", value_text),
    FIELD("granted", value_time),
    FIELD("expires", value_time),
    WORD("state", value_word, &exception_state_words),
    FIELD("control", value_text),
    FIELD("url", value_text),
    WORD("scope", value_word, &scope_words),
    FIELD("service", value_text),
    FIELD("product", value_text),
    FIELD("rule_id", value_id),
    FIELD("cve", value_cve),
    FIELD("component", value_component),
    FIELD("finding_id", value_id),
    FIELD("native_id", value_id),
    FIELD("path", value_id),
    FIELD("target", value_target),
    PROVENANCE,
};

static const struct field ticket[] = {
    MUST("key", value_id),
    FIELD("title", value_title),
    FIELD("state", value_state),
    FIELD("resolution", value_text),
    FIELD("owner", value_text),
    FIELD("created", value_time),
    FIELD("resolved", value_time),
    FIELD("due", value_time),
    FIELD("reopened_at", value_times),
    FIELD("severity", value_severity),
    FIELD("service", value_text),
    FIELD("project", value_text),
    FIELD("type", value_text),
    FIELD("labels", value_names),
    FIELD("url", value_text),
    FIELD("cve", value_cve),
    FIELD("finding_ids", value_tokens),
    /* of one that is an exception or an incident; ticket.c */
    FIELD("reason", value_text),
    FIELD("approver", value_text),
    FIELD("granted", value_time),
    FIELD("expires", value_time),
    FIELD("control", value_text),
    FIELD("started", value_time),
    FIELD("cause", value_text),
    WORD("known_defect", value_bool, &known_words),
    PROVENANCE,
};

static const struct field activity[] = {
    MUST("at", value_time),
    MUST("category", value_activity),
    FIELD("source_tool", value_tool),
    FIELD("product", value_text),
    FIELD("service", value_text),
    FIELD("target", value_target),
    FIELD("entries", value_count),
    WORD("outcome", value_word, &activity_outcome_words),
    PROVENANCE,
};

static const struct field gate[] = {
    MUST("at", value_time),
    FIELD("service", value_text),
    FIELD("name", value_text),
    FIELD("category", value_category),
    MUST_WORD("outcome", value_word, &gate_outcome_words),
    FIELD("ref", value_id),
    FIELD("target", value_target),
    PROVENANCE,
};

static const struct field release[] = {
    MUST("at", value_time),
    FIELD("service", value_text),
    FIELD("version", value_id),
    FIELD("environment", value_environment),
    WORD("outcome", value_word, &release_outcome_words),
    FIELD("target", value_target),
    PROVENANCE,
};

static const struct field incident[] = {
    MUST("id", value_id),
    MUST("detected", value_time),
    FIELD("started", value_time),
    FIELD("resolved", value_time),
    FIELD("severity", value_severity),
    FIELD("service", value_text),
    FIELD("cause", value_text),
    WORD("known_defect", value_bool, &known_words),
    FIELD("finding_id", value_id),
    PROVENANCE,
};

static const struct field intel[] = {
    [INTEL_CVE] = MUST("cve", value_one_cve),           [INTEL_ALIASES] = FIELD("aliases", value_cve),
    [INTEL_KEV_ADDED] = FIELD("kev_added", value_time), [INTEL_KEV_DUE] = FIELD("kev_due", value_time),
    [INTEL_EPSS] = FIELD("epss", value_share),          [INTEL_EPSS_DATE] = FIELD("epss_date", value_time),
    [INTEL_PUBLISHED] = FIELD("published", value_time), [INTEL_PROVENANCE] = PROVENANCE,
};

static const struct field action[] = {
    MUST("at", value_time),
    FIELD("metric", value_id),
    FIELD("decision", value_text),
    FIELD("owner", value_text),
    WORD("type", value_word, &action_type_words),
    WORD("area", value_word, &action_area_words),
    FIELD("services", value_names),
    FIELD("products", value_names),
    FIELD("audience", value_text),
    PROVENANCE,
};

#define KIND(name, reference)                              \
    {                                                      \
#name, name, sizeof name / sizeof *name, reference \
    }

const struct kind kind_finding = KIND(finding, false), kind_activity = KIND(activity, false),
                  kind_exception = KIND(exception, true), kind_ticket = KIND(ticket, true),
                  kind_intel = KIND(intel, true);

static const struct kind others[] = {KIND(asset, true), KIND(gate, false), KIND(release, false),
                                     KIND(incident, false), KIND(action, false)};
static const struct kind *const kinds[] = {&kind_finding, &kind_activity, &kind_exception, &kind_ticket,
                                           &others[0],    &others[1],     &others[2],      &others[3],
                                           &kind_intel,   &others[4]};
#define KINDS (sizeof kinds / sizeof *kinds)

const struct kind *
kind_named(struct slice name)
{
    for (size_t i = 0; i < KINDS; i++)
        if (slice_is(name, kinds[i]->name))
            return kinds[i];
    return NULL;
}

int
kind_field(const struct kind *k, struct slice name)
{
    if (k == &kind_finding)
        return finding_field(name);
    for (size_t i = 0; i < k->n; i++)
        if (name.n == k->fields[i].length && memcmp(name.p, k->fields[i].name, name.n) == 0)
            return (int)i;
    return -1;
}

const char *
kind_nearest(const struct kind *k, struct slice name)
{
    const char *best = NULL;
    size_t least = SIZE_MAX;
    for (size_t i = 0; i < k->n; i++)
        if (!(k->fields[i].marks & FIELD_OWN))
            nearest(name, k->fields[i].name, &best, &least);
    return best;
}

const char *
kind_nearest_kind(struct slice name)
{
    const char *best = NULL;
    size_t least = SIZE_MAX;
    for (size_t i = 0; i < KINDS; i++)
        nearest(name, kinds[i]->name, &best, &least);
    return best;
}

int
kind_at(const struct kind *k)
{
    return k == &kind_finding ? -1 : kind_field(k, SLICE("at"));
}
