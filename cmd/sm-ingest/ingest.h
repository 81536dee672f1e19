/* One run: the files, in which order they are read, and how each becomes raw records. */
#ifndef SM_INGEST_INGEST_H
#define SM_INGEST_INGEST_H

#include "recognise.h"
#include "stage.h"
#include "tags.h"

struct ingest_options {
    const char *format;    /* -f, or NULL */
    struct tags tags;
    struct table_choice tables; /* --table, --query, --sheet, --dates */
    bool lean;             /* --lean */
    bool detect;           /* only say which format each file is in */
};

/* Any error in the formats is exit 2. */
void ingest_run(struct stage *s, const struct ingest_options *o, char **files);
void ingest_list(struct stage *s); /* --list-formats: NAME, KIND, CATEGORY, TITLE, with tabs between */

#endif
