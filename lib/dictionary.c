#include "dictionary.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "dictionary_check.h"
#include "hash.h"
#include "mem.h"
#include "report.h"
#include "share.h"

/* Replaces d->text by the program's one output for it. */
static void
apply(struct dictionary *d, const char *path)
{
    struct buf program = {0}, error = {0};
    const char *why;
    if (!share_read(path, &program, &why))
        report_die("%s: %s", path, why);
    struct program_source src = {path, buf_as_slice(&program)};
    struct programs *set = programs_compile(&src, 1, NULL, 0, &error);
    if (!set)
        report_die("%s", buf_string(&error));
    if (!programs_run(set, buf_as_slice(&d->text), &why))
        report_die("%s: %s", path, why);
    if (programs_error(set, 0))
        report_die("%s: %s", path, programs_error(set, 0));
    if (programs_count(set, 0) != 1)
        report_die("%s: gives %zu values, not one", path, programs_count(set, 0));
    struct slice out = programs_output(set, 0, 0);
    d->text.n = 0;
    buf_slice(&d->text, out);
    programs_free(set);
    buf_free(&program);
    d->root = json_parse(&d->doc, d->text.p, d->text.n, &why);
    if (!d->root)
        report_die("%s: %s", path, why);
    dictionary_check(d->root, path);
}

static void
name_file(struct dictionary *d, const char *path)
{
    const char *slash = strrchr(path, '/');
    free(d->file);
    d->file = xstrdup(slash ? slash + 1 : path);
}

void
dictionary_load(struct dictionary *d, const char *path)
{
    *d = (struct dictionary){0};
    char *own = path ? NULL : share_find_own("", "dictionary.jq");
    char *shipped = share_find_home("", "dictionary.jq");
    if (!shipped)
        report_die("dictionary.jq: not found in the share folder");
    buf_text(&d->text, "null");
    apply(d, shipped);
    name_file(d, shipped);
    if (path || own) {
        apply(d, path ? path : own);
        name_file(d, path ? path : own);
    }
    hash_hex(d->text.p, d->text.n, d->hash);
    free(own);
    free(shipped);
}

void
dictionary_free(struct dictionary *d)
{
    json_free(&d->doc);
    buf_free(&d->text);
    free(d->file);
    *d = (struct dictionary){0};
}

struct slice
dictionary_program(const struct dictionary *d, const char *key)
{
    return json_get_str(d->root, key);
}

double
dictionary_number(const struct dictionary *d, const char *dotted, double otherwise)
{
    double v;
    return json_number(json_path(d->root, dotted), &v) ? v : otherwise;
}
