/* One raw record, taken apart. */
#ifndef NORMALIZE_LINE_H
#define NORMALIZE_LINE_H

#include "record.h"

struct line {
    struct slice text;                                /* the record */
    struct slice format, program, from;               /* decoded */
    struct slice tags, context, raw, source, entries; /* JSON text; tags and context at least {} */
    struct slice file;                                /* decoded; absent where there is none */
    struct slice report_json;                         /* source.report */
    uint64_t entry;                                   /* 0: the report itself */
    uint64_t head;                                    /* the record's head.id */
    bool report, lean;
};

/* NULL, or what is wrong with it. The slices live as long as the record. */
const char *line_read(struct line *l, struct record *r);

#endif
