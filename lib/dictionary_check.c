#include "dictionary_check.h"

#include <string.h>

#include "nearest.h"
#include "report.h"

enum shape {
    TEXT,       /* jq, or any text */
    YES_NO,     /* true or false */
    AMOUNT,     /* a number that is not below 0 */
    NUMBER,     /* any number */
    SHARE,      /* 0 to 1 */
    LEVEL,      /* text, or a number */
    SEVERITY,   /* a canonical word */
    STATE,      /* a canonical word */
    CATEGORY,   /* of a finding */
    CONFIDENCE, /* A, B or C */
    OBJECT,     /* of the members that `members` names, or of any */
    LIST        /* an array of elements that `members` describes */
};

struct member {
    const char *name; /* NULL: ends the table; "*": any other name */
    enum shape shape;
    const struct member *members;
};

static const struct member texts[] = {{"*", TEXT, NULL}, {NULL, TEXT, NULL}};
static const struct member amounts[] = {{"*", AMOUNT, NULL}, {NULL, TEXT, NULL}};
static const struct member numbers[] = {{"*", NUMBER, NULL}, {NULL, TEXT, NULL}};
static const struct member levels[] = {{"*", LEVEL, NULL}, {NULL, TEXT, NULL}}; /* of these three the names */
static const struct member severities[] = {{"*", SEVERITY, NULL}, {NULL, TEXT, NULL}};
static const struct member states[] = {{"*", STATE, NULL}, {NULL, TEXT, NULL}};

static const struct member samm[] = {{"half", SHARE, NULL}, {"most", SHARE, NULL}, {NULL, TEXT, NULL}};
static const struct member noisy[] = {{"share", SHARE, NULL},
                                      {"false_positive_share", SHARE, NULL},
                                      {"minimum", AMOUNT, NULL},
                                      {"rules", LIST, texts},
                                      {NULL, TEXT, NULL}};
static const struct member confidence[] = {
    {"manual_share", SHARE, NULL}, {"*", CONFIDENCE, NULL}, {NULL, TEXT, NULL}};
static const struct member small_n[] = {{"few", AMOUNT, NULL}, {"none", AMOUNT, NULL}, {NULL, TEXT, NULL}};
static const struct member flat[] = {{"ratio_points", AMOUNT, NULL},
                                     {"ratio_items", AMOUNT, NULL},
                                     {"days", AMOUNT, NULL},
                                     {"days_share", AMOUNT, NULL},
                                     {NULL, TEXT, NULL}};

static const struct member row[] = {{"severity", SEVERITY, NULL}, {"days", NUMBER, NULL},
                                    {"tier", LEVEL, NULL},        {"category", CATEGORY, NULL},
                                    {"from", TEXT, NULL},         {NULL, TEXT, NULL}};
static const struct member rows[] = {{"*", OBJECT, row}, {NULL, TEXT, NULL}};
static const struct member control[] = {
    {"applies", TEXT, NULL}, {"window_days", NUMBER, NULL}, {NULL, TEXT, NULL}};
static const struct member controls[] = {{"*", OBJECT, control}, {NULL, TEXT, NULL}};

static const struct member known[] = {
    {"application", TEXT, NULL},
    {"tiers", OBJECT, levels},
    {"critical", TEXT, NULL},
    {"clock", TEXT, NULL},
    {"sla", LIST, rows},
    {"sla_kev", YES_NO, NULL},
    {"gate", TEXT, NULL},
    {"gate_category", TEXT, NULL},
    {"exception_ticket", TEXT, NULL},
    {"incident_ticket", TEXT, NULL},
    {"security_incident", TEXT, NULL},
    {"infrastructure", TEXT, NULL},
    {"trust", LIST, texts},
    {"samm", OBJECT, samm},
    {"release", TEXT, NULL},
    {"release_blocking", TEXT, NULL},
    {"controls", OBJECT, controls},
    {"severity_words", OBJECT, severities},
    {"state_words", OBJECT, states},
    {"owners", OBJECT, texts},
    {"targets", OBJECT, numbers},
    {"thresholds", OBJECT, amounts},
    {"dashboard", LIST, texts},
    {"noisy", OBJECT, noisy},
    {"confidence", OBJECT, confidence},
    {"epss_bound", SHARE, NULL},
    {"stale_days", AMOUNT, NULL},
    {"small_n", OBJECT, small_n},
    {"flat", OBJECT, flat},
    {NULL, TEXT, NULL},
};

#define SHOWN 60 /* bytes of a name in a message */

static int
width(struct slice s)
{
    return (int)(s.n < SHOWN ? s.n : SHOWN);
}

static const struct member *
member_of(const struct member *members, struct slice key)
{
    for (; members->name; members++)
        if (slice_is(key, members->name) || strcmp(members->name, "*") == 0)
            return members;
    return NULL;
}

static const char *
nearest_of(const struct member *members, struct slice key)
{
    const char *best = members->name;
    size_t least = SIZE_MAX;
    for (; members->name; members++)
        nearest(key, members->name, &best, &least);
    return best;
}

/* A source's word is looked for in lower case. */
static bool
never_found(const struct member *members, struct slice key)
{
    if (members != levels && members != severities && members != states)
        return false;
    for (size_t i = 0; i < key.n; i++)
        if (key.p[i] >= 'A' && key.p[i] <= 'Z')
            return true;
    return false;
}

static bool
is_one_of(json_val *v, const char *const *words, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (slice_is(json_str(v), words[i]))
            return true;
    return false;
}

static bool
is_number(json_val *v, double least, double most)
{
    double n;
    return json_number(v, &n) && n >= least && n <= most;
}

/* NULL, or what a value of this shape is. */
static const char *
wrong(enum shape shape, json_val *v)
{
    static const char *const words[] = {"critical", "high", "medium", "low", "info"};
    static const char *const ways[] = {"open", "in_progress", "resolved", "accepted", "false_positive"};
    static const char *const categories[] = {"sast",   "sca",   "iac", "secrets", "container", "dast",
                                             "mobile", "cloud", "api", "manual",  "other"};
    static const char *const letters[] = {"A", "B", "C"};
    switch (shape) {
    case TEXT:
        return json_type(v) == JSON_STRING ? NULL : "no string";
    case YES_NO:
        return json_type(v) == JSON_BOOL ? NULL : "neither true nor false";
    case AMOUNT:
        return is_number(v, 0, 1e15) ? NULL : "no number from 0 on";
    case NUMBER:
        return is_number(v, -1e15, 1e15) ? NULL : "no number";
    case SHARE:
        return is_number(v, 0, 1) ? NULL : "no number from 0 to 1";
    case LEVEL:
        return json_type(v) == JSON_STRING || json_type(v) == JSON_NUMBER ? NULL
                                                                          : "neither string nor number";
    case SEVERITY:
        return is_one_of(v, words, 5) ? NULL : "not one of critical, high, medium, low, info";
    case STATE:
        return is_one_of(v, ways, 5) ? NULL
                                     : "not one of open, in_progress, resolved, accepted, false_positive";
    case CATEGORY:
        return is_one_of(v, categories, sizeof categories / sizeof *categories)
                   ? NULL
                   : "not one of sast, sca, iac, secrets, container, dast, mobile, cloud, api, manual, other";
    case CONFIDENCE:
        return is_one_of(v, letters, 3) ? NULL : "not one of A, B, C";
    case OBJECT:
        return json_type(v) == JSON_OBJECT ? NULL : "no object";
    case LIST:
        return json_type(v) == JSON_ARRAY ? NULL : "no array";
    }
    return NULL;
}

struct place {                 /* of a value: written out only where something is wrong with it */
    const struct place *above; /* NULL: in the dictionary itself */
    struct slice key;
    size_t row; /* of a list; 0: there is a key */
};

static void
write_place(struct buf *b, const struct place *p)
{
    if (!p)
        return;
    write_place(b, p->above);
    if (p->row)
        buf_format(b, "row %zu: ", p->row);
    else
        buf_format(b, "%.*s: ", width(p->key), p->key.p);
}

/* "sla: row 2: " */
static const char *
place_text(const struct place *p)
{
    static struct buf text;
    text.n = 0;
    write_place(&text, p);
    return buf_string(&text);
}

/* Null is a key left out. */
static void
check_members(const struct member *members, json_val *object, const char *path, const struct place *above)
{
    struct json_iter it = json_each(object);
    struct slice key = {0};
    json_val *v;
    for (size_t number = 1; json_next(&it, &key, &v); number++) {
        const struct member *m = it.object ? member_of(members, key) : members;
        struct place place = {above, key, it.object ? 0 : number};
        if (!m)
            report_die("%s: %sunknown key %.*s: nearest is %s", path, place_text(above), width(key), key.p,
                       nearest_of(members, key));
        if (it.object && never_found(members, key))
            report_die("%s: %sa word is written in lower case", path, place_text(&place));
        if (json_type(v) == JSON_NULL)
            continue;
        if (wrong(m->shape, v))
            report_die("%s: %s%s", path, place_text(&place), wrong(m->shape, v));
        if (m->members)
            check_members(m->members, v, path, &place);
    }
}

void
dictionary_check(json_val *root, const char *path)
{
    if (json_type(root) != JSON_OBJECT)
        report_die("%s: the dictionary is no object", path);
    check_members(known, root, path, NULL);
}
