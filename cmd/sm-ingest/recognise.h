/* Which format an export is in, told from its content: the `detect` predicates of all formats. */
#ifndef SM_INGEST_RECOGNISE_H
#define SM_INGEST_RECOGNISE_H

#include "csv_reader.h"
#include "cut.h"
#include "dates.h"
#include "format.h"
#include "jq/programs.h"

struct recogniser;

/* formats must outlive it; those that it gives are complete. A predicate that does not compile ends the run when the first
 * sketch of its container comes; what else is damaged in a format, when it is recognised. */
struct recogniser *recogniser_new(struct formats *formats);
void recogniser_free(struct recogniser *r);

/* The format that recognises a sketch; NULL when none does, or two without precedence between them: then said receives
 * which. */
const struct format *recognise_sketch(struct recogniser *r, struct slice sketch, enum container container, struct buf *said);

struct looked {                  /* what has been found out about a file */
    const struct format *format; /* NULL: none */
    enum container container;
    bool empty;                  /* nothing in it: an error, or a clean report where the format was named */
    bool detected;               /* the format's own predicate holds */
    bool first;                  /* … for the first document of the file */
    struct csv_layout csv;       /* CONTAINER_CSV */
    char *table;                 /* CONTAINER_SQLITE: its name; CONTAINER_XLSX: of the sheet; NULL: as the user says */
    struct buf said;             /* without a format: what was looked at, and what it is */
};

struct table_choice {          /* what the user says about tables */
    const char *table, *query; /* --table, --query: of SQLite databases; or NULL */
    const char *sheet;         /* --sheet: of workbooks; or NULL */
    enum date_order dates;     /* --dates */
};

/* Looks at a source that has just been opened. named: the format that -f gave, or NULL. */
void recognise(struct recogniser *r, struct source *s, struct stage *stage, const struct format *named,
               const struct table_choice *choice, struct looked *l);
void looked_free(struct looked *l);

/* The format of one document of a file that holds several, its first bytes at p; NULL: none, said receives why. last:
 * nothing follows. *empty: there is nothing in it ([], {}). */
const struct format *recognise_document(struct recogniser *r, enum container container, const char *p, size_t n, bool last, bool *empty, struct buf *said);

#endif
