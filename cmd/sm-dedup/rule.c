#include "rule.h"

#include <string.h>

#include "nearest.h"
#include "report.h"

static const struct {
    const char *name, *says;
} rules[RULE_COUNT] = {
    [RULE_ID] = {"same-id", "an earlier run made them one (always)"},
    [RULE_KEY] = {"same-key", "one tool, the same key by dedup.jq (always)"},
    [RULE_PLACE] = {"same-place", "one report, the same rule, file and line (always)"},
    [RULE_NATIVE] = {"native-id", "one tool, the same rule, file and own id, which occurs once on each side"},
    [RULE_LINE] = {"same-line", "one tool, the same rule, file and line in a later report"},
    [RULE_NEAREST] = {"nearest-line", "one tool, the same rule and file, least total distance of lines"},
    [RULE_RENAMED] = {"renamed-file", "one tool, the same rule: one is missing, one is new in another file"},
    [RULE_SCOPE] = {"moved-scope", "one tool, target and key in another service than last month"},
    [RULE_ALIAS] = {"alias", "ids of several databases for one CVE are one vulnerability"},
    [RULE_TYPE] = {"package-type", "a package of unknown type is the one of the only type that there is"},
    [RULE_PACKAGE] = {"same-package", "several tools, the same vulnerability and package"},
    [RULE_RESOURCE] = {"same-resource", "several tools, the same rule family and resource"},
    [RULE_OTHER] = {"same-finding", "several tools, the same key of any other kind"},
    [RULE_WEAKNESS] = {"same-weakness", "two tools, the same weakness and file, lines within 3, one to one"},
};

const char *
rule_name(enum rule r)
{
    return rules[r].name;
}

static enum rule
rule_named(struct slice name)
{
    const char *near = NULL;
    size_t least = SIZE_MAX;
    for (int i = 0; i < RULE_COUNT; i++) {
        if (slice_is(name, rules[i].name))
            return (enum rule)i;
        nearest(name, rules[i].name, &near, &least);
    }
    report_die("--without=%.*s: no such rule; the nearest is %s, --list-rules has all", (int)name.n, name.p,
               near);
}

void
rules_without(struct rules *r, const char *names)
{
    while (*names) {
        size_t n = strcspn(names, ",");
        enum rule rule = rule_named(slice_trim((struct slice){names, n}));
        if (rule < RULE_NATIVE)
            report_die("--without=%s: this one is what a finding is, and can't be turned off",
                       rules[rule].name);
        r->off[rule] = true;
        names += n + (names[n] == ',');
    }
}

void
rules_list(struct buf *out)
{
    for (int i = 0; i < RULE_COUNT; i++)
        buf_format(out, "%s\t%s\n", rules[i].name, rules[i].says);
}

enum rule
rule_of_domain(struct slice domain)
{
    return slice_is(domain, "pkg") ? RULE_PACKAGE : slice_is(domain, "resource") ? RULE_RESOURCE : RULE_OTHER;
}
