#include "layout.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "names.h"
#include "page.h"
#include "report.h"
#include "share.h"

#define FOLDER "reports"
#define ENDING ".json"

/* What there is, in words: "monthly-executives, monthly-security". */
static void
say_available(struct buf *out)
{
    size_t n;
    struct share_file *files = share_list(FOLDER, ENDING, &n);
    for (size_t i = 0; i < n; i++)
        buf_format(out, "%s%s", i ? ", " : "", files[i].name);
    if (!n)
        buf_text(out, "none");
    share_list_free(files, n);
}

static void
check_sections(struct layout *l)
{
    json_val *section;
    struct json_iter it = json_each(l->sections);
    for (int i = 0; json_next(&it, NULL, &section); i++) {
        struct slice kind = json_get_str(section, "kind");
        struct buf known = {0};
        if (kind.p && page_knows(kind))
            continue;
        page_kinds(&known);
        report_die("%s: sections[%d]: kind `%.*s`: not one of %s", l->path, i, (int)kind.n,
                   kind.p ? kind.p : "", buf_string(&known));
    }
}

static void
add_grain(struct layout *l, struct slice word)
{
    for (enum grain g = GRAIN_MONTH; g <= GRAIN_YEAR; g++) {
        if (!slice_is(word, grain_word(g)))
            continue;
        if (l->n_grains < GRAINS)
            l->grains[l->n_grains++] = g;
        return;
    }
    report_die("%s: every `%.*s`: not one of month, quarter, year", l->path, (int)word.n,
               word.p ? word.p : "");
}

/* `every`: a word, or several in order of preference. */
static void
read_grains(struct layout *l)
{
    json_val *v, *every = json_get(l->root, "every");
    struct json_iter it = json_each(every);
    if (json_type(every) == JSON_ARRAY)
        while (json_next(&it, NULL, &v))
            add_grain(l, json_str(v));
    else
        add_grain(l, every ? json_str(every) : SLICE("month"));
    if (!l->n_grains)
        l->grains[l->n_grains++] = GRAIN_MONTH;
    l->grain = l->grains[0];
}

static void
check(struct layout *l)
{
    l->sections = json_get(l->root, "sections");
    if (json_type(l->sections) != JSON_ARRAY)
        report_die("%s: `sections` is no array", l->path);
    read_grains(l);
    check_sections(l);
    l->unnamed = json_get(l->root, "names") && !json_bool(json_get(l->root, "names"));
    if (l->unnamed)
        names_check(l);
}

void
layout_load(struct layout *l, const char *report, const char *audience)
{
    struct buf name = {0};
    const char *why;
    *l = (struct layout){0};
    buf_format(&name, "%s-%s", report, audience);
    l->name = (char *)(uintptr_t)buf_string(&name);
    buf_format(&l->text, "%s" ENDING, l->name);
    if (!strchr(l->name, '/'))
        l->path = share_find(FOLDER, buf_string(&l->text));
    l->text.n = 0;
    if (!l->path) {
        struct buf known = {0};
        say_available(&known);
        report_die("--report %s --audience %s: no such layout (there are: %s)", report, audience,
                   buf_string(&known));
    }
    if (!share_read(l->path, &l->text, &why))
        report_die("%s: %s", l->path, why);
    l->root = json_parse(&l->doc, l->text.p, l->text.n, &why);
    if (!l->root)
        report_die("%s: %s", l->path, why);
    check(l);
}

void
layout_free(struct layout *l)
{
    json_free(&l->doc);
    buf_free(&l->text);
    free(l->path);
    free(l->name);
}

struct slice
layout_title(const struct layout *l)
{
    struct slice title = json_get_str(l->root, "title");
    return title.p ? title : SLICE("Security metrics");
}

size_t
layout_number(const struct layout *l, const char *dotted, size_t otherwise)
{
    double v;
    return json_number(json_path(l->root, dotted), &v) && v >= 0 && v < 1e9 ? (size_t)v : otherwise;
}

void
layout_list(struct buf *out)
{
    size_t n;
    struct share_file *files = share_list(FOLDER, ENDING, &n);
    for (size_t i = 0; i < n; i++) {
        struct buf text = {0};
        struct json_doc doc = {0};
        const char *why, *dash = strrchr(files[i].name, '-');
        json_val *root =
            share_read(files[i].path, &text, &why) ? json_parse(&doc, text.p, text.n, &why) : NULL;
        struct slice title = json_get_str(root, "about");
        if (dash)
            buf_format(out, "%.*s\t%s\t%.*s\n", (int)(dash - files[i].name), files[i].name, dash + 1,
                       (int)title.n, title.p ? title.p : "");
        json_free(&doc);
        buf_free(&text);
    }
    share_list_free(files, n);
}

bool
layout_shows(const struct layout *l, const char *kind)
{
    json_val *section;
    struct json_iter it = json_each(l->sections);
    while (json_next(&it, NULL, &section))
        if (slice_is(json_get_str(section, "kind"), kind))
            return true;
    return false;
}
