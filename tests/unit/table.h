/* Tables of cases: one a line, fields divided by tabs, `#` begins a comment line. `\n` `\t` `\0` `\\` in a
 * field are those bytes; `-` alone is nothing. Units run in the project's root. */
#ifndef TESTS_TABLE_H
#define TESTS_TABLE_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"

#define TABLE_FIELDS 16

struct table {
    FILE *file;
    const char *path;
    char line[8192];
    size_t number, cases, n;
    struct slice field[TABLE_FIELDS]; /* absent for `-` and for fields that the line lacks */
};

static inline void
table_open(struct table *t, const char *name)
{
    static char path[256];
    snprintf(path, sizeof path, "tests/unit/tables/%s", name);
    *t = (struct table){.file = fopen(path, "r"), .path = path};
    if (!t->file) {
        fprintf(stderr, "%s: can't be read\n", path);
        abort();
    }
}

static inline struct slice
table_field(char *p)
{
    char *to = p, *from = p;
    if (strcmp(p, "-") == 0)
        return (struct slice){0};
    while (*from) {
        if (*from == '\\' && from[1]) {
            from++;
            *to++ = *from == 'n' ? '\n' : *from == 't' ? '\t' : *from == '0' ? '\0' : *from;
            from++;
        } else {
            *to++ = *from++;
        }
    }
    return (struct slice){p, (size_t)(to - p)};
}

static inline bool
table_next(struct table *t)
{
    for (;;) {
        if (!fgets(t->line, sizeof t->line, t->file)) {
            fclose(t->file);
            return false;
        }
        t->number++;
        t->line[strcspn(t->line, "\n")] = 0;
        if (*t->line && *t->line != '#')
            break;
    }
    char *p = t->line;
    memset(t->field, 0, sizeof t->field);
    for (t->n = 0; p && t->n < TABLE_FIELDS; t->n++) {
        char *tab = strchr(p, '\t');
        if (tab)
            *tab = 0;
        t->field[t->n] = table_field(p);
        p = tab ? tab + 1 : NULL;
    }
    t->cases++;
    return true;
}

/* Says which line is wrong. true when both are the same. */
static inline bool
table_same(const struct table *t, struct slice got, struct slice wanted)
{
    if (slice_same(got, wanted))
        return true;
    fprintf(stderr, "%s:%zu: got %.*s, wanted %.*s\n", t->path, t->number, (int)got.n, got.p ? got.p : "",
            (int)wanted.n, wanted.p ? wanted.p : "");
    return false;
}

#endif
