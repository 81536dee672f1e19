#include "names.h"

#include "report.h"

bool
names_vocabulary(struct slice key)
{
    static const char *const words[] = {"severity",    "tier",  "category", "control", "bucket", "age",
                                        "disposition", "level", "metric",   "type",    "area"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (slice_is(key, words[i]))
            return true;
    return false;
}

bool
names_may_show(const struct list_column *column)
{
    return column->type == COLUMN_NUMBER || column->type == COLUMN_DATE || names_vocabulary(column->name);
}

static void
check_key(const struct layout *l, int section, struct slice key)
{
    if (key.p && !names_vocabulary(key))
        report_die("%s: sections[%d]: `%.*s` is a name, and the layout says \"names\": false", l->path,
                   section, (int)key.n, key.p);
}

/* `by`: a key or several; `of` of each object in `metrics`. */
static void
check_keys(const struct layout *l, int i, json_val *section)
{
    json_val *v, *unused, *by = json_get(section, "by");
    struct slice key;
    struct json_iter it = json_each(by), of;
    check_key(l, i, json_str(by));
    while (json_type(by) == JSON_ARRAY && json_next(&it, NULL, &v))
        check_key(l, i, json_str(v));
    it = json_each(json_get(section, "metrics"));
    while (json_next(&it, NULL, &v)) {
        of = json_each(json_get(v, "of"));
        while (json_next(&of, &key, &unused))
            check_key(l, i, key);
    }
}

void
names_check(const struct layout *l)
{
    json_val *section;
    struct json_iter it = json_each(l->sections);
    for (int i = 0; json_next(&it, NULL, &section); i++) {
        struct slice kind = json_get_str(section, "kind");
        bool full = !json_bool(json_get(section, "short"));
        if (slice_is(kind, "checks") || (full && (slice_is(kind, "tally") || slice_is(kind, "definitions"))))
            report_die(
                "%s: sections[%d]: %.*s names files and findings%s, and the layout says \"names\": false",
                l->path, i, (int)kind.n, kind.p, slice_is(kind, "checks") ? "" : " unless \"short\": true");
        check_keys(l, i, section);
    }
}
