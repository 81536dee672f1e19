/* Formats as this stage needs them: the directive's defaults and two sets of compiled programs, made when the
 * first raw record of the format comes. */
#ifndef NORMALIZE_FORMAT_H
#define NORMALIZE_FORMAT_H

#include "fields.h"

enum report_name {
    R_SOURCE_TOOL,
    R_TARGET,
    R_AT,
    R_SERVICE,
    R_PRODUCT,
    R_OUTCOME,
    R_CATEGORIES,
    R_ENTRIES,
    R_NAMES
};

struct format {
    char *name;  /* as raw records name it */
    char *label; /* for messages: formats/trivy.jq, or the path given to sm-ingest -f */
    char *path;  /* of the program, where the raw records name it; else NULL */
    const struct kind *kind;
    struct slice category, source_tool, provenance; /* JSON text of strings; tool and provenance always set */
    struct programs *body;
    struct programs *report; /* NULL: the directive has no report */
    bool lean_checked;       /* what -m reads is in what --lean keeps */
    int report_at[R_NAMES];  /* place in that set, or -1 */
    struct buf text, directive;
    struct json_doc doc;
    json_val *contexts; /* the names that raw records have in their context, in doc; NULL: none */
    struct pool pool;
};

struct formats { /* zeroed before first use, then options are set */
    struct format **at;
    size_t n, cap;
    struct program_variable as_of; /* $as_of for every program */
};

/* The format of that name, or of that program file (absent: looked for in the share folders). NULL: why says
 * why it can't be had (valid until the next call). A program that is wrong in itself ends the run: exit 2. */
struct format *formats_get(struct formats *all, struct slice name, struct slice program, const char **why);
void formats_free(struct formats *all);

#endif
