#include "severity.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "cvss.h"
#include "house.h"
#include "words.h"

static const struct word table[] = {
    {"critical", "critical"},
    {"crit", "critical"},
    {"veryhigh", "critical"},
    {"blocker", "critical"},
    {"severe", "critical"},
    {"fatal", "critical"},
    {"emergency", "critical"},
    {"urgent", "critical"},
    {"extreme", "critical"},
    {"catastrophic", "critical"},
    {"high", "high"},
    {"important", "high"},
    {"error", "high"},
    {"major", "high"},
    {"serious", "high"},
    {"elevated", "high"},
    {"medium", "medium"},
    {"moderate", "medium"},
    {"med", "medium"},
    {"warning", "medium"},
    {"warn", "medium"},
    {"normal", "medium"},
    {"average", "medium"},
    {"low", "low"},
    {"minor", "low"},
    {"note", "low"},
    {"verylow", "low"},
    {"trivial", "low"},
    {"info", "info"},
    {"informational", "info"},
    {"information", "info"},
    {"informative", "info"},
    {"none", "info"},
    {"negligible", "info"},
    {"unknown", "info"},
    {"undefined", "info"},
    {"unassigned", "info"},
    {"untriaged", "info"},
    {"notice", "info"},
    {"debug", "info"},
    {"notapplicable", "info"},
    {"na", "info"},
    {"null", "info"},
    {"unspecified", "info"},
    {"style", "info"},
    {"recommendation", "info"},
    {"bestpractice", "info"},
    {"sev1", "critical"},
    {"sev2", "high"},
    {"sev3", "medium"},
    {"sev4", "low"},
    {"sev5", "info"},
    {"severity1", "critical"},
    {"severity2", "high"},
    {"severity3", "medium"},
    {"severity4", "low"},
    {"severity5", "info"},
    {"p1", "critical"},
    {"p2", "high"},
    {"p3", "medium"},
    {"p4", "low"},
    {"p5", "info"},
    {"s1", "critical"},
    {"s2", "high"},
    {"s3", "medium"},
    {"s4", "low"},
    {"s5", "info"},
};
static const struct words severity_words = {"severity", table, sizeof table / sizeof *table, NULL};

const char *
severity_of_score(double score)
{
    if (!(score >= 0 && score <= 10))
        return NULL;
    return score >= 9 ? "critical" : score >= 7 ? "high" : score >= 4 ? "medium" : score > 0 ? "low" : "info";
}

/* `1 - Critical`, `2: High`, `High (7.5)`: the word without what stands around it. */
static struct slice
bare_word(struct slice s)
{
    size_t i = 0;
    while (i < s.n && isdigit((unsigned char)s.p[i]))
        i++;
    struct slice rest = slice_trim((struct slice){s.p + i, s.n - i});
    if (i && rest.n && strchr("-:.)", *rest.p))
        s = slice_trim((struct slice){rest.p + 1, rest.n - 1});
    const char *open = s.n ? memchr(s.p, '(', s.n) : NULL;
    if (open && open > s.p && s.p[s.n - 1] == ')')
        s = slice_trim((struct slice){s.p, (size_t)(open - s.p)});
    return s;
}

static const char *
of_number(struct slice s)
{
    char copy[32], *end;
    if (!s.n || s.n >= sizeof copy || !(isdigit((unsigned char)*s.p) || *s.p == '.'))
        return NULL;
    memcpy(copy, s.p, s.n);
    copy[s.n] = 0;
    double v = strtod(copy, &end);
    return *end || strpbrk(copy, "xXnN") ? NULL : severity_of_score(v);
}

const char *
severity_of_text(struct slice s, json_val *house)
{
    s = slice_trim(s);
    const char *found = house_word(house, s, &severity_words);
    if (!found)
        found = words_find(&severity_words, s);
    if (!found)
        found = of_number(s);
    double score;
    if (!found && cvss_score(s, &score))
        found = severity_of_score(score);
    if (!found && s.n)
        found = words_find(&severity_words, bare_word(s));
    return found;
}

static const char *
of_scalar(json_val *v, json_val *house)
{
    if (json_type(v) == JSON_STRING)
        return severity_of_text(json_str(v), house);
    if (json_type(v) == JSON_NUMBER)
        return severity_of_text(json_number_text(v), house);
    return NULL;
}

const char *
severity_of(json_val *v, json_val *house)
{
    struct json_iter it = json_each(v);
    const char *found = NULL;
    if (json_type(v) != JSON_ARRAY)
        return of_scalar(v, house);
    while (!found && json_next(&it, NULL, &v))
        found = severity_of(v, house);
    return found;
}

json_val *
severity_own_word(json_val *v)
{
    struct json_iter it = json_each(v);
    json_val *found = NULL;
    if (json_type(v) == JSON_STRING)
        return slice_trim(json_str(v)).n ? v : NULL;
    if (json_type(v) == JSON_NUMBER)
        return v;
    if (it.object)
        return NULL;
    while (!found && json_next(&it, NULL, &v))
        found = severity_own_word(v);
    return found;
}
